package mugs.image;

/**
 * Moves the pixels of a picture by an affine map, as Pillow does, to the bit. The result has the
 * size of the picture; where the map leaves the picture, a fill colour shows. Input pictures stay
 * as they are; a new one is returned.
 */
public final class Warp {

  private Warp() {}

  /** How a value between pixels is found. */
  public enum Interpolation {
    /** From 2 x 2 pixels. */
    BILINEAR,
    /** From 4 x 4 pixels. */
    BICUBIC
  }

  /**
   * A colour.
   *
   * @param red 0 to 255
   * @param green 0 to 255
   * @param blue 0 to 255
   */
  public record Colour(int red, int green, int blue) {}

  /**
   * What the maps have in common.
   *
   * @param interpolation between pixels
   * @param fill where nothing of the picture is
   */
  public record Style(Interpolation interpolation, Colour fill) {}

  /**
   * Turns a picture about its centre.
   *
   * @param picture to read
   * @param degrees anti-clockwise
   * @param style of the result
   */
  public static RgbImage rotate(RgbImage picture, double degrees, Style style) {
    return Canvas.changed(picture, new Operation.Rotate(degrees, style));
  }

  /**
   * Shifts each row by its distance from the top times a factor.
   *
   * @param picture to read
   * @param factor columns a row; positive moves the lower rows to the left
   * @param style of the result
   */
  public static RgbImage shearX(RgbImage picture, double factor, Style style) {
    return Canvas.changed(picture, new Operation.ShearX(factor, style));
  }

  /**
   * Shifts each column by its distance from the left times a factor.
   *
   * @param picture to read
   * @param factor rows a column; positive moves the right columns up
   * @param style of the result
   */
  public static RgbImage shearY(RgbImage picture, double factor, Style style) {
    return Canvas.changed(picture, new Operation.ShearY(factor, style));
  }

  /**
   * Shifts a picture sideways.
   *
   * @param picture to read
   * @param pixels to the left
   * @param style of the result
   */
  public static RgbImage translateX(RgbImage picture, double pixels, Style style) {
    return Canvas.changed(picture, new Operation.TranslateX(pixels, style));
  }

  /**
   * Shifts a picture up or down.
   *
   * @param picture to read
   * @param pixels upwards
   * @param style of the result
   */
  public static RgbImage translateY(RgbImage picture, double pixels, Style style) {
    return Canvas.changed(picture, new Operation.TranslateY(pixels, style));
  }
}
