package mugs.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which pictures are learnt from and tested, and at which levels features are measured. */
final class MeasuringOptions extends DividingOptions {

  @Option(
      names = "--label",
      paramLabel = "LEVEL",
      split = ",",
      description =
          "The level of labels to measure at, by its name, or several (default: all that have two"
              + " classes or more, but fewer than pictures; mugs inspect lists them).")
  private List<String> labels = new ArrayList<>();

  @Override
  List<String> labels() {
    return List.copyOf(labels);
  }
}
