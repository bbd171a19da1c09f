package mugs.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which pictures are learnt from and tested, and which level a network is trained on. */
final class DivisionOptions extends DividingOptions {

  @Option(
      names = "--label",
      paramLabel = "LEVEL",
      split = ",",
      description =
          "The level of labels to learn, by its name; linear takes several, and trains for each"
              + " (default: the finest, which is that of most classes; mugs inspect lists them).")
  private List<String> labels = new ArrayList<>();

  @Override
  List<String> labels() {
    return List.copyOf(labels);
  }
}
