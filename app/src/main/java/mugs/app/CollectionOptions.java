package mugs.app;

import java.io.IOException;
import java.util.List;
import mugs.evaluate.Division;
import mugs.source.OpenOptions;
import mugs.source.PictureSource;
import mugs.source.PictureSources;
import picocli.CommandLine.Option;

/** The options that say which pictures are measured. */
abstract class CollectionOptions {
  private static final long MEGABYTE = 1_000_000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of all that is drawn (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--max-megabytes",
      paramLabel = "MB",
      defaultValue = "64",
      description = "A larger picture file is skipped (default: ${DEFAULT-VALUE}).")
  private int maxMegabytes;

  /** Returns the seed of all that is drawn. */
  final long seed() {
    return seed;
  }

  /** Returns the names of the wanted levels; none for what the command does without. */
  abstract List<String> labels();

  /** Returns the share of a single source that is tested, where it is cut. */
  abstract double share();

  /**
   * Checks what can be checked before pictures are looked for.
   *
   * @param leaveOneOut whether one source is both
   */
  void check(boolean leaveOneOut) {
    Subcommand.checkRange("--max-megabytes", maxMegabytes, 1, 2000);
  }

  /**
   * Opens the pictures.
   *
   * @param leaveOneOut whether one source is both
   */
  abstract Division open(boolean leaveOneOut, ProgressLine progress) throws IOException;

  /** Opens a source. */
  final PictureSource open(List<String> paths, ProgressLine progress) throws IOException {
    progress.say("Looking for pictures in " + String.join(", ", paths));
    return PictureSources.open(
        paths,
        new OpenOptions(maxMegabytes * MEGABYTE, OpenOptions.DEFAULT.shuffleBuffer(), progress));
  }
}
