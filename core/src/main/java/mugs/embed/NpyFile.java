package mugs.embed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mugs.engine.MisnamedFileException;
import mugs.measure.FeatureMatrix;

/** Reads NumPy's array files of vectors; nothing a file claims is trusted before it is checked. */
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LARGEST_HEAD = 1 << 16;
  private static final int CHUNK = 1 << 22;

  /** Elements of an array, as JVMs can make them. */
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([^']*)'");
  private static final Pattern SHAPE =
      Pattern.compile("'shape':\\s*\\((\\d{1,10}),\\s*(\\d{1,9}),?\\)");
  private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");

  private final Path file;
  private final FileChannel channel;
  private final Head head;
  private ByteBuffer chunk = ByteBuffer.allocate(0);
  private long seen;

  /** What a file says of itself: bytes of a value, and where the first one is. */
  private record Head(long rows, int width, int bytes, long start) {}

  /**
   * How much a file holds.
   *
   * @param rows at least 1
   * @param width values of a row, at least 1
   */
  record Shape(int rows, int width) {}

  private NpyFile(Path file, FileChannel channel, Head head) {
    this.file = file;
    this.channel = channel;
    this.head = head;
  }

  /**
   * Reads a file of vectors.
   *
   * @param file of shape {@code (rows, width)}, little-endian floats of 16, 32 or 64 bits, row by
   *     row
   * @throws MisnamedFileException if it is not there, or is a folder
   * @throws IOException if it cannot be read, is no such file, or holds a value that is not finite;
   *     the message names it and says what was expected
   */
  public static FeatureMatrix read(Path file) throws IOException {
    try (FileChannel channel = channel(file)) {
      NpyFile open = open(file, channel);
      long count = open.head.rows * open.head.width;
      if (count > LARGEST_ARRAY) {
        throw open.cannotBeHeld();
      }
      float[] values = new float[(int) count];
      open.next(values);
      return new FeatureMatrix((int) open.head.rows, open.head.width, values);
    }
  }

  /**
   * Reads a file row by row, so that it may hold more values than an array.
   *
   * @throws IOException as in {@link #read}
   */
  static float[][] rows(Path file) throws IOException {
    try (FileChannel channel = channel(file)) {
      NpyFile open = open(file, channel);
      float[][] rows = new float[(int) open.head.rows][open.head.width];
      for (float[] row : rows) {
        open.next(row);
      }
      return rows;
    }
  }

  /**
   * Returns how much a file holds, without reading it.
   *
   * @throws IOException if it is none
   */
  static Shape shape(Path file) throws IOException {
    try (FileChannel channel = channel(file)) {
      Head head = open(file, channel).head;
      return new Shape((int) head.rows, head.width);
    }
  }

  private static FileChannel channel(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new MisnamedFileException(
          file + " is a folder: give the .npy file of vectors that mugs embed wrote");
    } else if (!Files.exists(file)) {
      throw new MisnamedFileException(
          file + ": no such file: give the .npy file of vectors that mugs embed wrote");
    }
    return FileChannel.open(file);
  }

  private static NpyFile open(Path file, FileChannel channel) throws IOException {
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
    NpyFile open = new NpyFile(file, channel, head(file, head, at + length));
    open.checkSize();
    return open;
  }

  private static Head head(Path file, String head, long start) throws IOException {
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
    return new Head(Long.parseLong(shape.group(1)), Integer.parseInt(shape.group(2)), bytes, start);
  }

  private static String find(Pattern pattern, String head) {
    Matcher matcher = pattern.matcher(head);
    return matcher.find() ? matcher.group(1) : "nothing";
  }

  private void checkSize() throws IOException {
    if (head.rows < 1 || head.width < 1 || head.rows > LARGEST_ARRAY) {
      throw cannotBeHeld();
    }
    long present = channel.size() - head.start;
    if (present != head.rows * head.width * head.bytes) {
      throw wrong(
          file,
          "%d rows of %d values need %d bytes, there are %d"
              .formatted(head.rows, head.width, head.rows * head.width * head.bytes, present));
    }
  }

  private IOException cannotBeHeld() {
    return wrong(file, "%d rows of %d values cannot be held".formatted(head.rows, head.width));
  }

  /** Reads the next values. */
  private void next(float[] values) throws IOException {
    for (int i = 0; i < values.length; i++) {
      if (!chunk.hasRemaining()) {
        long left = head.rows * head.width - seen;
        chunk = bytes(channel, Math.min(CHUNK, left * head.bytes), file);
      }
      values[i] =
          switch (head.bytes) {
            case Short.BYTES -> HalfFloats.value(chunk.getShort());
            case Float.BYTES -> chunk.getFloat();
            default -> (float) chunk.getDouble();
          };
      if (!Float.isFinite(values[i])) {
        throw new IOException(
            "%s holds %s in row %d, column %d, counted from 0: every value has to be a finite 32-bit float"
                .formatted(file, values[i], seen / head.width, seen % head.width));
      }
      seen++;
    }
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
