package mugs.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import mugs.engine.FileFailure;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second run out of a run's folder. The operating system holds the lock and lets go of it
 * when the process is gone, however it ended, so a lock is never left behind; the file stays, with
 * a line that says who had it.
 *
 * <p>Within one process a second run is refused as well; but where the system keeps locks by
 * process, refusing it lets go of the first one's lock towards other processes.
 */
public final class RunLock implements AutoCloseable {
  static final String FILE = "run.lock";

  private static final int LONGEST_LINE = 200;

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of a folder.
   *
   * @throws RunFolderException if another run has it; the message says which
   * @throws IOException if the file cannot be written
   */
  public static RunLock take(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + FileFailure.reason(e), e);
    }
    try {
      if (tryLock(channel) == null) {
        throw refusal(folder, channel);
      }
      String line = "process %d since %s%n".formatted(ProcessHandle.current().pid(), Instant.now());
      channel.truncate(0).write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)), 0);
      return new RunLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Returns whether a run has the lock of a folder, and takes it from nobody.
   *
   * @throws IOException if the file cannot be read
   */
  static boolean isHeld(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return shared == null;
    } catch (OverlappingFileLockException e) {
      return true; // by this very process
    }
  }

  /**
   * Checks that no run has the lock of a folder, before anything is read that such a run goes on
   * replacing. It may be taken right afterwards.
   *
   * @throws RunFolderException if one has; the message says which
   * @throws IOException if the file cannot be read
   */
  static void checkFree(Path folder) throws IOException {
    if (isHeld(folder)) {
      try (FileChannel channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.READ)) {
        throw refusal(folder, channel);
      }
    }
  }

  private static RunFolderException refusal(Path folder, FileChannel channel) throws IOException {
    return new RunFolderException(
        "%s belongs to a run that is going on (%s): wait for it, stop it, or give another folder"
            .formatted(folder, owner(channel)));
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another run of this very process
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer line = ByteBuffer.allocate(LONGEST_LINE);
    channel.read(line, 0);
    String text = new String(line.array(), 0, line.position(), StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? "of an unknown process" : text;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
