package mugs.app;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which pictures are looked up among which, and at which levels that is measured. */
final class QueryOptions extends DividingOptions {

  @Option(
      names = "--split",
      paramLabel = "SHARE",
      description =
          "Of one collection, the share of each class that is looked up among the rest (default:"
              + " every picture is, among all the others).")
  private Optional<Double> split = Optional.empty();

  @Mixin private LevelsOption levels = new LevelsOption();

  @Override
  Optional<Double> split() {
    return split;
  }

  @Override
  List<String> labels() {
    return levels.given();
  }
}
