package mugs.evaluate;

/**
 * The settings in which one linear classifier differs from those that learn beside it.
 *
 * @param rate of the first step, of a batch of 256 images; above 0
 * @param weightDecay added to the gradient times the weights, 0 or more
 */
public record LinearHead(double rate, double weightDecay) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public LinearHead {
    if (!(rate > 0 && Double.isFinite(rate))) {
      throw new IllegalArgumentException("the rate of a linear head is above 0, not " + rate);
    }
    if (!(weightDecay >= 0 && Double.isFinite(weightDecay))) {
      throw new IllegalArgumentException(
          "the weight decay of a linear head is 0 or more, not " + weightDecay);
    }
  }
}
