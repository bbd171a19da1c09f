package mugs.measure;

import java.util.Collection;

/** The middle of figures, which one that is far off does not move. */
public final class Median {
  private Median() {}

  /**
   * Returns the median; of an even number the mean of the two in the middle.
   *
   * @param values at least one
   * @throws IllegalArgumentException if there is none
   */
  public static double of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("there is no median of no values");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
