package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Read back with the protobuf library and a CRC-32C worked out bit by bit. */
class TensorBoardLogTest {

  @TempDir Path folder;

  private List<UnknownFieldSet> events() throws IOException {
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      file = all.get(0);
    }
    assertThat(file.getFileName().toString()).contains("tfevents");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<UnknownFieldSet> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.get(length);
      assertThat(bytes.getInt()).isEqualTo(masked(length));
      byte[] data =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(data);
      assertThat(bytes.getInt()).isEqualTo(masked(data));
      events.add(UnknownFieldSet.parseFrom(data));
    }
    return events;
  }

  /** TensorFlow's mask of the Castagnoli checksum, by its definition. */
  private static int masked(byte[] data) {
    int crc = -1;
    for (byte each : data) {
      crc ^= each & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
      }
    }
    crc = ~crc;
    return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  }

  @Test
  void checksum_isTheCastagnoliOne() {
    // RFC 3720, B.4: 32 bytes of zero give 8a9136aa
    int crc = 0x8a9136aa;
    assertThat(masked(new byte[32])).isEqualTo(((crc >>> 15) | (crc << 17)) + 0xa282ead8);
  }

  @Test
  void file_beginsWithItsVersion_andTheStepThatTheRunGoesOnFrom() throws IOException {
    try (TensorBoardLog log = new TensorBoardLog(folder, 300)) {
      log.write(300, Map.of());
    }

    List<UnknownFieldSet> events = events();
    assertThat(text(events.get(0).getField(3))).isEqualTo("brain.Event:2");
    assertThat(events.get(1).getField(2).getVarintList()).containsExactly(300L);
    UnknownFieldSet session =
        UnknownFieldSet.parseFrom(events.get(1).getField(7).getLengthDelimitedList().get(0));
    assertThat(session.getField(1).getVarintList()).as("a start").containsExactly(1L);
  }

  @Test
  void scalars_areReadBack_withStepTagAndValue() throws IOException {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss/instance", 7.25);
    values.put("knn/größe", -1e-3);
    double before = System.currentTimeMillis() / 1000.0 - 1;
    try (TensorBoardLog log = new TensorBoardLog(folder, 0)) {
      log.write(123_456_789_012L, values);
    }

    UnknownFieldSet event = events().get(2);
    assertThat(event.getField(2).getVarintList()).containsExactly(123_456_789_012L);
    assertThat(Double.longBitsToDouble(event.getField(1).getFixed64List().get(0)))
        .isBetween(before, before + 60);
    UnknownFieldSet summary =
        UnknownFieldSet.parseFrom(event.getField(5).getLengthDelimitedList().get(0));
    Map<String, Float> read = new LinkedHashMap<>();
    for (ByteString bytes : summary.getField(1).getLengthDelimitedList()) {
      UnknownFieldSet value = UnknownFieldSet.parseFrom(bytes);
      read.put(
          text(value.getField(1)), Float.intBitsToFloat(value.getField(2).getFixed32List().get(0)));
    }
    assertThat(read)
        .containsExactly(Map.entry("loss/instance", 7.25f), Map.entry("knn/größe", -1e-3f));
  }

  private static String text(UnknownFieldSet.Field field) {
    return field.getLengthDelimitedList().get(0).toStringUtf8();
  }
}
