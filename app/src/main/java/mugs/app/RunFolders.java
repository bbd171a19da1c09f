package mugs.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import mugs.engine.FileFailure;
import mugs.train.RunFolder;

/** Where a command writes its run. */
final class RunFolders {
  private static final Path DEFAULT_PARENT = Path.of("runs");

  private RunFolders() {}

  /**
   * Returns the folder to write to; creates nothing.
   *
   * @param asked as the user gave it, if at all
   * @param name of the command, for a folder such as {@code runs/demo-3}
   * @throws IOException if it is not free
   */
  static Path choose(Optional<Path> asked, String name) throws IOException {
    if (asked.isPresent()) {
      RunFolder.checkFree(asked.get());
      return asked.get();
    }
    int number = 1;
    while (Files.exists(DEFAULT_PARENT.resolve(name + "-" + number), LinkOption.NOFOLLOW_LINKS)) {
      number++;
    }
    return DEFAULT_PARENT.resolve(name + "-" + number);
  }

  /**
   * Checks that a folder can be written, or made where it is not there yet; leaves nothing behind.
   *
   * @throws IOException naming the folder, if it cannot
   */
  static void checkWritable(Path path) throws IOException {
    Path existing = path.toAbsolutePath();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      Files.delete(Files.createTempFile(existing, ".mugs", ".part"));
    } catch (IOException e) {
      throw new IOException(
          "cannot write %s: %s; give an --out that can be written"
              .formatted(path, FileFailure.reason(e)),
          e);
    }
  }
}
