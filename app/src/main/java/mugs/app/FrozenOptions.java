package mugs.app;

import java.nio.file.Path;
import java.util.Optional;
import mugs.embed.EmbedderOptions;
import mugs.load.UnreadableShare;
import picocli.CommandLine.Mixin;

/** The options of evaluations that take features from a network which stays as it is. */
final class FrozenOptions {

  @Mixin private EvaluationOptions evaluation = new EvaluationOptions();
  @Mixin private FeatureOptions features = new FeatureOptions();
  @Mixin private CacheOption cache = new CacheOption();

  /** Checks the numbers. */
  void check() {
    evaluation.check();
    features.check();
    cache.check();
  }

  /** Returns the weights as they were named. */
  Path weights() {
    return evaluation.weights();
  }

  /** Returns how features are made. */
  EmbedderOptions embedderOptions() {
    return features.options();
  }

  /** Returns the folder that was named to keep features in. */
  Optional<Path> cache() {
    return cache.folder();
  }

  /** Returns the number of threads that decode. */
  int decodingThreads() {
    return evaluation.decodingThreads();
  }

  /** Returns how many pictures may be unreadable. */
  UnreadableShare unreadable() {
    return evaluation.unreadable();
  }
}
