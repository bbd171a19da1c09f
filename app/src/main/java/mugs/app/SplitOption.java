package mugs.app;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The {@code --split} option of commands that cut one collection unless two are given. */
final class SplitOption {
  /** The share of a single source that is tested, unless told otherwise. */
  static final double USUAL = 0.2;

  @Option(
      names = "--split",
      paramLabel = "SHARE",
      description =
          "Of one collection, the share of each class that is tested (default: " + USUAL + ").")
  private Optional<Double> split = Optional.empty();

  /** Returns the share, if one was given. */
  Optional<Double> given() {
    return split;
  }
}
