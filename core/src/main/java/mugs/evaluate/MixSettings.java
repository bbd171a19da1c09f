package mugs.evaluate;

/**
 * How pictures of a batch are mixed in pairs, and how sure their labels are.
 *
 * @param mixup shape of the beta distribution of shares, 0.05 to 100, or 0 for no mixup: small
 *     shapes leave one of the two pictures nearly alone, large ones mix them half and half
 * @param cutmix the same for pasted boxes (Yun et al., 2019); 0 for none
 * @param switchProbability how often boxes are pasted where both are possible, 0 to 1
 * @param smoothing share of each label that goes to all classes alike, 0 or more and below 1
 */
public record MixSettings(double mixup, double cutmix, double switchProbability, double smoothing) {

  /** No mixing, labels as they are. */
  public static final MixSettings NONE = new MixSettings(0, 0, 0, 0);

  /** Mixup 0.8, cutmix 1.0, each for half of the batches, label smoothing 0.1. */
  public static final MixSettings PAPER = new MixSettings(0.8, 1, 0.5, 0.1);

  private static final double MOST = 100;

  /** Of smaller shapes both gamma variables of a share may be too small for a double. */
  private static final double LEAST_SHAPE = 0.05;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException that names the setting, what is allowed and what was found
   */
  public MixSettings {
    checkShape("mixup", mixup);
    checkShape("cutmix", cutmix);
    checkShare("the share of batches with cutmix", switchProbability);
    checkShare("the label smoothing", smoothing);
    if (smoothing == 1) {
      throw new IllegalArgumentException("a label smoothing of 1 leaves no label");
    }
  }

  private static void checkShape(String what, double value) {
    if (!(value == 0 || (value >= LEAST_SHAPE && value <= MOST))) {
      throw new IllegalArgumentException(
          "the shape of %s is %s to 100, or 0 for none, not %s"
              .formatted(what, LEAST_SHAPE, value));
    }
  }

  private static void checkShare(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("%s is 0 to 1, not %s".formatted(what, value));
    }
  }

  /** Returns whether pictures are mixed at all. */
  public boolean mixes() {
    return mixup > 0 || cutmix > 0;
  }
}
