package mugs.image;

/**
 * Blurs and sharpens pictures as Pillow does, to the bit. Input pictures stay as they are; a new
 * one is returned.
 *
 * <p>The Gaussian is three box filters in each direction, after Gwosdek, Grewenig, Bruhn and
 * Weickert, "Theoretical Foundations of Gaussian Convolution by Extended Box Filtering" (2011): the
 * box has a whole radius and one more pixel on each side with a fractional weight, so that the
 * variance is exact for any sigma. Beyond the border the border pixel goes on. Every pass rounds to
 * whole values, in 24-bit fixed point. Here all passes run over whole rows, which the compiler
 * turns into vector instructions; for the horizontal ones the picture is transposed.
 */
public final class Smoothing {

  private static final int PASSES = 3;
  private static final int FRACTION_BITS = 24;

  private Smoothing() {}

  /**
   * Blurs with a Gaussian.
   *
   * @param picture to read
   * @param sigma standard deviation in pixels, 0 or more
   * @throws IllegalArgumentException if {@code sigma} is negative or not a number
   */
  public static RgbImage gaussianBlur(RgbImage picture, double sigma) {
    if (!(sigma >= 0)) {
      throw new IllegalArgumentException("a blur needs a sigma of 0 or more, not " + sigma);
    }
    float radius = boxRadius((float) sigma);
    if (radius == 0) {
      return picture;
    }
    int width = picture.width();
    int height = picture.height();
    byte[] from = picture.pixels();
    int[] values = new int[from.length];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i += 3) {
        int target = 3 * (x * height + y);
        values[target] = from[i] & 0xff;
        values[target + 1] = from[i + 1] & 0xff;
        values[target + 2] = from[i + 2] & 0xff;
      }
    }
    int[] spare = new int[from.length];
    values = boxes(values, spare, width, 3 * height, radius);
    int[] upright = new int[from.length];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i += 3) {
        int source = 3 * (x * height + y);
        upright[i] = values[source];
        upright[i + 1] = values[source + 1];
        upright[i + 2] = values[source + 2];
      }
    }
    upright = boxes(upright, spare, height, 3 * width, radius);
    byte[] pixels = new byte[from.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) upright[i];
    }
    return new RgbImage(width, height, pixels);
  }

  /** Radius of the box, with its fraction, three of which have the variance of the Gaussian. */
  private static float boxRadius(float sigma) {
    float variance = sigma * sigma / PASSES;
    float length = (float) Math.sqrt(12.0 * variance + 1.0);
    float whole = (float) Math.floor((length - 1.0) / 2.0);
    float fraction = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance);
    fraction /= 6 * (variance - (whole + 1) * (whole + 1));
    return whole + fraction;
  }

  /** Runs all passes down the columns; returns the array that holds the result. */
  private static int[] boxes(int[] values, int[] spare, int rows, int rowLength, float radius) {
    int whole = (int) radius;
    int weight = (int) (long) ((1 << FRACTION_BITS) / (radius * 2 + 1));
    int farWeight = ((1 << FRACTION_BITS) - (whole * 2 + 1) * weight) / 2;
    int[] source = values;
    int[] target = spare;
    int[] sums = new int[rowLength];
    for (int pass = 0; pass < PASSES; pass++) {
      start(source, sums, rows, whole);
      for (int row = 0; row < rows; row++) {
        int enters = rowLength * Math.min(row + whole, rows - 1);
        int left = rowLength * Math.max(row - whole - 1, 0);
        int right = rowLength * Math.min(row + whole + 1, rows - 1);
        int at = rowLength * row;
        for (int i = 0; i < rowLength; i++) {
          int leaving = source[left + i];
          int sum = sums[i] + source[enters + i] - leaving;
          sums[i] = sum;
          int far = leaving + source[right + i];
          int mean = sum * weight + far * farWeight + (1 << (FRACTION_BITS - 1));
          target[at + i] = mean >>> FRACTION_BITS;
        }
      }
      int[] done = target;
      target = source;
      source = done;
    }
    return source;
  }

  /** Sums of the box one row above the picture: rows -whole-1 to whole-1. */
  private static void start(int[] source, int[] sums, int rows, int whole) {
    int rowLength = sums.length;
    for (int i = 0; i < rowLength; i++) {
      sums[i] = source[i] * (whole + 1);
    }
    for (int row = 0; row < whole; row++) {
      int from = rowLength * Math.min(row, rows - 1);
      for (int i = 0; i < rowLength; i++) {
        sums[i] += source[from + i];
      }
    }
  }

  /**
   * Mixes with a smoothed picture: 0 gives the smooth one, 1 the picture, more a sharper one. The
   * smooth one weighs a pixel 5 and each of its 8 neighbours 1; the outermost pixels stay.
   *
   * @param picture to read
   * @param factor 0 or more
   */
  public static RgbImage sharpness(RgbImage picture, double factor) {
    int height = picture.height();
    int rowBytes = 3 * picture.width();
    byte[] from = picture.pixels();
    byte[] pixels = from.clone();
    float share = (float) factor;
    for (int row = 1; row < height - 1; row++) {
      int end = (row + 1) * rowBytes - 3;
      for (int i = row * rowBytes + 3; i < end; i++) {
        int here = from[i] & 0xff;
        int sum = 4 * here + three(from, i - rowBytes) + three(from, i) + three(from, i + rowBytes);
        pixels[i] = Tones.mixed((2 * sum + 13) / 26, here, share);
      }
    }
    return new RgbImage(picture.width(), height, pixels);
  }

  private static int three(byte[] pixels, int i) {
    return (pixels[i - 3] & 0xff) + (pixels[i] & 0xff) + (pixels[i + 3] & 0xff);
  }
}
