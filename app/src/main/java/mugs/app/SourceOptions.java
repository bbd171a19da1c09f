package mugs.app;

import java.io.IOException;
import java.util.List;
import mugs.source.OpenOptions;
import mugs.source.PictureSource;
import mugs.source.PictureSources;
import picocli.CommandLine.Option;

/** The options of evaluations that say how collections are opened and drawn from. */
final class SourceOptions {
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
  long seed() {
    return seed;
  }

  /** Returns the megabytes that a picture file may have. */
  int maxMegabytes() {
    return maxMegabytes;
  }

  /** Checks the numbers. */
  void check() {
    Subcommand.checkRange("--max-megabytes", maxMegabytes, 1, 2000);
  }

  /** Opens a source. */
  PictureSource open(List<String> paths, ProgressLine progress) throws IOException {
    progress.say("Looking for pictures in " + String.join(", ", paths));
    return PictureSources.open(
        paths,
        new OpenOptions(maxMegabytes * MEGABYTE, OpenOptions.DEFAULT.shuffleBuffer(), progress));
  }
}
