package mugs.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import mugs.engine.FileFailure;

/**
 * A file that grows record by record, each in it as a whole or not at all: what a full disk took of
 * one is cut off, so that those after it can be read.
 */
final class RecordFile implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private long length;

  /**
   * Opens or creates the file.
   *
   * @param file to write
   * @param keep most bytes of what is in it already that stay; what follows them is cut off
   * @throws IOException naming the file, if it cannot be written
   */
  RecordFile(Path file, long keep) throws IOException {
    this.file = file;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw failed(e);
    }
    try {
      length = Math.min(channel.size(), keep);
      channel.truncate(length).position(length);
    } catch (IOException e) {
      channel.close();
      throw failed(e);
    } catch (RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Opens or creates a file whose records are lines. One that was torn, by a power cut or a full
   * disk, is cut off too, so that the next one does not go on in it.
   *
   * @param file to read and write
   * @param keep most bytes of what is in it already that stay
   * @throws IOException naming the file, if it cannot be read or written
   */
  static RecordFile ofLines(Path file, long keep) throws IOException {
    long whole;
    try {
      whole = wholeLines(file, keep);
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + FileFailure.reason(e), e);
    }
    return new RecordFile(file, whole);
  }

  /** Returns where the last whole line within some bytes of a file ends. */
  private static long wholeLines(Path file, long most) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long end = Math.min(channel.size(), most);
      ByteBuffer last = ByteBuffer.allocate(1);
      while (end > 0) {
        last.clear();
        if (channel.read(last, end - 1) == 1 && last.get(0) == '\n') {
          break;
        }
        end--;
      }
      return end;
    }
  }

  /**
   * Adds a record.
   *
   * @throws IOException naming the file, if it cannot be written; then the file is as it was
   */
  void add(byte[] record) throws IOException {
    try {
      ByteBuffer left = ByteBuffer.wrap(record);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      length += record.length;
    } catch (IOException e) {
      IOException failure = failed(e);
      try {
        channel.truncate(length).position(length);
      } catch (IOException left) {
        failure.addSuppressed(left);
      }
      throw failure;
    }
  }

  /** Returns the length of all records in bytes. */
  long length() {
    return length;
  }

  /**
   * Waits until all records are on the disk.
   *
   * @throws IOException naming the file, if the disk fails
   */
  void sync() throws IOException {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private IOException failed(IOException e) {
    return new IOException("cannot write " + file + ": " + FileFailure.reason(e), e);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
