package mugs.evaluate;

/**
 * How pictures of a batch are mixed in pairs, and how sure their labels are.
 *
 * @param mixup shape of the beta distribution of shares, 0 for no mixup: small shapes leave one of
 *     the two pictures nearly alone, large ones mix them half and half
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

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException that names the setting, what is allowed and what was found
   */
  public MixSettings {
    check("the shape of mixup", mixup, MOST);
    check("the shape of cutmix", cutmix, MOST);
    check("the share of batches with cutmix", switchProbability, 1);
    check("the label smoothing", smoothing, 1);
    if (smoothing == 1) {
      throw new IllegalArgumentException("a label smoothing of 1 leaves no label");
    }
  }

  private static void check(String what, double value, double most) {
    if (!(value >= 0 && value <= most)) {
      throw new IllegalArgumentException(
          "%s is 0 to %s, not %s".formatted(what, most == 1 ? "1" : "100", value));
    }
  }

  /** Returns whether pictures are mixed at all. */
  public boolean mixes() {
    return mixup > 0 || cutmix > 0;
  }
}
