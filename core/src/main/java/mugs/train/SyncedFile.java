package mugs.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Small files that are on the disk when the call returns. */
final class SyncedFile {
  private SyncedFile() {}

  /**
   * Writes text, replacing what was there.
   *
   * @param file to write
   * @param text its content, written as UTF-8
   * @throws IOException if it cannot be written; part of it may be there then
   */
  static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes a file, replacing what was there.
   *
   * @param file to write
   * @param content of it
   * @throws IOException if it cannot be written; part of it may be there then
   */
  static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }
}
