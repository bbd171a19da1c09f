package mugs.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import mugs.engine.FileFailure;
import mugs.engine.FolderSync;

/** Text files that are there as a whole or not at all. */
public final class WholeText {
  private WholeText() {}

  /**
   * Writes a file beside its place, syncs it to the disk, then renames it; what was there is
   * replaced.
   *
   * @param file to write
   * @param text its content, written as UTF-8
   * @throws IOException naming the file, if it cannot be written; then what was there still is
   */
  public static void write(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      SyncedText.write(part, text);
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
