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
    int[][] columns = new int[width][3 * height];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i += 3) {
        int[] column = columns[x];
        column[3 * y] = from[i] & 0xff;
        column[3 * y + 1] = from[i + 1] & 0xff;
        column[3 * y + 2] = from[i + 2] & 0xff;
      }
    }
    columns = boxes(columns, radius);
    int[][] rows = new int[height][3 * width];
    for (int y = 0; y < height; y++) {
      int[] row = rows[y];
      for (int x = 0; x < width; x++) {
        int[] column = columns[x];
        row[3 * x] = column[3 * y];
        row[3 * x + 1] = column[3 * y + 1];
        row[3 * x + 2] = column[3 * y + 2];
      }
    }
    rows = boxes(rows, radius);
    byte[] pixels = new byte[from.length];
    for (int y = 0, to = 0; y < height; y++) {
      for (int value : rows[y]) {
        pixels[to++] = (byte) value;
      }
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

  /** Runs all passes across the lines; returns the lines that hold the result. */
  private static int[][] boxes(int[][] lines, float radius) {
    int whole = (int) radius;
    int weight = (int) ((1 << FRACTION_BITS) / (radius * 2 + 1));
    int farWeight = ((1 << FRACTION_BITS) - (whole * 2 + 1) * weight) / 2;
    int last = lines.length - 1;
    int[][] source = lines;
    int[][] target = new int[lines.length][lines[0].length];
    for (int pass = 0; pass < PASSES; pass++) {
      int[] sums = sumsBefore(source, whole);
      for (int line = 0; line <= last; line++) {
        int[] left = source[Math.max(line - whole - 1, 0)];
        int[] right = source[Math.min(line + whole + 1, last)];
        slide(sums, left, source[Math.min(line + whole, last)]);
        mean(target[line], sums, weight, left, right, farWeight);
      }
      int[][] done = target;
      target = source;
      source = done;
    }
    return source;
  }

  /** Sums of the box one line before the first: lines -whole-1 to whole-1. */
  private static int[] sumsBefore(int[][] source, int whole) {
    int[] sums = source[0].clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] *= whole + 1;
    }
    for (int line = 0; line < whole; line++) {
      int[] added = source[Math.min(line, source.length - 1)];
      for (int i = 0; i < sums.length; i++) {
        sums[i] += added[i];
      }
    }
    return sums;
  }

  private static void slide(int[] sums, int[] leaves, int[] enters) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += enters[i] - leaves[i];
    }
  }

  private static void mean(
      int[] target, int[] sums, int weight, int[] left, int[] right, int farWeight) {
    for (int i = 0; i < target.length; i++) {
      int total = sums[i] * weight + (left[i] + right[i]) * farWeight;
      target[i] = (total + (1 << (FRACTION_BITS - 1))) >>> FRACTION_BITS;
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
