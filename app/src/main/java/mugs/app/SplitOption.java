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

  /**
   * Checks a share.
   *
   * @throws CommandException if it is not above 0 and below 1
   */
  static void check(double share) {
    if (!(share > 0 && share < 1)) {
      throw CommandException.usage(
          "--split is %s: it takes a share above 0 and below 1"
              .formatted(Significant.digits(share)));
    }
  }

  /** Returns the share, if one was given. */
  Optional<Double> given() {
    return split;
  }
}
