package mugs.embed;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * How a file of vectors is written: a head whose length does not depend on the number of rows, then
 * a row for each picture.
 */
public enum VectorFormat {
  /** NumPy's array file, {@code [pictures, width]}; the paths stand in a file beside it. */
  NPY {
    @Override
    byte[] head(long rows, int width, boolean half) {
      String dictionary =
          "{'descr': '%s', 'fortran_order': False, 'shape': (%d, %d), }"
              .formatted(half ? "<f2" : "<f4", rows, width);
      byte[] head = new byte[NPY_HEAD];
      byte[] text = dictionary.getBytes(StandardCharsets.US_ASCII);
      ByteBuffer buffer = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
      buffer.put(NPY_MAGIC).putShort((short) (NPY_HEAD - buffer.position() - 2)).put(text);
      while (buffer.remaining() > 1) {
        buffer.put((byte) ' ');
      }
      buffer.put((byte) '\n');
      return head;
    }

    @Override
    byte[] row(String path, float[] vector, boolean half) {
      ByteBuffer row =
          ByteBuffer.allocate(vector.length * (half ? Short.BYTES : Float.BYTES))
              .order(ByteOrder.LITTLE_ENDIAN);
      for (float value : vector) {
        if (half) {
          row.putShort(HalfFloats.bits(value));
        } else {
          row.putFloat(value);
        }
      }
      return row.array();
    }
  },

  /** Text with commas: a line of names, then the path and the values of each picture. */
  CSV {
    @Override
    byte[] head(long rows, int width, boolean half) {
      StringBuilder line = new StringBuilder("path");
      for (int i = 0; i < width; i++) {
        line.append(",v").append(i);
      }
      return bytes(line);
    }

    @Override
    byte[] row(String path, float[] vector, boolean half) {
      boolean quoted = path.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
      StringBuilder line =
          new StringBuilder(quoted ? '"' + path.replace("\"", "\"\"") + '"' : path);
      for (float value : vector) {
        line.append(',').append(half ? HalfFloats.value(HalfFloats.bits(value)) : value);
      }
      return bytes(line);
    }
  },

  /** A JSON object a line: {@code {"path": ..., "vector": [...]}}. */
  JSONL {
    @Override
    byte[] head(long rows, int width, boolean half) {
      return new byte[0];
    }

    @Override
    byte[] row(String path, float[] vector, boolean half) {
      StringBuilder line = new StringBuilder("{\"path\":\"");
      JsonStringEncoder.getInstance().quoteAsString(path, line);
      line.append("\",\"vector\":[");
      for (int i = 0; i < vector.length; i++) {
        line.append(i == 0 ? "" : ",")
            .append(half ? HalfFloats.value(HalfFloats.bits(vector[i])) : vector[i]);
      }
      return bytes(line.append("]}"));
    }
  },

  /**
   * Apache Parquet: a column {@code path} and a column {@code vector}. It keeps its values column
   * by column, so its rows wait in a file of another form until all are there.
   */
  PARQUET {
    @Override
    byte[] head(long rows, int width, boolean half) {
      return new byte[0];
    }

    @Override
    byte[] row(String path, float[] vector, boolean half) {
      return RowFile.row(path, vector, half);
    }
  };

  /** Room for any number of rows; the format wants a multiple of 64. */
  private static final int NPY_HEAD = 128;

  /** Version 1.0. */
  private static final byte[] NPY_MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  private static byte[] bytes(StringBuilder line) {
    return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns how the names of such files end, with the dot. */
  public String ending() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether the rows do not hold the paths, which stand in a file beside them then. */
  boolean hasPathsBeside() {
    return this == NPY;
  }

  /** Returns whether rows wait elsewhere until a {@link ColumnFormat} makes the file of them. */
  boolean isMadeAtTheEnd() {
    return this == PARQUET;
  }

  /** Returns the beginning of a file of so many rows. */
  abstract byte[] head(long rows, int width, boolean half);

  /** Returns a row. */
  abstract byte[] row(String path, float[] vector, boolean half);
}
