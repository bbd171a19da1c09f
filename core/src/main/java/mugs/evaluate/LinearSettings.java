package mugs.evaluate;

import java.util.ArrayList;
import java.util.List;
import mugs.embed.Token;

/**
 * How a linear probe learns: gradient descent with momentum, rates that fall along half a cosine.
 *
 * @param features that the heads read
 * @param augmentation of the pictures that they learn from
 * @param heads that learn side by side, at least one
 * @param endRate that all of them end with
 * @param epochs of learning, at least 1
 * @param batch images of a step, at least 1; rates are those of 256 images and go with it
 * @param heldOut share of the training pictures that is kept apart to choose a head by, above 0 and
 *     below 1
 * @param seed of everything random
 */
public record LinearSettings(
    Token features,
    Augmentation augmentation,
    List<LinearHead> heads,
    double endRate,
    int epochs,
    int batch,
    double heldOut,
    long seed) {

  /** The images of a batch that rates are given for. */
  public static final int RATED_BATCH = 256;

  /** Part of the training pictures by which a head is chosen. */
  public static final double USUAL_HELD_OUT = 0.1;

  private static final int FACTORS = 9;

  /** How the pictures that a probe learns from are changed. */
  public enum Augmentation {
    /** Cut out, mirrored, RandAugment, a box erased: the paper's probe. */
    MUGS,
    /** Cut out and mirrored: DINO's. */
    DINO,
    /** The whole picture, always the same: features are computed once. */
    NONE
  }

  /**
   * Checks the settings and copies the list.
   *
   * @throws IllegalArgumentException that names the setting, what is allowed and what was found
   */
  public LinearSettings {
    heads = List.copyOf(heads);
    if (heads.isEmpty()) {
      throw new IllegalArgumentException("a linear probe needs at least one rate");
    }
    if (!(endRate >= 0 && Double.isFinite(endRate))) {
      throw new IllegalArgumentException("the end rate is 0 or more, not " + endRate);
    }
    if (epochs < 1) {
      throw new IllegalArgumentException("a linear probe needs 1 epoch or more, not " + epochs);
    }
    if (batch < 1) {
      throw new IllegalArgumentException("a batch has 1 image or more, not " + batch);
    }
    if (!(heldOut > 0 && heldOut < 1)) {
      throw new IllegalArgumentException(
          "the share kept apart to choose by is between 0 and 1, not " + heldOut);
    }
  }

  /** Returns heads with the rates 1 to 9 times 1e-4, 1e-3, 1e-2 and 1e-1, without weight decay. */
  public static List<LinearHead> grid() {
    return LinearHead.each(List.of(LinearOptimiser.SGD), List.of(0.0), usualRates());
  }

  /** Returns the rates 1 to 9 times 1e-4, 1e-3, 1e-2 and 1e-1. */
  static List<Double> usualRates() {
    List<Double> rates = new ArrayList<>();
    for (double parts : new double[] {1e4, 1e3, 1e2, 1e1}) {
      for (int factor = 1; factor <= FACTORS; factor++) {
        rates.add(factor / parts); // divided, so that 3e-4 is just that
      }
    }
    return rates;
  }

  /** Returns the same for pictures that do not fill a batch: one of all of them. */
  public LinearSettings withBatchOfAtMost(int pictures) {
    return new LinearSettings(
        features, augmentation, heads, endRate, epochs, Math.min(batch, pictures), heldOut, seed);
  }
}
