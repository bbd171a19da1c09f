package mugs.image;

/**
 * An 8-bit RGB picture.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param pixels {@code width * height * 3} bytes, row by row, red, green, blue; not copied
 */
public record RgbImage(int width, int height, byte[] pixels) {

  /**
   * Checks that the sizes fit.
   *
   * @throws IllegalArgumentException if they do not
   */
  public RgbImage {
    if (width < 1 || height < 1 || (long) width * height * 3 != pixels.length) {
      throw new IllegalArgumentException(
          "an RGB picture of "
              + width
              + " x "
              + height
              + " needs "
              + (long) width * height * 3
              + " bytes, not "
              + pixels.length);
    }
  }
}
