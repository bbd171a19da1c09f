package mugs.image;

/**
 * Changes the colours of a picture: greyness, saturation, hue.
 *
 * <p>Each operation goes the way of Pillow, its rounding included, so that results are equal to the
 * bit: hue passes through 8-bit hue, saturation and value. Input pictures stay as they are; a new
 * one is returned.
 */
public final class Colours {

  /** Sixth of the colour circle, and place inside it, of each 8-bit hue; red lies at both ends. */
  private static final int[] SEXTANT = new int[256];

  private static final float[] WITHIN = new float[256];
  private static final float[] SHARE = new float[256];

  /** Which channel is largest, between and smallest in each sixth, from red over green to blue. */
  private static final int[] LARGEST = {0, 1, 1, 2, 2, 0};

  private static final int[] MIDDLE = {1, 0, 2, 1, 0, 2};
  private static final int[] SMALLEST = {2, 2, 0, 0, 1, 1};

  static {
    for (int v = 0; v < 256; v++) {
      double sixths = v * 6.0 / 255.0;
      SEXTANT[v] = (int) sixths % 6;
      WITHIN[v] = (float) (sixths - (int) sixths);
      SHARE[v] = (float) (v / 255.0);
    }
  }

  private Colours() {}

  /** Returns ITU-R 601-2 luma of the pixel at {@code i}, in the fixed point of Pillow: 0 to 255. */
  static int luma(byte[] rgb, int i) {
    return ((rgb[i] & 0xff) * 19595
            + (rgb[i + 1] & 0xff) * 38470
            + (rgb[i + 2] & 0xff) * 7471
            + 0x8000)
        >> 16;
  }

  /**
   * Turns every pixel into its luma.
   *
   * @param picture to read
   */
  public static RgbImage grey(RgbImage picture) {
    byte[] from = picture.pixels();
    byte[] pixels = new byte[from.length];
    for (int i = 0; i < from.length; i += 3) {
      byte luma = (byte) luma(from, i);
      pixels[i] = luma;
      pixels[i + 1] = luma;
      pixels[i + 2] = luma;
    }
    return new RgbImage(picture.width(), picture.height(), pixels);
  }

  /**
   * Mixes each pixel with its luma: 0 gives grey, 1 the picture, more stronger colours.
   *
   * @param picture to read
   * @param factor 0 or more
   */
  public static RgbImage saturation(RgbImage picture, double factor) {
    byte[] from = picture.pixels();
    byte[] pixels = new byte[from.length];
    float share = (float) factor;
    for (int i = 0; i < from.length; i += 3) {
      int luma = luma(from, i);
      pixels[i] = Tones.mixed(luma, from[i] & 0xff, share);
      pixels[i + 1] = Tones.mixed(luma, from[i + 1] & 0xff, share);
      pixels[i + 2] = Tones.mixed(luma, from[i + 2] & 0xff, share);
    }
    return new RgbImage(picture.width(), picture.height(), pixels);
  }

  /**
   * Turns the hue of every pixel.
   *
   * @param picture to read
   * @param shift in turns of the colour circle, -0.5 to 0.5; it is cut to whole 255ths
   * @throws IllegalArgumentException if {@code shift} is out of range
   */
  public static RgbImage hue(RgbImage picture, double shift) {
    if (!(shift >= -0.5 && shift <= 0.5)) {
      throw new IllegalArgumentException("a hue shift is -0.5 to 0.5 turns, not " + shift);
    }
    int steps = (int) (shift * 255);
    byte[] from = picture.pixels();
    byte[] pixels = new byte[from.length];
    for (int i = 0; i < from.length; i += 3) {
      int red = from[i] & 0xff;
      int green = from[i + 1] & 0xff;
      int blue = from[i + 2] & 0xff;
      int value = Math.max(red, Math.max(green, blue));
      int spread = value - Math.min(red, Math.min(green, blue));
      if (spread == 0) {
        pixels[i] = from[i];
        pixels[i + 1] = from[i + 1];
        pixels[i + 2] = from[i + 2];
        continue;
      }
      int hue = (hue(red, green, blue, value, spread) + steps) & 0xff;
      int saturation = (int) ((float) spread / value * 255.0);
      put(pixels, i, hue, saturation, value);
    }
    return new RgbImage(picture.width(), picture.height(), pixels);
  }

  /**
   * The hue in 255ths of a turn. Pillow divides the distance of each channel from the largest by
   * the spread; one of the two that matter is the smallest channel, whose quotient is exactly 1.
   */
  private static int hue(int red, int green, int blue, int value, int spread) {
    float sixths;
    if (red == value) {
      float part = (float) (value - Math.max(green, blue)) / spread;
      sixths = green >= blue ? 1 - part : part - 1;
    } else if (green == value) {
      float part = (float) (value - Math.max(red, blue)) / spread;
      sixths = (float) (red >= blue ? 1.0 + part : 3.0 - part);
    } else {
      float part = (float) (value - Math.max(red, green)) / spread;
      sixths = (float) (green >= red ? 3.0 + part : 5.0 - part);
    }
    double turns = sixths / 6.0 + 1.0;
    float turn = (float) (turns >= 1.0 ? turns - 1.0 : turns);
    return (int) (turn * 255.0);
  }

  private static void put(byte[] pixels, int i, int hue, int saturation, int value) {
    int sextant = SEXTANT[hue];
    float within = WITHIN[hue];
    float share = SHARE[saturation];
    boolean falling = (sextant & 1) == 1;
    double part = falling ? share * within : share * (1.0 - within);
    pixels[i + LARGEST[sextant]] = (byte) value;
    pixels[i + MIDDLE[sextant]] = (byte) rounded(value * (1.0 - part));
    pixels[i + SMALLEST[sextant]] = (byte) rounded(value * (1.0 - share));
  }

  private static int rounded(double value) {
    return (int) (value + 0.5);
  }
}
