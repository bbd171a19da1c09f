package mugs.embed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mugs.measure.FeatureMatrix;

/** Reads NumPy's array files of vectors; nothing a file claims is trusted before it is checked. */
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LARGEST_HEAD = 1 << 16;
  private static final int CHUNK = 1 << 22;
  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([^']*)'");
  private static final Pattern SHAPE =
      Pattern.compile("'shape':\\s*\\((\\d{1,10}),\\s*(\\d{1,9}),?\\)");
  private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");

  private NpyFile() {}

  /**
   * Reads a file of vectors.
   *
   * @param file of shape {@code (rows, width)}, little-endian floats of 16, 32 or 64 bits, row by
   *     row
   * @throws IOException if it cannot be read, is no such file, or holds a value that is not finite;
   *     the message names it and says what was expected
   */
  public static FeatureMatrix read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return read(file, channel);
    }
  }

  private static FeatureMatrix read(Path file, FileChannel channel) throws IOException {
    ByteBuffer start = bytes(channel, 12, file);
    byte[] magic = new byte[MAGIC.length];
    start.get(magic);
    int version = start.get();
    start.get();
    if (!Arrays.equals(magic, MAGIC) || version < 1 || version > 3) {
      throw wrong(file, "it does not begin as one");
    }
    long length = version == 1 ? start.getShort() & 0xffff : start.getInt() & 0xffffffffL;
    int at = version == 1 ? 10 : 12;
    if (length > LARGEST_HEAD) {
      throw wrong(file, "it claims a head of %d bytes".formatted(length));
    }
    channel.position(at);
    String head = new String(bytes(channel, length, file).array(), StandardCharsets.ISO_8859_1);
    Matcher shape = SHAPE.matcher(head);
    if (!shape.find()) {
      throw wrong(file, "expected two dimensions, found " + head.strip());
    }
    if (find(ORDER, head).equals("True")) {
      throw wrong(file, "it goes column by column: save np.ascontiguousarray of it");
    }
    int bytes =
        switch (find(TYPE, head)) {
          case "<f2" -> Short.BYTES;
          case "<f4" -> Float.BYTES;
          case "<f8" -> Double.BYTES;
          default -> throw wrong(file, "expected <f2, <f4 or <f8, found " + find(TYPE, head));
        };
    long rows = Long.parseLong(shape.group(1));
    int width = Integer.parseInt(shape.group(2));
    long present = channel.size() - at - length;
    if (rows < 1 || width < 1 || rows > Integer.MAX_VALUE / width) {
      throw wrong(file, "%d rows of %d values cannot be held".formatted(rows, width));
    } else if (present != rows * width * bytes) {
      throw wrong(
          file,
          "%d rows of %d values need %d bytes, there are %d"
              .formatted(rows, width, rows * width * bytes, present));
    }
    float[] values = values(channel, (int) rows * width, bytes, file);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IOException(
            "%s holds %s in row %d, column %d, counted from 0: every value has to be a finite 32-bit float"
                .formatted(file, values[i], i / width, i % width));
      }
    }
    return new FeatureMatrix((int) rows, width, values);
  }

  private static String find(Pattern pattern, String head) {
    Matcher matcher = pattern.matcher(head);
    return matcher.find() ? matcher.group(1) : "nothing";
  }

  private static float[] values(FileChannel channel, int count, int bytes, Path file)
      throws IOException {
    float[] values = new float[count];
    for (int i = 0; i < count; ) {
      ByteBuffer chunk = bytes(channel, Math.min(CHUNK, (count - i) * (long) bytes), file);
      while (chunk.hasRemaining()) {
        values[i++] =
            switch (bytes) {
              case Short.BYTES -> HalfFloats.value(chunk.getShort());
              case Float.BYTES -> chunk.getFloat();
              default -> (float) chunk.getDouble();
            };
      }
    }
    return values;
  }

  private static ByteBuffer bytes(FileChannel channel, long count, Path file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw wrong(file, "it is cut short");
      }
    }
    return buffer.flip();
  }

  private static IOException wrong(Path file, String reason) {
    return new IOException("%s is no .npy file of vectors: %s".formatted(file, reason));
  }
}
