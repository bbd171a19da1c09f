package mugs.app;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The {@code --weights} option of commands that cannot do without a trained network. */
final class WeightsOption {

  @Option(
      names = "--weights",
      paramLabel = "WEIGHTS",
      required = true,
      description =
          "A weights file, a checkpoint such as RUN/best, or a run, whose last checkpoint is taken.")
  private Path weights = Path.of("");

  /** Returns the weights as they were named. */
  Path named() {
    return weights;
  }
}
