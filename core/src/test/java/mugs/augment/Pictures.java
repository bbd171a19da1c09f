package mugs.augment;

import java.util.Arrays;
import mugs.image.RgbImage;

/** Pictures made for tests. */
final class Pictures {

  private Pictures() {}

  /** Colours that differ from pixel to pixel. */
  static RgbImage colourful(int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 37 + i / 7 * 11);
    }
    return new RgbImage(width, height, pixels);
  }

  /** One grey all over. */
  static RgbImage plain(int width, int height, int value) {
    byte[] pixels = new byte[3 * width * height];
    Arrays.fill(pixels, (byte) value);
    return new RgbImage(width, height, pixels);
  }

  /** Grey that goes up by one from column to column. */
  static RgbImage ramp(int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 3 % width);
    }
    return new RgbImage(width, height, pixels);
  }
}
