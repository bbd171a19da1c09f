package mugs.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The {@code --label} option of commands that measure features at several levels. */
final class LevelsOption {

  @Option(
      names = "--label",
      paramLabel = "LEVEL",
      split = ",",
      description =
          "The level of labels to measure at, by its name, or several (default: all that have two"
              + " classes or more, but fewer than pictures; mugs inspect lists them).")
  private List<String> labels = new ArrayList<>();

  /** Returns the names that were given. */
  List<String> given() {
    return List.copyOf(labels);
  }
}
