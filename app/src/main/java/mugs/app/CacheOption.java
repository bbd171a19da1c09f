package mugs.app;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that says where features are kept. */
final class CacheOption {

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Where features are kept for other evaluations (default: RUN/features, where the weights"
              + " are those of a run).")
  private Optional<Path> folder = Optional.empty();

  /**
   * Checks that the folder can be written, before there is work to lose.
   *
   * @throws CommandException if it cannot
   */
  void check() {
    folder.ifPresent(FeatureFolder::check);
  }

  /** Returns the folder that was named, if one was. */
  Optional<Path> folder() {
    return folder;
  }
}
