package mugs.image;

import mugs.engine.Resampler;

/**
 * Cuts, resizes and mirrors pictures; resizing equals Pillow's antialiased filters within 2 of 255.
 */
public final class Framing {

  private Framing() {}

  /**
   * A rectangle of pixels inside a picture.
   *
   * @param left first column
   * @param top first row
   * @param width columns, at least 1
   * @param height rows, at least 1
   */
  public record Box(int left, int top, int width, int height) {

    /**
     * Returns the box that is a whole picture.
     *
     * @param picture to enclose
     */
    public static Box of(RgbImage picture) {
      return new Box(0, 0, picture.width(), picture.height());
    }
  }

  /**
   * Resizes one part of a picture with the bicubic filter, as if it had been cut out first.
   *
   * @param picture to read
   * @param box the part, inside the picture
   * @param width of the result in pixels
   * @param height of the result in pixels
   * @throws IllegalArgumentException if the box leaves the picture or a size is below 1
   */
  public static RgbImage resizedCrop(RgbImage picture, Box box, int width, int height) {
    return resizedCrop(picture, box, width, height, Resampler.Filter.BICUBIC);
  }

  /**
   * Resizes one part of a picture, as if it had been cut out first.
   *
   * @param picture to read
   * @param box the part, inside the picture
   * @param width of the result in pixels
   * @param height of the result in pixels
   * @param filter to use
   * @throws IllegalArgumentException if the box leaves the picture or a size is below 1
   */
  public static RgbImage resizedCrop(
      RgbImage picture, Box box, int width, int height, Resampler.Filter filter) {
    if (box.width == width && box.height == height) {
      return crop(picture, box);
    }
    check(picture, box);
    Resampler.Window window =
        new Resampler.Window(picture.width(), box.left, box.top, box.width, box.height);
    Resampler.Size size = new Resampler.Size(width, height);
    return new RgbImage(width, height, Resampler.resample(picture.pixels(), window, size, filter));
  }

  /**
   * Cuts out one part of a picture.
   *
   * @param picture to read
   * @param box the part, inside the picture
   * @throws IllegalArgumentException if the box leaves the picture
   */
  public static RgbImage crop(RgbImage picture, Box box) {
    check(picture, box);
    int rowBytes = 3 * box.width;
    byte[] pixels = new byte[rowBytes * box.height];
    for (int row = 0; row < box.height; row++) {
      int from = 3 * ((box.top + row) * picture.width() + box.left);
      System.arraycopy(picture.pixels(), from, pixels, row * rowBytes, rowBytes);
    }
    return new RgbImage(box.width, box.height, pixels);
  }

  static void check(RgbImage picture, Box box) {
    if (box.left < 0
        || box.top < 0
        || box.width < 1
        || box.height < 1
        || box.left > picture.width() - box.width
        || box.top > picture.height() - box.height) {
      throw new IllegalArgumentException(
          "%s is not inside a picture of %d x %d pixels"
              .formatted(box, picture.width(), picture.height()));
    }
  }

  /**
   * Resizes a whole picture with the bicubic filter so that its shorter side has a given length;
   * the longer side keeps the proportions and is rounded down.
   *
   * @param picture to read
   * @param length of the shorter side in pixels, at least 1
   */
  public static RgbImage resizeShorterSide(RgbImage picture, int length) {
    int width = picture.width();
    int height = picture.height();
    if (width <= height) {
      int longer = (int) ((long) length * height / width);
      return resizedCrop(picture, Box.of(picture), length, longer);
    }
    int longer = (int) ((long) length * width / height);
    return resizedCrop(picture, Box.of(picture), longer, length);
  }

  /**
   * Cuts a square out of a picture's centre; where it cannot lie exactly, an odd half pixel goes to
   * the even side, as torchvision rounds.
   *
   * @param picture to read, at least {@code side} pixels wide and high
   * @param side of the square in pixels
   * @throws IllegalArgumentException if the picture is smaller than the square
   */
  public static RgbImage centreCrop(RgbImage picture, int side) {
    int left = (int) Math.rint((picture.width() - side) / 2.0);
    int top = (int) Math.rint((picture.height() - side) / 2.0);
    return crop(picture, new Box(left, top, side, side));
  }

  /**
   * Mirrors a picture: its left side becomes its right side.
   *
   * @param picture to read
   */
  public static RgbImage flip(RgbImage picture) {
    int width = picture.width();
    byte[] from = picture.pixels();
    byte[] pixels = new byte[from.length];
    for (int row = 0; row < picture.height(); row++) {
      int source = 3 * row * width;
      int target = source + 3 * (width - 1);
      for (int column = 0; column < width; column++, source += 3, target -= 3) {
        pixels[target] = from[source];
        pixels[target + 1] = from[source + 1];
        pixels[target + 2] = from[source + 2];
      }
    }
    return new RgbImage(width, picture.height(), pixels);
  }
}
