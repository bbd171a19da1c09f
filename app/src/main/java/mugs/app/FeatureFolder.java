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
 * @param passing why it is not kept; empty if it is
 * @param run that the weights belong to, if they do
 */
record FeatureFolder(Path path, Optional<String> passing, Optional<Path> run) implements Closeable {
  private static final String IN_RUN = "features";

  /** Weights lie in {@code RUN/checkpoints/STEP}, or in {@code RUN/best}. */
  private static final int LEVELS_UP = 3;

  /**
   * Chooses it. Where that of a run cannot be written another does for the one evaluation.
   *
   * @param named by the user
   * @param weights file
   */
  static FeatureFolder choose(Optional<Path> named, Path weights) throws IOException {
    Optional<Path> run = run(weights);
    if (named.isPresent()) {
      return new FeatureFolder(named.get(), Optional.empty(), run);
    }
    if (run.isEmpty()) {
      return passing("the weights are in no run", run);
    }
    Path inRun = run.get().resolve(IN_RUN);
    Optional<String> hindrance = hindrance(inRun);
    return hindrance.isPresent()
        ? passing("%s cannot be written (%s)".formatted(inRun, hindrance.get()), run)
        : new FeatureFolder(inRun, Optional.empty(), run);
  }

  /** Makes one that is deleted at the end. */
  static FeatureFolder temporary() throws IOException {
    return passing("they are of this one measurement", Optional.empty());
  }

  private static FeatureFolder passing(String why, Optional<Path> run) throws IOException {
    return new FeatureFolder(Files.createTempDirectory("mugs-features"), Optional.of(why), run);
  }

  /** Returns whether it is kept. */
  boolean stays() {
    return passing.isEmpty();
  }

  /**
   * Checks that a folder that was named can be written, before there is work to lose. Nothing is
   * left there.
   *
   * @throws CommandException if it cannot
   */
  static void check(Path named) {
    hindrance(named)
        .ifPresent(
            reason -> {
              throw CommandException.usage(
                  "--cache %s cannot be written (%s): name a folder that can be made or written"
                      .formatted(named, reason));
            });
  }

  /** Returns why a folder cannot be made or written, if it cannot. */
  private static Optional<String> hindrance(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      return Optional.of(there + " is a file");
    }
    try {
      Files.delete(Files.createTempFile(there, "mugs", ".part"));
    } catch (IOException e) {
      return Optional.of("%s: %s".formatted(there, FileFailure.reason(e)));
    }
    return Optional.empty();
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
    if (stays()) {
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
