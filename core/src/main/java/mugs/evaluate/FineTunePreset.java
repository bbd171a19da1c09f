package mugs.evaluate;

import java.util.Locale;
import mugs.evaluate.FineTuneSettings.Start;

/**
 * The paper's fine-tunings. Weight decay and end rate of the first three are those of DeiT and
 * BEiT, whose program they follow.
 */
public enum FineTunePreset {
  /** ViT-S: 200 epochs. */
  VIT_S,
  /** ViT-B: 100 epochs. */
  VIT_B,
  /** ViT-L: 50 epochs. */
  VIT_L,
  /** A share of the labels: 1,000 epochs from the first layer of the projector. */
  SEMI;

  private static final double WEIGHT_DECAY = 0.05;
  private static final double END_RATE = 1e-6;
  private static final double ERASED = 0.25;

  /** Returns what users call it, such as {@code vit-s}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns its settings.
   *
   * @param seed of everything random
   */
  public FineTuneSettings settings(long seed) {
    return switch (this) {
      case VIT_S -> whole(200, 1024, 1.2e-3, 0.55, 0.1, 20, seed);
      case VIT_B -> whole(100, 1024, 1.2e-3, 0.55, 0.2, 20, seed);
      case VIT_L -> whole(50, 512, 8e-4, 0.75, 0.3, 5, seed);
      case SEMI ->
          new FineTuneSettings(
              Start.PROJECTOR,
              1000,
              1024,
              5e-6,
              0,
              0,
              WEIGHT_DECAY,
              1,
              0.1,
              MixSettings.NONE,
              false,
              0,
              seed);
    };
  }

  private static FineTuneSettings whole(
      int epochs,
      int batch,
      double rate,
      double layerDecay,
      double dropPath,
      int warmUpEpochs,
      long seed) {
    return new FineTuneSettings(
        Start.BACKBONE,
        epochs,
        batch,
        rate,
        END_RATE,
        warmUpEpochs,
        WEIGHT_DECAY,
        layerDecay,
        dropPath,
        MixSettings.PAPER,
        true,
        ERASED,
        seed);
  }
}
