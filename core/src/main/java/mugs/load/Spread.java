package mugs.load;

import java.util.Arrays;

/**
 * The smallest, middle and largest of some numbers.
 *
 * @param min the smallest
 * @param median the middle one; of an even number of them the lower of the two in the middle
 * @param max the largest
 */
public record Spread(long min, long median, long max) {

  /**
   * Returns the spread of some numbers.
   *
   * @param values at least one; they are sorted
   */
  public static Spread of(long[] values) {
    Arrays.sort(values);
    return new Spread(values[0], values[(values.length - 1) / 2], values[values.length - 1]);
  }
}
