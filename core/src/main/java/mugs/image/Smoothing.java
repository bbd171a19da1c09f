package mugs.image;

/** Blurs and sharpens pictures as Pillow does. Input pictures stay as they are. */
public final class Smoothing {

  private Smoothing() {}

  /**
   * Blurs with a Gaussian.
   *
   * @param picture to read
   * @param sigma standard deviation in pixels, 0 or more
   * @throws IllegalArgumentException if {@code sigma} is negative or not a number
   */
  public static RgbImage gaussianBlur(RgbImage picture, double sigma) {
    return Canvas.changed(picture, new Operation.GaussianBlur(sigma));
  }

  /**
   * Mixes with a smoothed picture: 0 gives the smooth one, 1 the picture, more a sharper one. The
   * smooth one weighs a pixel 5 and each of its 8 neighbours 1; the outermost pixels stay.
   *
   * @param picture to read
   * @param factor 0 or more
   */
  public static RgbImage sharpness(RgbImage picture, double factor) {
    return Canvas.changed(picture, new Operation.Sharpness(factor));
  }
}
