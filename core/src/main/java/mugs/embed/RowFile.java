package mugs.embed;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ServiceLoader;
import mugs.engine.WholeFile;

/**
 * The rows of a file that is made at the end, as they wait until then: each its path, in bytes of
 * UTF-8 behind their number, and its values as 32-bit floats.
 */
final class RowFile {
  private RowFile() {}

  /** Returns a row as it is appended. */
  static byte[] row(String path, float[] vector, boolean half) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    ByteBuffer row =
        ByteBuffer.allocate(Integer.BYTES + name.length + vector.length * Float.BYTES)
            .putInt(name.length)
            .put(name);
    for (float value : vector) {
      row.putFloat(half ? HalfFloats.value(HalfFloats.bits(value)) : value);
    }
    return row.array();
  }

  /**
   * Makes a file of rows, beside its place at first.
   *
   * @param content of the file that holds them, from its beginning; closed
   * @param rows their number
   * @param layout of a row
   * @param file to make, of the format that its name ends with
   * @throws IOException if a file cannot be read or written, or no format has that ending
   */
  static void convert(InputStream content, long rows, VectorFileWriter.Layout layout, Path file)
      throws IOException {
    ColumnFormat format = format(ending(file), known());
    WholeFile.write(
        file,
        part -> {
          try (DataInputStream in = new DataInputStream(new BufferedInputStream(content));
              ColumnFormat.Rows out = format.write(part, layout)) {
            for (long row = 0; row < rows; row++) {
              String path = new String(bytes(in, in.readInt()), StandardCharsets.UTF_8);
              float[] vector = new float[layout.width()];
              ByteBuffer.wrap(bytes(in, Math.multiplyExact(layout.width(), Float.BYTES)))
                  .asFloatBuffer()
                  .get(vector);
              out.add(path, vector);
            }
          }
          WholeFile.sync(part);
        });
  }

  private static byte[] bytes(DataInputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the rows are cut short");
    }
    return bytes;
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.'));
  }

  /** Returns the formats that modules offer. */
  static Iterable<ColumnFormat> known() {
    return ServiceLoader.load(ColumnFormat.class, ColumnFormat.class.getClassLoader());
  }

  /**
   * Returns the format of an ending.
   *
   * @param ending with the dot
   * @param known formats
   * @throws IOException saying which module to add, if none has it
   */
  static ColumnFormat format(String ending, Iterable<ColumnFormat> known) throws IOException {
    for (ColumnFormat format : known) {
      if (format.ending().equalsIgnoreCase(ending)) {
        return format;
      }
    }
    throw new IOException(
        "files that end in %s are written by a module that is not on the class path: add io.github.mugs-jvm:mugs%s, or take .npy"
            .formatted(ending, ending.replace('.', '-')));
  }
}
