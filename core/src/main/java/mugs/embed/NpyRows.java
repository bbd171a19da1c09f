package mugs.embed;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import mugs.measure.FeatureRows;

/**
 * The vectors of an array file that {@link VectorFileWriter} wrote in 32 bits, read from the disk
 * as they are asked for: however many there are, they take no memory.
 */
public final class NpyRows implements FeatureRows, Closeable {
  private static final int CHUNK = 1 << 22;

  private final Path file;
  private final FileChannel channel;
  private final int rows;
  private final int width;
  private final int head;

  private NpyRows(Path file, FileChannel channel, int rows, int width, int head) {
    this.file = file;
    this.channel = channel;
    this.rows = rows;
    this.width = width;
    this.head = head;
  }

  /**
   * Opens a file.
   *
   * @param file of vectors
   * @param rows that it must have, at least 1
   * @param width that its rows must have
   * @throws IOException if it cannot be read, or is not such a file of this shape
   */
  @SuppressWarnings("MustBeClosed")
  public static NpyRows open(Path file, int rows, int width) throws IOException {
    FileChannel channel = FileChannel.open(file);
    try {
      byte[] head = VectorFormat.NPY.head(rows, width, false);
      long expected = head.length + (long) rows * width * Float.BYTES;
      ByteBuffer found = ByteBuffer.allocate(head.length);
      while (found.hasRemaining() && channel.read(found) >= 0) {
        // until the head is there
      }
      if (channel.size() != expected || !found.flip().equals(ByteBuffer.wrap(head))) {
        throw new IOException(
            "%s does not hold %d vectors of %d values".formatted(file, rows, width));
      }
      return new NpyRows(file, channel, rows, width, head.length);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void read(int from, int count, float[] into) {
    Objects.checkFromIndexSize(from, count, rows);
    long at = head + (long) from * width * Float.BYTES;
    int values = Math.multiplyExact(count, width);
    ByteBuffer chunk =
        ByteBuffer.allocate((int) Math.min(CHUNK, (long) values * Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    try {
      for (int done = 0; done < values; ) {
        chunk.clear().limit((int) Math.min(CHUNK, (long) (values - done) * Float.BYTES));
        while (chunk.hasRemaining()) {
          if (channel.read(chunk, at + chunk.position()) < 0) {
            throw new IOException(file + " became shorter while it was read");
          }
        }
        chunk.flip();
        int floats = chunk.remaining() / Float.BYTES;
        chunk.asFloatBuffer().get(into, done, floats);
        at += (long) floats * Float.BYTES;
        done += floats;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
