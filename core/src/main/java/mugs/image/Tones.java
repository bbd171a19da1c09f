package mugs.image;

import java.util.Arrays;

/**
 * Changes each channel value of a picture by a table of 256 entries.
 *
 * <p>Every operation here equals the one of the same name in Pillow to the bit. Pillow mixes a
 * picture with a "degenerate" one in single precision and cuts the fraction off ({@link #mixed});
 * since the degenerate value is the same everywhere, the mix is a table too. Input pictures stay as
 * they are; a new one is returned.
 */
public final class Tones {

  private static final int LEVELS = 256;
  private static final int SOLARISE_ADD_BELOW = 128;

  private Tones() {}

  /**
   * Mixes with black: 0 gives black, 1 the picture, more a brighter one.
   *
   * @param picture to read
   * @param factor 0 or more
   */
  public static RgbImage brightness(RgbImage picture, double factor) {
    return mixedWithGrey(picture, 0, factor);
  }

  /**
   * Mixes with the picture's mean grey: 0 gives plain grey, 1 the picture, more a harsher one.
   *
   * @param picture to read
   * @param factor 0 or more
   */
  public static RgbImage contrast(RgbImage picture, double factor) {
    byte[] pixels = picture.pixels();
    long sum = 0;
    for (int i = 0; i < pixels.length; i += 3) {
      sum += Colours.luma(pixels, i);
    }
    double mean = sum / (pixels.length / 3.0);
    return mixedWithGrey(picture, (int) (mean + 0.5), factor);
  }

  /**
   * Turns every value v into 255 - v.
   *
   * @param picture to read
   */
  public static RgbImage invert(RgbImage picture) {
    return solarise(picture, 0);
  }

  /**
   * Inverts the values that reach a threshold.
   *
   * @param picture to read
   * @param threshold lowest value that is inverted; 256 changes nothing
   */
  public static RgbImage solarise(RgbImage picture, int threshold) {
    byte[] table = new byte[LEVELS];
    for (int v = 0; v < LEVELS; v++) {
      table[v] = (byte) (v < threshold ? v : 255 - v);
    }
    return looked(picture, table);
  }

  /**
   * Adds to the values below 128, up to 255; leaves the others.
   *
   * @param picture to read
   * @param amount to add, 0 or more
   */
  public static RgbImage solariseAdd(RgbImage picture, int amount) {
    byte[] table = new byte[LEVELS];
    for (int v = 0; v < LEVELS; v++) {
      table[v] = (byte) (v < SOLARISE_ADD_BELOW ? Math.min(255, v + amount) : v);
    }
    return looked(picture, table);
  }

  /**
   * Keeps the highest bits of each value.
   *
   * @param picture to read
   * @param bits to keep, 1 to 8
   * @throws IllegalArgumentException if {@code bits} is out of range
   */
  public static RgbImage posterize(RgbImage picture, int bits) {
    if (bits < 1 || bits > 8) {
      throw new IllegalArgumentException("posterize keeps 1 to 8 bits, not " + bits);
    }
    int mask = -1 << (8 - bits);
    byte[] table = new byte[LEVELS];
    for (int v = 0; v < LEVELS; v++) {
      table[v] = (byte) (v & mask);
    }
    return looked(picture, table);
  }

  /**
   * Stretches each channel so that its lowest value becomes 0 and its highest 255.
   *
   * @param picture to read
   */
  public static RgbImage autoContrast(RgbImage picture) {
    int[][] counts = histograms(picture);
    return looked(picture, stretch(counts[0]), stretch(counts[1]), stretch(counts[2]));
  }

  /**
   * Spreads each channel's values so that each is about equally frequent.
   *
   * @param picture to read
   */
  public static RgbImage equalize(RgbImage picture) {
    int[][] counts = histograms(picture);
    return looked(picture, spread(counts[0]), spread(counts[1]), spread(counts[2]));
  }

  /** Returns {@code from + factor (to - from)} as Pillow's blend computes it. */
  static byte mixed(int from, int to, float factor) {
    float value = from + factor * (to - from);
    return (byte) (value <= 0 ? 0 : value >= 255 ? 255 : (int) value);
  }

  private static RgbImage mixedWithGrey(RgbImage picture, int grey, double factor) {
    byte[] table = new byte[LEVELS];
    for (int v = 0; v < LEVELS; v++) {
      table[v] = mixed(grey, v, (float) factor);
    }
    return looked(picture, table);
  }

  private static byte[] stretch(int[] counts) {
    byte[] table = identity();
    int low = 0;
    while (counts[low] == 0) {
      low++;
    }
    int high = LEVELS - 1;
    while (counts[high] == 0) {
      high--;
    }
    if (high > low) {
      double scale = 255.0 / (high - low);
      double offset = -low * scale;
      for (int v = 0; v < LEVELS; v++) {
        table[v] = (byte) Math.max(0, Math.min(255, (int) (v * scale + offset)));
      }
    }
    return table;
  }

  private static byte[] spread(int[] counts) {
    byte[] table = identity();
    int highest = LEVELS - 1;
    while (counts[highest] == 0) {
      highest--;
    }
    int step = (Arrays.stream(counts).sum() - counts[highest]) / 255;
    if (step > 0) {
      int below = step / 2;
      for (int v = 0; v < LEVELS; v++) {
        table[v] = (byte) Math.min(255, below / step);
        below += counts[v];
      }
    }
    return table;
  }

  private static byte[] identity() {
    byte[] table = new byte[LEVELS];
    for (int v = 0; v < LEVELS; v++) {
      table[v] = (byte) v;
    }
    return table;
  }

  private static int[][] histograms(RgbImage picture) {
    int[][] counts = new int[3][LEVELS];
    byte[] pixels = picture.pixels();
    for (int i = 0; i < pixels.length; i += 3) {
      counts[0][pixels[i] & 0xff]++;
      counts[1][pixels[i + 1] & 0xff]++;
      counts[2][pixels[i + 2] & 0xff]++;
    }
    return counts;
  }

  private static RgbImage looked(RgbImage picture, byte[] table) {
    byte[] from = picture.pixels();
    byte[] pixels = new byte[from.length];
    for (int i = 0; i < from.length; i++) {
      pixels[i] = table[from[i] & 0xff];
    }
    return new RgbImage(picture.width(), picture.height(), pixels);
  }

  private static RgbImage looked(RgbImage picture, byte[] red, byte[] green, byte[] blue) {
    byte[] from = picture.pixels();
    byte[] pixels = new byte[from.length];
    for (int i = 0; i < from.length; i += 3) {
      pixels[i] = red[from[i] & 0xff];
      pixels[i + 1] = green[from[i + 1] & 0xff];
      pixels[i + 2] = blue[from[i + 2] & 0xff];
    }
    return new RgbImage(picture.width(), picture.height(), pixels);
  }
}
