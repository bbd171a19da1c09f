package mugs.evaluate;

/**
 * How a whole network is tuned to classes: AdamW, a rate that rises in the first epochs and falls
 * along half a cosine, and that is smaller the nearer a layer is to the pictures.
 *
 * @param start what of the network is tuned beside its backbone
 * @param epochs passes over the pictures, at least 1
 * @param batch images of a step, at least 1
 * @param rate the largest, of the last layer; above 0
 * @param endRate of the last step, 0 or more
 * @param warmUpEpochs in which the rate rises, 0 or more and at most {@code epochs}
 * @param weightDecay of matrices, 0 or more
 * @param layerDecay what each layer's rate is multiplied with towards the pictures, above 0 and at
 *     most 1: less leaves the first layers more as they are
 * @param dropPath how often branches of the last block are left out, 0 or more and below 1
 * @param mix how pictures are mixed and labels smoothed
 * @param changes whether pictures are changed by RandAugment
 * @param eraseProbability how often a box is erased, 0 to 1
 * @param seed of everything random
 */
public record FineTuneSettings(
    Start start,
    int epochs,
    int batch,
    double rate,
    double endRate,
    int warmUpEpochs,
    double weightDecay,
    double layerDecay,
    double dropPath,
    MixSettings mix,
    boolean changes,
    double eraseProbability,
    long seed) {

  /** What stands between the backbone and the classes. */
  public enum Start {
    /** Nothing: the classes are told by the class token. */
    BACKBONE,
    /** The first layer of the instance head's projector, which is tuned too. */
    PROJECTOR
  }

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException that names the setting, what is allowed and what was found
   */
  public FineTuneSettings {
    check(epochs >= 1, "the number of epochs is 1 or more, not " + epochs);
    check(batch >= 1, "a batch has 1 image or more, not " + batch);
    check(rate > 0 && Double.isFinite(rate), "the rate is above 0, not " + rate);
    check(endRate >= 0 && endRate <= rate, "the end rate is 0 to the rate, not " + endRate);
    check(
        warmUpEpochs >= 0 && warmUpEpochs <= epochs,
        "the rate rises for 0 to %d epochs, not %d".formatted(epochs, warmUpEpochs));
    check(
        weightDecay >= 0 && Double.isFinite(weightDecay),
        "the weight decay is 0 or more, not " + weightDecay);
    check(layerDecay > 0 && layerDecay <= 1, "the layer decay is above 0 to 1, not " + layerDecay);
    check(dropPath >= 0 && dropPath < 1, "the drop path is 0 to below 1, not " + dropPath);
    check(
        eraseProbability >= 0 && eraseProbability <= 1,
        "the probability of erasing is 0 to 1, not " + eraseProbability);
  }

  private static void check(boolean right, String message) {
    if (!right) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Returns the same with another batch, at the same rates. */
  public FineTuneSettings withBatch(int images) {
    return with(images, 1);
  }

  /**
   * Returns the same for pictures that do not fill a batch: one of all of them, at a rate that is
   * smaller in the same proportion.
   */
  public FineTuneSettings withBatchOfAtMost(int pictures) {
    return with(Math.min(batch, pictures), Math.min(1, pictures / (double) batch));
  }

  private FineTuneSettings with(int images, double part) {
    return new FineTuneSettings(
        start,
        epochs,
        images,
        rate * part,
        endRate * part,
        warmUpEpochs,
        weightDecay,
        layerDecay,
        dropPath,
        mix,
        changes,
        eraseProbability,
        seed);
  }
}
