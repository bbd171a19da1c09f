package mugs.verify;

import mugs.image.RgbImage;

/**
 * How far the values of two pictures of one size are apart.
 *
 * @param counts how many values differ by 0, 1, ... 255
 */
record PictureDifference(long[] counts) {
  private static final int LEVELS = 256;

  /** Compares value by value. */
  static PictureDifference between(RgbImage one, RgbImage other) {
    long[] counts = new long[LEVELS];
    for (int i = 0; i < one.pixels().length; i++) {
      counts[Math.abs((one.pixels()[i] & 0xff) - (other.pixels()[i] & 0xff))]++;
    }
    return new PictureDifference(counts);
  }

  /** Returns the mean absolute difference, 0 to 255. */
  double mean() {
    double sum = 0;
    for (int level = 0; level < LEVELS; level++) {
      sum += (double) level * counts[level];
    }
    return sum / values();
  }

  /**
   * Returns the difference that a share of the values does not exceed; between two values it is
   * interpolated, as numpy does unless told otherwise.
   *
   * @param percent 0 to 100
   */
  double percentile(double percent) {
    double place = percent / 100 * (values() - 1);
    long below = (long) Math.floor(place);
    int low = at(below);
    int high = at(Math.min(below + 1, values() - 1));
    return low + (place - below) * (high - low);
  }

  private long values() {
    long values = 0;
    for (long count : counts) {
      values += count;
    }
    return values;
  }

  /** The difference at a place, when all are sorted. */
  private int at(long place) {
    int level = 0;
    for (long passed = counts[0]; passed <= place; passed += counts[level]) {
      level++;
    }
    return level;
  }
}
