package mugs.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * The settings in which one linear classifier differs from those that learn beside it.
 *
 * @param optimiser by which it follows its gradients
 * @param rate of the first step, of a batch of 256 images; above 0
 * @param weightDecay added to the gradient times the weights, 0 or more
 */
public record LinearHead(LinearOptimiser optimiser, double rate, double weightDecay) {

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

  /**
   * A head that learns by stochastic gradient descent.
   *
   * @param rate see above
   * @param weightDecay see above
   */
  public LinearHead(double rate, double weightDecay) {
    this(LinearOptimiser.SGD, rate, weightDecay);
  }

  /**
   * Returns the rate of the first step.
   *
   * @param batch images of a step
   */
  public double scaledRate(int batch) {
    return rate * batch / LinearSettings.RATED_BATCH;
  }

  /** Returns a head for every optimiser with every weight decay and every rate, in this order. */
  public static List<LinearHead> each(
      List<LinearOptimiser> optimisers, List<Double> weightDecays, List<Double> rates) {
    List<LinearHead> heads = new ArrayList<>();
    for (LinearOptimiser optimiser : optimisers) {
      for (double decay : weightDecays) {
        rates.forEach(rate -> heads.add(new LinearHead(optimiser, rate, decay)));
      }
    }
    return heads;
  }
}
