package mugs.embed;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import mugs.engine.FileFailure;

/** A file that grows at its end, and of which everything up to some length is known to be good. */
final class AppendedFile implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  private AppendedFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Opens a file and cuts off what comes after its good part.
   *
   * @param path of it; it is made if it is not there
   * @param good bytes that stay
   * @throws IOException if another process has it open, it is shorter than that, or it cannot be
   *     written
   */
  @SuppressWarnings("MustBeClosed")
  static AppendedFile open(Path path, long good) throws IOException {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException("cannot write " + path + ": " + FileFailure.reason(e), e);
    }
    try {
      lock(path, channel);
      if (channel.size() < good) {
        throw new IOException(
            "%s has %,d bytes, of which %,d were written before: delete it and begin anew"
                .formatted(path, channel.size(), good));
      }
      channel.truncate(good).position(good);
      return new AppendedFile(path, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The channel holds the lock until it is closed. */
  private static void lock(Path path, FileChannel channel) throws IOException {
    boolean held;
    try {
      held = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      held = false; // by this very process
    }
    if (!held) {
      throw new FileInUseException(
          path + " is being written by another process: wait for it, or give another file");
    }
  }

  void add(byte[] bytes) throws IOException {
    if (bytes.length > buffer.remaining()) {
      flush();
    }
    if (bytes.length > buffer.remaining()) {
      write(ByteBuffer.wrap(bytes));
    } else {
      buffer.put(bytes);
    }
  }

  /** Waits until all that was added is on the disk, and returns how long the file is. */
  long sync() throws IOException {
    flush();
    try {
      channel.force(true);
      return channel.position();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Overwrites the beginning. */
  void head(byte[] bytes) throws IOException {
    flush();
    try {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left, left.position());
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Returns what was added, from the beginning; nothing may be added while it is read. It goes
   * through this file's own channel: where locks are mandatory (on Windows), no other may read.
   * Closing it leaves the file open.
   */
  InputStream content() throws IOException {
    flush();
    return new InputStream() {
      private long at;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
      }

      @Override
      public int read(byte[] into, int from, int count) throws IOException {
        int read = channel.read(ByteBuffer.wrap(into, from, count), at);
        at += Math.max(0, read);
        return read;
      }
    };
  }

  private void flush() throws IOException {
    write(buffer.flip());
    buffer.clear();
  }

  private void write(ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private IOException failure(IOException e) {
    return new IOException("cannot write " + path + ": " + FileFailure.reason(e), e);
  }

  /** Lets go of the file; what was not synced may be lost. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
