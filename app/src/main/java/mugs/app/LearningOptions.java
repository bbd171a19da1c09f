package mugs.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which pictures are learnt from and tested, and at which levels classifiers are trained. */
final class LearningOptions extends DividingOptions {
  @Mixin private SplitOption split = new SplitOption();

  @Option(
      names = "--label",
      paramLabel = "LEVEL",
      split = ",",
      description =
          "The level of labels to learn, by its name, or several, with a training for each"
              + " (default: the finest, which is that of most classes; mugs inspect lists them).")
  private List<String> labels = new ArrayList<>();

  @Override
  Optional<Double> split() {
    return split.given();
  }

  @Override
  List<String> labels() {
    return List.copyOf(labels);
  }
}
