package mugs.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Makes the names in a folder durable. Syncing a file keeps its content through a power cut; that
 * it has its name, or that another is gone, is kept by syncing the folder that the name stands in.
 */
public final class FolderSync {
  private static final boolean KNOWN =
      !System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

  private FolderSync() {}

  /**
   * Waits until all that was created, renamed and deleted in a folder is on the disk. Where the
   * system has no such call (Windows) it returns at once.
   *
   * @throws IOException if the disk fails
   */
  public static void sync(Path folder) throws IOException {
    if (KNOWN) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
