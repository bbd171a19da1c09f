package mugs.train;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import mugs.engine.FileFailure;

/**
 * Writes scalars as TensorBoard reads them: a file of records, each a protocol buffer of type
 * {@code tensorflow.Event} between its length and checksums.
 *
 * <p>A record is the length (8 bytes, little-endian), the masked CRC-32C of these bytes (4), the
 * data, the masked CRC-32C of the data (4). The mask is TensorFlow's: rotated right by 15 bits,
 * plus a282ead8. Of the buffers, these fields are written: Event 1 (wall time, double), 2 (step,
 * int64), 3 (file version), 5 (summary), 7 (session log); in a summary's value 1 (tag) and 2
 * (simple value, float).
 */
final class TensorBoardLog implements AutoCloseable {
  private static final int MASK = 0xa282ead8;
  private static final String VERSION = "brain.Event:2";

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;

  private static final int SESSION_START = 1;

  private final RecordFile records;

  /**
   * Begins a file of its own in a folder.
   *
   * @param folder of all files of a run
   * @param step that the run goes on from: what earlier files tell of later steps is done again,
   *     and TensorBoard forgets it
   * @throws IOException if it cannot be written
   */
  TensorBoardLog(Path folder, long step) throws IOException {
    Path file =
        folder.resolve(
            String.format(
                Locale.ROOT,
                "events.out.tfevents.%010d.%d.mugs",
                Instant.now().getEpochSecond(),
                ProcessHandle.current().pid()));
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + FileFailure.reason(e), e);
    }
    records = new RecordFile(file, Long.MAX_VALUE);
    try {
      write(event(0).text(3, VERSION));
      write(event(step).message(7, new Message().number(1, SESSION_START)));
    } catch (IOException e) {
      records.close();
      throw e;
    }
  }

  /**
   * Writes the scalars of a step.
   *
   * @param step of all of them
   * @param values by tag, such as {@code loss/instance}
   * @throws IOException if they cannot be written
   */
  void write(long step, Map<String, Double> values) throws IOException {
    Message summary = new Message();
    values.forEach(
        (tag, value) ->
            summary.message(1, new Message().text(1, tag).real32(2, value.floatValue())));
    write(event(step).message(5, summary));
  }

  private static Message event(long step) {
    Instant now = Instant.now();
    return new Message().real64(1, now.getEpochSecond() + now.getNano() / 1e9).number(2, step);
  }

  private void write(Message event) throws IOException {
    byte[] data = event.bytes.toByteArray();
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + data.length + 2 * Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(data.length);
    record.putInt(masked(record.array(), 0, Long.BYTES));
    record.put(data);
    record.putInt(masked(data, 0, data.length));
    records.add(record.array());
  }

  private static int masked(byte[] bytes, int from, int count) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, count);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }

  /** A protocol buffer, field by field. */
  private static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Message number(int field, long value) {
      key(field, VARINT);
      varint(value);
      return this;
    }

    Message real64(int field, double value) {
      key(field, FIXED_64);
      return fixed(Double.doubleToLongBits(value), Double.BYTES);
    }

    Message real32(int field, float value) {
      key(field, FIXED_32);
      return fixed(Float.floatToIntBits(value), Float.BYTES);
    }

    private Message fixed(long bits, int count) {
      for (int i = 0; i < count; i++) {
        bytes.write((int) (bits >>> (8 * i)));
      }
      return this;
    }

    Message text(int field, String value) {
      return content(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return content(field, value.bytes.toByteArray());
    }

    private Message content(int field, byte[] value) {
      key(field, BYTES);
      varint(value.length);
      bytes.writeBytes(value);
      return this;
    }

    private void key(int field, int wireType) {
      varint(((long) field << 3) | wireType);
    }

    private void varint(long value) {
      long left = value;
      while ((left & ~0x7fL) != 0) {
        bytes.write((int) ((left & 0x7f) | 0x80));
        left >>>= 7;
      }
      bytes.write((int) left);
    }
  }
}
