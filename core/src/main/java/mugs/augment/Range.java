package mugs.augment;

/**
 * From where to where something is drawn.
 *
 * @param min smallest value, above 0
 * @param max largest value
 */
public record Range(double min, double max) {

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException unless 0 &lt; min &lt;= max, both finite
   */
  public Range {
    if (!(min > 0 && min <= max && max < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a range is two numbers above 0, the smaller first, not %s to %s".formatted(min, max));
    }
  }
}
