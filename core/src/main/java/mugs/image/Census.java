package mugs.image;

/** What operations ask of a picture as a whole, counted when it is first asked for. */
final class Census {

  private static final int LEVELS = 256;
  private static final RgbImage NOTHING = new RgbImage(1, 1, new byte[3]);

  private RgbImage picture = NOTHING;
  private boolean counted;
  private boolean summed;
  private int[][] counts = {};
  private long luma;

  /** Turns to a picture; what is known of the same one stays known. */
  void of(RgbImage next) {
    if (next.pixels() != picture.pixels()) {
      counted = false;
      summed = false;
    }
    picture = next;
  }

  RgbImage picture() {
    return picture;
  }

  /** Returns how often each value is there, by channel; not to be changed. */
  int[][] counts() {
    if (!counted) {
      counts = counts(picture.pixels(), picture.pixels().length);
      counted = true;
    }
    return counts;
  }

  /** Returns the sum of the luma of all pixels. */
  long luma() {
    if (!summed) {
      luma = luma(picture.pixels(), picture.pixels().length);
      summed = true;
    }
    return luma;
  }

  /** Counts the values of the first bytes of some pixels, by channel. */
  static int[][] counts(byte[] rgb, int length) {
    int[] red = new int[LEVELS];
    int[] green = new int[LEVELS];
    int[] blue = new int[LEVELS];
    for (int i = 0; i < length; i += 3) {
      red[rgb[i] & 0xff]++;
      green[rgb[i + 1] & 0xff]++;
      blue[rgb[i + 2] & 0xff]++;
    }
    return new int[][] {red, green, blue};
  }

  /** Adds up the luma of the first bytes of some pixels. */
  static long luma(byte[] rgb, int length) {
    long sum = 0;
    for (int i = 0; i < length; i += 3) {
      sum += Colours.luma(rgb[i] & 0xff, rgb[i + 1] & 0xff, rgb[i + 2] & 0xff);
    }
    return sum;
  }
}
