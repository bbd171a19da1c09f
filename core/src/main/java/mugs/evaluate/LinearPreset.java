package mugs.evaluate;

import java.util.List;
import java.util.Locale;
import mugs.embed.Token;
import mugs.evaluate.LinearSettings.Augmentation;

/** The linear probes of the paper, named as the recipes of the networks are. */
public enum LinearPreset {
  /** ViT-S/16 of 100 epochs. */
  VIT_S16_100EP,
  /** ViT-S/16 of 300 epochs. */
  VIT_S16_300EP,
  /** ViT-S/16 of 800 epochs. */
  VIT_S16_800EP,
  /** ViT-B/16. */
  VIT_B16_400EP,
  /** ViT-L/16: the best of 36 rates. */
  VIT_L16_250EP,
  /** ViT-L/16: the best of 360 heads, the 36 rates with five weight decays and both optimisers. */
  VIT_L16_250EP_ALL;

  private static final int EPOCHS = 100;
  private static final int LAST_BLOCKS = 4;
  private static final List<Double> ALL_DECAYS = List.of(0.0, 1e-6, 1e-5, 1e-4, 1e-3);

  /** Returns what users call it, such as {@code vit-s16-100ep}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns its settings.
   *
   * @param seed of everything random
   */
  public LinearSettings settings(long seed) {
    Token ofSmall = new Token.LastBlocks(LAST_BLOCKS);
    Token ofLarge = Token.CLASS_AND_MEAN_PATCH;
    return switch (this) {
      case VIT_S16_100EP -> settings(ofSmall, one(0.015), 1e-5, 1024, seed);
      case VIT_S16_300EP -> settings(ofSmall, one(0.02), 0, 1024, seed);
      case VIT_S16_800EP -> settings(ofSmall, one(0.01), 0, 1024, seed);
      case VIT_B16_400EP -> settings(ofLarge, one(0.002), 1e-5, 512, seed);
      case VIT_L16_250EP -> settings(ofLarge, LinearSettings.grid(), 1e-5, 1024, seed);
      case VIT_L16_250EP_ALL -> settings(ofLarge, all(), 1e-5, 1024, seed);
    };
  }

  private static List<LinearHead> all() {
    return LinearHead.each(
        List.of(LinearOptimiser.values()), ALL_DECAYS, LinearSettings.usualRates());
  }

  private static LinearSettings settings(
      Token features, List<LinearHead> heads, double endRate, int batch, long seed) {
    return new LinearSettings(
        features,
        Augmentation.MUGS,
        heads,
        endRate,
        EPOCHS,
        batch,
        LinearSettings.USUAL_HELD_OUT,
        seed);
  }

  private static List<LinearHead> one(double rate) {
    return List.of(new LinearHead(rate, 0));
  }
}
