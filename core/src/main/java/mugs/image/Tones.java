package mugs.image;

import java.util.Arrays;

/**
 * Changes each channel value of a picture by a table of 256 entries.
 *
 * <p>Every operation here equals the one of the same name in Pillow to the bit. Pillow mixes a
 * picture with a "degenerate" one in single precision and cuts the fraction off; since the
 * degenerate value is the same everywhere, the mix is a table too. Input pictures stay as they are;
 * a new one is returned.
 */
public final class Tones {

  private static final int LEVELS = 256;
  private static final int SOLARISE_ADD_BELOW = 128;

  private Tones() {}

  /** What tables are made from; both are asked for only where they are needed. */
  interface Whole {

    /** Returns how often each value is there, by channel; not to be changed. */
    int[][] counts();

    /** Returns the mean luma of all pixels. */
    double meanLuma();
  }

  /**
   * Mixes with black: 0 gives black, 1 the picture, more a brighter one.
   *
   * @param picture to read
   * @param factor 0 or more
   */
  public static RgbImage brightness(RgbImage picture, double factor) {
    return Canvas.changed(picture, new Operation.Brightness(factor));
  }

  /**
   * Mixes with the picture's mean grey: 0 gives plain grey, 1 the picture, more a harsher one.
   *
   * @param picture to read
   * @param factor 0 or more
   */
  public static RgbImage contrast(RgbImage picture, double factor) {
    return Canvas.changed(picture, new Operation.Contrast(factor));
  }

  /**
   * Turns every value v into 255 - v.
   *
   * @param picture to read
   */
  public static RgbImage invert(RgbImage picture) {
    return Canvas.changed(picture, new Operation.Invert());
  }

  /**
   * Inverts the values that reach a threshold.
   *
   * @param picture to read
   * @param threshold lowest value that is inverted; 256 changes nothing
   */
  public static RgbImage solarise(RgbImage picture, int threshold) {
    return Canvas.changed(picture, new Operation.Solarise(threshold));
  }

  /**
   * Adds to the values below 128, up to 255; leaves the others.
   *
   * @param picture to read
   * @param amount to add, 0 or more
   */
  public static RgbImage solariseAdd(RgbImage picture, int amount) {
    return Canvas.changed(picture, new Operation.SolariseAdd(amount));
  }

  /**
   * Keeps the highest bits of each value.
   *
   * @param picture to read
   * @param bits to keep, 1 to 8
   * @throws IllegalArgumentException if {@code bits} is out of range
   */
  public static RgbImage posterize(RgbImage picture, int bits) {
    return Canvas.changed(picture, new Operation.Posterize(bits));
  }

  /**
   * Stretches each channel so that its lowest value becomes 0 and its highest 255.
   *
   * @param picture to read
   */
  public static RgbImage autoContrast(RgbImage picture) {
    return Canvas.changed(picture, new Operation.AutoContrast());
  }

  /**
   * Spreads each channel's values so that each is about equally frequent.
   *
   * @param picture to read
   */
  public static RgbImage equalize(RgbImage picture) {
    return Canvas.changed(picture, new Operation.Equalize());
  }

  /** Adds an operation on a picture to a table. */
  static void add(Operation.Tone operation, Whole picture, ToneTable table) {
    if (operation instanceof Operation.AutoContrast) {
      int[][] counts = picture.counts();
      table.then(stretch(counts[0]), stretch(counts[1]), stretch(counts[2]));
    } else if (operation instanceof Operation.Equalize) {
      int[][] counts = picture.counts();
      table.then(spread(counts[0]), spread(counts[1]), spread(counts[2]));
    } else {
      table.then(ofAllChannels(operation, picture));
    }
  }

  private static byte[] ofAllChannels(Operation.Tone operation, Whole picture) {
    byte[] table = new byte[LEVELS];
    if (operation instanceof Operation.Brightness brightness) {
      mix(table, 0, brightness.factor());
    } else if (operation instanceof Operation.Contrast contrast) {
      mix(table, (int) (picture.meanLuma() + 0.5), contrast.factor());
    } else if (operation instanceof Operation.Solarise solarise) {
      invertFrom(table, solarise.threshold());
    } else if (operation instanceof Operation.Invert) {
      invertFrom(table, 0);
    } else if (operation instanceof Operation.SolariseAdd add) {
      for (int v = 0; v < LEVELS; v++) {
        table[v] = (byte) (v < SOLARISE_ADD_BELOW ? Math.min(255, v + add.amount()) : v);
      }
    } else if (operation instanceof Operation.Posterize posterize) {
      for (int v = 0; v < LEVELS; v++) {
        table[v] = (byte) (v & (-1 << (8 - posterize.bits())));
      }
    } else {
      throw new IllegalArgumentException(operation + " is no table of all channels");
    }
    return table;
  }

  private static void mix(byte[] table, int grey, double factor) {
    for (int v = 0; v < LEVELS; v++) {
      table[v] = Mix.of(grey, v, (float) factor);
    }
  }

  private static void invertFrom(byte[] table, int threshold) {
    for (int v = 0; v < LEVELS; v++) {
      table[v] = (byte) (v < threshold ? v : 255 - v);
    }
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
}
