package mugs.method;

import java.util.Map;

/**
 * The losses of a step.
 *
 * @param total sum of weight times loss over the sum of the weights
 * @param bySupervision each supervision's own loss, unweighted, by its name
 */
public record Losses(double total, Map<String, Double> bySupervision) {

  /** Returns whether every loss is a number that training can go on from. */
  public boolean isFinite() {
    return Double.isFinite(total);
  }
}
