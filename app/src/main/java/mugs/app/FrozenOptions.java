package mugs.app;

import java.nio.file.Path;
import java.util.Optional;
import mugs.embed.EmbedderOptions;
import mugs.engine.Device;
import mugs.engine.Engine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of evaluations that take features from a network which stays as it is. */
final class FrozenOptions {

  @Mixin private WeightsOption weights = new WeightsOption();
  @Mixin private FeatureOptions features = new FeatureOptions();

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Where features are kept for other evaluations (default: RUN/features, where the weights"
              + " are those of a run).")
  private Optional<Path> cache = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads that read and decode; 0: one for each processor (the default).")
  private int threads;

  /** Checks the numbers. */
  void check() {
    Subcommand.checkRange("--threads", threads, 0, 1024);
    features.check();
  }

  /** Returns the weights as they were named. */
  Path weights() {
    return weights.named();
  }

  /** Returns what computes. */
  Device device() {
    return features.network().device();
  }

  /** Returns how features are made. */
  EmbedderOptions embedderOptions() {
    return features.options();
  }

  /** Returns the folder that was named to keep features in. */
  Optional<Path> cache() {
    return cache;
  }

  /** Returns the number of threads that decode. */
  int decodingThreads() {
    return threads > 0 ? threads : Engine.processors();
  }
}
