package mugs.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import mugs.engine.FileFailure;
import mugs.engine.FolderSync;

/** Files that are there as a whole or not at all. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes text; see {@link #write(Path, byte[])}.
   *
   * @param file to write
   * @param text its content, written as UTF-8
   * @throws IOException naming the file, if it cannot be written; then what was there still is
   */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes a file beside its place, syncs it to the disk, then renames it; what was there is
   * replaced.
   *
   * @param file to write
   * @param content of it
   * @throws IOException naming the file, if it cannot be written; then what was there still is
   */
  public static void write(Path file, byte[] content) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      SyncedFile.write(part, content);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      FolderSync.sync(file.toAbsolutePath().resolveSibling("."));
    } catch (IOException e) {
      IOException failure =
          new IOException("cannot write " + file + ": " + FileFailure.reason(e), e);
      try {
        Files.deleteIfExists(part);
      } catch (IOException left) {
        failure.addSuppressed(left);
      }
      throw failure;
    }
  }
}
