package mugs.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that are there as a whole or not at all: written beside their place, synced to the disk,
 * then renamed.
 */
public final class WholeFile {
  private WholeFile() {}

  /** Makes the file that is renamed when it is whole. */
  @FunctionalInterface
  public interface Content {

    /**
     * Makes it.
     *
     * @param part to make; what a process that was killed left there is overwritten
     * @throws IOException if it cannot be made; what there is of it is deleted then
     */
    void writeTo(Path part) throws IOException;
  }

  /**
   * Writes text; see {@link #write(Path, Content)}.
   *
   * @param file to write
   * @param text its content, written as UTF-8
   * @throws IOException naming the file, if it cannot be written; then what was there still is
   */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes bytes; see {@link #write(Path, Content)}.
   *
   * @param file to write
   * @param content of it
   * @throws IOException naming the file, if it cannot be written; then what was there still is
   */
  public static void write(Path file, byte[] content) throws IOException {
    write(
        file,
        part -> {
          try (FileChannel channel =
              FileChannel.open(
                  part,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
              channel.write(left);
            }
            channel.force(true);
          }
        });
  }

  /**
   * Writes a file beside its place, then renames it; what was there is replaced.
   *
   * @param file to write
   * @param content makes it, synced to the disk
   * @throws IOException naming the file, if it cannot be written; then what was there still is
   */
  public static void write(Path file, Content content) throws IOException {
    Path part = partOf(file);
    try {
      content.writeTo(part);
      rename(part, file);
    } catch (RuntimeException | Error e) {
      deletePart(part, e);
      throw e;
    } catch (IOException e) {
      IOException failure =
          new IOException("cannot write " + file + ": " + FileFailure.reason(e), e);
      deletePart(part, failure);
      throw failure;
    }
  }

  private static void deletePart(Path part, Throwable failure) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException left) {
      failure.addSuppressed(left);
    }
  }

  /** Returns where a file is written before it is whole: beside it, so that renaming is enough. */
  public static Path partOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  /**
   * Waits until the content of a file is on the disk.
   *
   * @throws IOException if the disk fails
   */
  public static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /**
   * Gives a file that was written beside its place its name; what had that name is replaced.
   *
   * @param part whole and synced to the disk
   * @param file that it becomes
   * @throws IOException if that fails
   */
  public static void rename(Path part, Path file) throws IOException {
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    FolderSync.sync(file.toAbsolutePath().resolveSibling("."));
  }
}
