package mugs.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import mugs.train.RunHistory;

/** Finds the run whose checkpoint a weights file lies in. */
final class RunOfWeights {
  /** From the file over its checkpoint and the folder of all checkpoints. */
  private static final String TO_RUN = "../../..";

  private RunOfWeights() {}

  /**
   * Returns the run.
   *
   * @param weights {@code RUN/checkpoints/step-…/weights.safetensors}, or a link to it
   * @return empty if the file lies elsewhere
   * @throws IOException if the run's folder cannot be read
   */
  static Optional<RunHistory> of(Path weights) throws IOException {
    Path run = weights.toRealPath().resolve(TO_RUN).normalize();
    boolean isCheckpoint =
        weights.toRealPath().startsWith(run.resolve("checkpoints"))
            && Files.isRegularFile(run.resolve("provenance.json"))
            && Files.isRegularFile(run.resolve("events.jsonl")); // none: imported, not begun yet
    return isCheckpoint ? Optional.of(RunHistory.read(run)) : Optional.empty();
  }
}
