package mugs.app;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which pictures are learnt from and tested, and which level a network is tuned to. */
final class DivisionOptions extends DividingOptions {
  @Mixin private SplitOption split = new SplitOption();

  @Option(
      names = "--label",
      paramLabel = "LEVEL",
      description =
          "The level of labels to learn, by its name (default: the finest, which is that of most"
              + " classes; mugs inspect lists them).")
  private Optional<String> label = Optional.empty();

  @Override
  void check(boolean leaveOneOut) {
    super.check(leaveOneOut);
    if (label.isPresent() && label.get().contains(",")) {
      throw CommandException.usage(
          "--label %s: a network is tuned to one level, give one".formatted(label.get()));
    }
  }

  @Override
  Optional<Double> split() {
    return split.given();
  }

  @Override
  List<String> labels() {
    return label.map(List::of).orElse(List.of());
  }
}
