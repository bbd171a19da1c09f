package mugs.app;

import java.nio.file.Path;
import mugs.engine.Engine;
import mugs.load.UnreadableShare;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that every evaluation has. */
final class EvaluationOptions {
  @Mixin private WeightsOption weights = new WeightsOption();

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads that read and decode; 0: one for each processor (the default).")
  private int threads;

  @Option(
      names = "--max-unreadable",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      description =
          "Of the pictures to learn from, and of those to be tested, the share that may be unreadable"
              + " and is left out, a single one in any case; 0 allows none (default:"
              + " ${DEFAULT-VALUE}).")
  private double maxUnreadable;

  /** Checks the numbers. */
  void check() {
    Subcommand.checkRange("--threads", threads, 0, 1024);
    if (!(maxUnreadable >= 0 && maxUnreadable <= 1)) {
      throw CommandException.usage(
          "--max-unreadable is %s: it takes a share from 0 to 1"
              .formatted(Significant.digits(maxUnreadable)));
    }
  }

  /** Returns the weights as they were named. */
  Path weights() {
    return weights.named();
  }

  /** Returns the number of threads that read and decode. */
  int decodingThreads() {
    return threads > 0 ? threads : Engine.processors();
  }

  /** Returns how many pictures may be unreadable. */
  UnreadableShare unreadable() {
    return new UnreadableShare(maxUnreadable, "--max-unreadable");
  }
}
