package mugs.image;

/**
 * A change of a picture with all its arguments, to be done on a {@link Canvas}. Each equals the
 * operation of the same name in Pillow to the bit.
 */
public sealed interface Operation {

  /** A change of each channel value by a table, which may depend on the whole picture. */
  sealed interface Tone extends Operation {}

  /** A move of the pixels; where nothing of the picture comes to lie, a fill colour shows. */
  sealed interface Move extends Operation {

    /** Returns how values between pixels are found, and the fill colour. */
    Warp.Style style();
  }

  /**
   * Mixes with black.
   *
   * @param factor 0 gives black, 1 the picture, more a brighter one
   */
  record Brightness(double factor) implements Tone {}

  /**
   * Mixes with the picture's mean grey.
   *
   * @param factor 0 gives plain grey, 1 the picture, more a harsher one
   */
  record Contrast(double factor) implements Tone {}

  /** Turns every value v into 255 - v. */
  record Invert() implements Tone {}

  /**
   * Inverts the values that reach a threshold.
   *
   * @param threshold lowest value that is inverted; 256 changes nothing
   */
  record Solarise(int threshold) implements Tone {}

  /**
   * Adds to the values below 128, up to 255; leaves the others.
   *
   * @param amount to add, 0 or more
   */
  record SolariseAdd(int amount) implements Tone {}

  /**
   * Keeps the highest bits of each value.
   *
   * @param bits to keep, 1 to 8
   */
  record Posterize(int bits) implements Tone {

    /**
     * Checks the number of bits.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Posterize {
      if (bits < 1 || bits > 8) {
        throw new IllegalArgumentException("posterize keeps 1 to 8 bits, not " + bits);
      }
    }
  }

  /** Stretches each channel so that its lowest value becomes 0 and its highest 255. */
  record AutoContrast() implements Tone {}

  /** Spreads each channel's values so that each is about equally frequent. */
  record Equalize() implements Tone {}

  /**
   * Mixes each pixel with its luma.
   *
   * @param factor 0 gives grey, 1 the picture, more stronger colours
   */
  record Saturation(double factor) implements Operation {}

  /**
   * Turns the hue of every pixel.
   *
   * @param shift in turns of the colour circle, -0.5 to 0.5; it is cut to whole 255ths
   */
  record Hue(double shift) implements Operation {

    /**
     * Checks the shift.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Hue {
      if (!(shift >= -0.5 && shift <= 0.5)) {
        throw new IllegalArgumentException("a hue shift is -0.5 to 0.5 turns, not " + shift);
      }
    }
  }

  /** Turns every pixel into its luma. */
  record Grey() implements Operation {}

  /**
   * Blurs with a Gaussian.
   *
   * @param sigma standard deviation in pixels, 0 or more
   */
  record GaussianBlur(double sigma) implements Operation {

    /**
     * Checks the deviation.
     *
     * @throws IllegalArgumentException if it is negative or not a number
     */
    public GaussianBlur {
      if (!(sigma >= 0)) {
        throw new IllegalArgumentException("a blur needs a sigma of 0 or more, not " + sigma);
      }
    }
  }

  /**
   * Mixes with a smoothed picture, which weighs a pixel 5 and each of its 8 neighbours 1; the
   * outermost pixels stay.
   *
   * @param factor 0 gives the smooth picture, 1 the picture, more a sharper one
   */
  record Sharpness(double factor) implements Operation {}

  /**
   * Turns the picture about its centre.
   *
   * @param degrees anti-clockwise
   * @param style of the result
   */
  record Rotate(double degrees, Warp.Style style) implements Move {}

  /**
   * Shifts each row by its distance from the top times a factor.
   *
   * @param factor columns a row; positive moves the lower rows to the left
   * @param style of the result
   */
  record ShearX(double factor, Warp.Style style) implements Move {}

  /**
   * Shifts each column by its distance from the left times a factor.
   *
   * @param factor rows a column; positive moves the right columns up
   * @param style of the result
   */
  record ShearY(double factor, Warp.Style style) implements Move {}

  /**
   * Shifts the picture sideways.
   *
   * @param pixels to the left
   * @param style of the result
   */
  record TranslateX(double pixels, Warp.Style style) implements Move {}

  /**
   * Shifts the picture up or down.
   *
   * @param pixels upwards
   * @param style of the result
   */
  record TranslateY(double pixels, Warp.Style style) implements Move {}
}
