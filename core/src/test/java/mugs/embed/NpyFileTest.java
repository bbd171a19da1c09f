package mugs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import mugs.measure.FeatureMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyFileTest {

  @TempDir Path folder;

  private Path write(int version, String head, byte[] values) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(head.length());
    file.write(length.array(), 0, version == 1 ? 2 : 4);
    file.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    file.writeBytes(values);
    return Files.write(folder.resolve("some.npy"), file.toByteArray());
  }

  private static ByteBuffer values(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void floats_ofEachSizeAndVersion_areRead() throws IOException {
    byte[] four = values(16).putFloat(1).putFloat(2).putFloat(3).putFloat(-4.5f).array();
    Path file = write(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }   \n", four);
    FeatureMatrix read = NpyFile.read(file);
    assertThat(read.rows()).isEqualTo(2);
    assertThat(read.width()).isEqualTo(2);
    assertThat(read.values()).containsExactly(1, 2, 3, -4.5f);

    byte[] eight = values(24).putDouble(1).putDouble(2).putDouble(0.5).array();
    file = write(2, "{'shape': (1, 3), 'fortran_order': False, 'descr': '<f8'}", eight);
    assertThat(NpyFile.read(file).values()).containsExactly(1, 2, 0.5f);

    byte[] two = values(4).putShort((short) 0x3c00).putShort((short) 0xc000).array();
    file = write(1, "{'descr': '<f2', 'fortran_order': False, 'shape': (2, 1), }", two);
    assertThat(NpyFile.read(file).values()).containsExactly(1, -2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<f4', 'fortran_order': False, 'shape': (2, 3)|2 rows of 3 values need 24 bytes, there are 16",
        "<f4', 'fortran_order': False, 'shape': (4,)|expected two dimensions, found {",
        "<f4', 'fortran_order': True, 'shape': (2, 2)|it goes column by column",
        ">f4', 'fortran_order': False, 'shape': (2, 2)|expected <f2, <f4 or <f8, found >f4",
        "<f4', 'fortran_order': False, 'shape': (9999999999, 999)|9999999999 rows of 999 values cannot be held",
        "<f4', 'fortran_order': False, 'shape': (0, 2)|0 rows of 2 values cannot be held",
      })
  void whatIsNoArrayOfVectors_isRefused(String head, String reason) throws IOException {
    Path file = write(1, "{'descr': '" + head + "}", new byte[16]);

    assertThatThrownBy(() -> NpyFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " is no .npy file of vectors: ")
        .hasMessageContaining(reason);
  }

  @Test
  void valueThatIsNotFinite_isTold_withItsFile() throws IOException {
    byte[] values = new byte[16];
    values[14] = (byte) 0xc0; // 7fc00000: NaN
    values[15] = 0x7f;
    Path file = write(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)}", values);

    assertThatThrownBy(() -> NpyFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " holds NaN in row 1, column 1, counted from 0");
  }

  @Test
  void otherFiles_andHugeHeads_areRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "not an array at all");
    assertThatThrownBy(() -> NpyFile.read(text)).hasMessageContaining("does not begin as one");
    Path empty = Files.writeString(folder.resolve("empty"), "");
    assertThatThrownBy(() -> NpyFile.read(empty)).hasMessageContaining("it is cut short");
    Path huge = write(2, "", new byte[8]);
    byte[] bytes = Files.readAllBytes(huge);
    bytes[11] = 0x7f;
    Files.write(huge, bytes);
    assertThatThrownBy(() -> NpyFile.read(huge))
        .hasMessageContaining("claims a head of 2130706432");
  }
}
