package mugs.image;

/**
 * Moves the pixels of a picture by an affine map, as Pillow does, to the bit. The result has the
 * size of the picture; where the map leaves the picture, a fill colour shows. Input pictures stay
 * as they are; a new one is returned.
 *
 * <p>The map goes from the result to the picture, from pixel centre to pixel centre, in double
 * precision. Pixels beyond the border repeat it; the fraction of a result is cut off. The cubic has
 * a = -1, other than the resizing one.
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
    if (degrees % 360 == 0) {
      return picture;
    }
    double angle = -StrictMath.toRadians(degrees);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double x = picture.width() / 2.0;
    double y = picture.height() / 2.0;
    double[] map = {cos, sin, x - cos * x - sin * y, -sin, cos, y + sin * x - cos * y};
    return warped(picture, map, style);
  }

  /**
   * Shifts each row by its distance from the top times a factor.
   *
   * @param picture to read
   * @param factor columns a row; positive moves the lower rows to the left
   * @param style of the result
   */
  public static RgbImage shearX(RgbImage picture, double factor, Style style) {
    return warped(picture, new double[] {1, factor, 0, 0, 1, 0}, style);
  }

  /**
   * Shifts each column by its distance from the left times a factor.
   *
   * @param picture to read
   * @param factor rows a column; positive moves the right columns up
   * @param style of the result
   */
  public static RgbImage shearY(RgbImage picture, double factor, Style style) {
    return warped(picture, new double[] {1, 0, 0, factor, 1, 0}, style);
  }

  /**
   * Shifts a picture sideways.
   *
   * @param picture to read
   * @param pixels to the left
   * @param style of the result
   */
  public static RgbImage translateX(RgbImage picture, double pixels, Style style) {
    return warped(picture, new double[] {1, 0, pixels, 0, 1, 0}, style);
  }

  /**
   * Shifts a picture up or down.
   *
   * @param picture to read
   * @param pixels upwards
   * @param style of the result
   */
  public static RgbImage translateY(RgbImage picture, double pixels, Style style) {
    return warped(picture, new double[] {1, 0, 0, 0, 1, pixels}, style);
  }

  private static RgbImage warped(RgbImage picture, double[] map, Style style) {
    int width = picture.width();
    int height = picture.height();
    byte[] pixels = new byte[picture.pixels().length];
    boolean cubic = style.interpolation == Interpolation.BICUBIC;
    for (int row = 0, i = 0; row < height; row++) {
      for (int column = 0; column < width; column++, i += 3) {
        double x = map[0] * (column + 0.5) + map[1] * (row + 0.5) + map[2];
        double y = map[3] * (column + 0.5) + map[4] * (row + 0.5) + map[5];
        if (!(x >= 0 && x < width && y >= 0 && y < height)) {
          pixels[i] = (byte) style.fill.red;
          pixels[i + 1] = (byte) style.fill.green;
          pixels[i + 2] = (byte) style.fill.blue;
        } else if (cubic) {
          cubic(picture, x - 0.5, y - 0.5, pixels, i);
        } else {
          linear(picture, x - 0.5, y - 0.5, pixels, i);
        }
      }
    }
    return new RgbImage(width, height, pixels);
  }

  private static void linear(RgbImage picture, double x, double y, byte[] pixels, int i) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double down = y - top;
    byte[] from = picture.pixels();
    int x0 = column(picture, left);
    int x1 = column(picture, left + 1);
    int y0 = row(picture, top);
    int y1 = row(picture, top + 1);
    for (int c = 0; c < 3; c++) {
      double above = between(from[y0 + x0 + c] & 0xff, from[y0 + x1 + c] & 0xff, right);
      double below = between(from[y1 + x0 + c] & 0xff, from[y1 + x1 + c] & 0xff, right);
      pixels[i + c] = (byte) (int) between(above, below, down);
    }
  }

  private static double between(double first, double second, double share) {
    return first + (second - first) * share;
  }

  private static void cubic(RgbImage picture, double x, double y, byte[] pixels, int i) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double down = y - top;
    byte[] from = picture.pixels();
    int x0 = column(picture, left - 1);
    int x1 = column(picture, left);
    int x2 = column(picture, left + 1);
    int x3 = column(picture, left + 2);
    int y0 = row(picture, top - 1);
    int y1 = row(picture, top);
    int y2 = row(picture, top + 1);
    int y3 = row(picture, top + 2);
    for (int c = 0; c < 3; c++) {
      double value;
      if (down == 0) { // a shear or shift of rows; the others have no weight
        value = among(from, y1 + c, x0, x1, x2, x3, right);
      } else if (right == 0) {
        value = among(from, x1 + c, y0, y1, y2, y3, down);
      } else {
        value =
            among(
                among(from, y0 + c, x0, x1, x2, x3, right),
                among(from, y1 + c, x0, x1, x2, x3, right),
                among(from, y2 + c, x0, x1, x2, x3, right),
                among(from, y3 + c, x0, x1, x2, x3, right),
                down);
      }
      pixels[i + c] = (byte) (value <= 0 ? 0 : value >= 255 ? 255 : (int) value);
    }
  }

  private static double among(byte[] from, int i, int p0, int p1, int p2, int p3, double share) {
    return among(
        from[i + p0] & 0xff, from[i + p1] & 0xff, from[i + p2] & 0xff, from[i + p3] & 0xff, share);
  }

  private static double among(double v0, double v1, double v2, double v3, double share) {
    double linear = v2 - v0;
    double square = 2 * (v0 - v1) + v2 - v3;
    double cube = -v0 + v1 - v2 + v3;
    return v1 + share * (linear + share * (square + share * cube));
  }

  private static int column(RgbImage picture, int x) {
    return 3 * Math.max(0, Math.min(picture.width() - 1, x));
  }

  private static int row(RgbImage picture, int y) {
    return 3 * picture.width() * Math.max(0, Math.min(picture.height() - 1, y));
  }
}
