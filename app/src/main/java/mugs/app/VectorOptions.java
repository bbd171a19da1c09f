package mugs.app;

import mugs.embed.EmbedderOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that make vectors of pictures. */
final class VectorOptions {

  @Mixin private FeatureOptions features = new FeatureOptions();

  @Option(names = "--unit-length", description = "Bring vectors to Euclidean length 1.")
  private boolean unitLength;

  /**
   * Checks what can be checked before pictures are looked for; see {@link NetworkOptions#check}.
   */
  void check() {
    features.check();
  }

  /** Returns the options. */
  EmbedderOptions options() {
    return features.options().withUnitLength(unitLength);
  }

  /** Returns the token's name. */
  String tokenName() {
    return features.tokenName();
  }

  /** Returns the name of the precision. */
  String precisionName() {
    return features.precisionName();
  }
}
