package mugs.image;

/**
 * Changes the colours of a picture: greyness, saturation, hue.
 *
 * <p>Each operation goes the way of Pillow, its rounding included, so that results are equal to the
 * bit: hue passes through 8-bit hue, saturation and value. Input pictures stay as they are; a new
 * one is returned.
 */
public final class Colours {

  private Colours() {}

  /**
   * Turns every pixel into its luma.
   *
   * @param picture to read
   */
  public static RgbImage grey(RgbImage picture) {
    return Canvas.changed(picture, new Operation.Grey());
  }

  /**
   * Mixes each pixel with its luma: 0 gives grey, 1 the picture, more stronger colours.
   *
   * @param picture to read
   * @param factor 0 or more
   */
  public static RgbImage saturation(RgbImage picture, double factor) {
    return Canvas.changed(picture, new Operation.Saturation(factor));
  }

  /**
   * Turns the hue of every pixel.
   *
   * @param picture to read
   * @param shift in turns of the colour circle, -0.5 to 0.5; it is cut to whole 255ths
   * @throws IllegalArgumentException if {@code shift} is out of range
   */
  public static RgbImage hue(RgbImage picture, double shift) {
    return Canvas.changed(picture, new Operation.Hue(shift));
  }

  /** Returns ITU-R 601-2 luma in the fixed point of Pillow: 0 to 255. */
  static int luma(int red, int green, int blue) {
    return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
  }

  /** Turns the first bytes of some pixels into their luma. */
  static void grey(byte[] rgb, int length) {
    for (int i = 0; i < length; i += 3) {
      byte luma = (byte) luma(rgb[i] & 0xff, rgb[i + 1] & 0xff, rgb[i + 2] & 0xff);
      rgb[i] = luma;
      rgb[i + 1] = luma;
      rgb[i + 2] = luma;
    }
  }

  /** Mixes the first bytes of some pixels with their luma. */
  static void saturation(byte[] rgb, int length, double factor) {
    Mix mix = new Mix(factor);
    if (!mix.isExact()) {
      saturationInFloats(rgb, length, mix);
      return;
    }
    for (int i = 0; i < length; i += 3) {
      int red = rgb[i] & 0xff;
      int green = rgb[i + 1] & 0xff;
      int blue = rgb[i + 2] & 0xff;
      int luma = luma(red, green, blue);
      rgb[i] = mix.quick(luma, red);
      rgb[i + 1] = mix.quick(luma, green);
      rgb[i + 2] = mix.quick(luma, blue);
    }
  }

  private static void saturationInFloats(byte[] rgb, int length, Mix mix) {
    for (int i = 0; i < length; i += 3) {
      int red = rgb[i] & 0xff;
      int green = rgb[i + 1] & 0xff;
      int blue = rgb[i + 2] & 0xff;
      int luma = luma(red, green, blue);
      rgb[i] = mix.exact(luma, red);
      rgb[i + 1] = mix.exact(luma, green);
      rgb[i + 2] = mix.exact(luma, blue);
    }
  }
}
