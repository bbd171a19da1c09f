package mugs.augment;

/**
 * How much of a picture a crop may show.
 *
 * @param min smallest share of the picture's area, above 0
 * @param max largest share, at most 1; larger crops are easier and more alike
 */
public record AreaRange(double min, double max) {

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException unless 0 &lt; min &lt;= max &lt;= 1
   */
  public AreaRange {
    if (!(min > 0 && min <= max && max <= 1)) {
      throw new IllegalArgumentException(
          "a crop's area must be a range inside 0 to 1 such as 0.25 to 1, not %s to %s"
              .formatted(min, max));
    }
  }
}
