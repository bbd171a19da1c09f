package mugs.augment;

/**
 * Which box of a crop is erased.
 *
 * @param area share of the crop that the box covers, drawn evenly; larger hides more
 * @param ratio of the box's height to its width, whose logarithm is drawn evenly
 */
public record ErasingSettings(AreaRange area, Range ratio) {

  /** Returns the method's settings, those of timm. */
  public static ErasingSettings paper() {
    return new ErasingSettings(new AreaRange(0.02, 1.0 / 3.0), new Range(0.3, 1 / 0.3));
  }
}
