package mugs.app;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import mugs.engine.FileFailure;
import mugs.train.RunFolder;
import mugs.train.RunFolderException;

/**
 * Where features are kept: the folder {@code features} of the run that the weights belong to; else
 * one that is deleted at the end.
 *
 * @param path of it
 * @param stays whether it is kept
 * @param run that the weights belong to, if they do
 */
record FeatureFolder(Path path, boolean stays, Optional<Path> run) implements Closeable {
  private static final String IN_RUN = "features";

  /** Weights lie in {@code RUN/checkpoints/STEP}, or in {@code RUN/best}. */
  private static final int LEVELS_UP = 3;

  /**
   * Chooses it.
   *
   * @param named by the user
   * @param weights file
   */
  static FeatureFolder choose(Optional<Path> named, Path weights) throws IOException {
    Optional<Path> run = run(weights);
    Optional<Path> kept = named.or(() -> run.map(folder -> folder.resolve(IN_RUN)));
    return kept.isPresent()
        ? new FeatureFolder(kept.get(), true, run)
        : new FeatureFolder(Files.createTempDirectory("mugs-features"), false, run);
  }

  /** Makes one that is deleted at the end. */
  static FeatureFolder temporary() throws IOException {
    return new FeatureFolder(Files.createTempDirectory("mugs-features"), false, Optional.empty());
  }

  /**
   * Checks that a folder that was named can be written, before there is work to lose. Nothing is
   * left there.
   *
   * @throws CommandException if it cannot
   */
  static void check(Path named) {
    Path there = named.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw unwritable(named, there + " is a file");
    }
    try {
      Files.delete(Files.createTempFile(there, "mugs", ".part"));
    } catch (IOException e) {
      throw unwritable(named, "%s: %s".formatted(there, FileFailure.reason(e)));
    }
  }

  private static CommandException unwritable(Path named, String reason) {
    return CommandException.usage(
        "--cache %s cannot be written (%s): name a folder that can be made or written"
            .formatted(named, reason));
  }

  private static Optional<Path> run(Path weights) {
    Path above = weights;
    for (int i = 0; i < LEVELS_UP; i++) {
      above = above.getParent() == null ? above.toAbsolutePath() : above;
      if (above.getParent() == null) {
        return Optional.empty();
      }
      above = above.getParent();
      if (isRun(above)) {
        return Optional.of(above);
      }
    }
    return Optional.empty();
  }

  private static boolean isRun(Path folder) {
    try {
      return RunFolder.existing(folder).path().equals(folder);
    } catch (RunFolderException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    if (stays) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }
        });
    Files.delete(path);
  }
}
