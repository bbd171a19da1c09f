package mugs.image;

/**
 * Turns hues as Pillow does when it goes through 8-bit hue, saturation and value and back, to the
 * bit, in whole numbers.
 *
 * <p>With the largest channel v, the distance d from it to the smallest, and the signed distance of
 * the other two:
 *
 * <ul>
 *   <li>the hue follows from which channel is largest and from these two distances: one look into a
 *       table that holds Pillow's arithmetic;
 *   <li>the saturation is s = 255 d / v, cut;
 *   <li>the way back is v for the largest channel, v (255 - s) / 255 for the smallest and v (255^2
 *       - s f) / 255^2 for the one between, rounded, where f is how far the new hue has gone
 *       through its sixth of the circle. An odd divisor leaves no halves, so that integers round as
 *       Pillow's floats do: true for all 2^24 combinations.
 * </ul>
 */
final class HueTurn {

  private static final int LEVELS = 256;
  private static final int FULL = 255;
  private static final int FULL_SQUARED = FULL * FULL;

  /** What the table of hues holds for one largest channel: squares of the distance, and more. */
  private static final int HUES = LEVELS * LEVELS;

  private static final byte[] HUE = new byte[3 * HUES];

  /**
   * Saturation of each value and distance in the low byte, the smallest channel in the high one.
   */
  private static final short[] SATURATION_AND_LOW = new short[LEVELS * LEVELS];

  /** Which channel is largest, between and smallest in each sixth, from red over green to blue. */
  private static final int[] LARGEST = {0, 1, 1, 2, 2, 0};

  private static final int[] MIDDLE = {1, 0, 2, 1, 0, 2};
  private static final int[] SMALLEST = {2, 2, 0, 0, 1, 1};

  /**
   * For each hue how far it is through its sixth (from the other end where the middle channel
   * rises), then the places of largest, middle and smallest channel, in bits.
   */
  private static final int[] WAYS_BACK = new int[LEVELS];

  static {
    for (int hue = 0; hue < LEVELS; hue++) {
      int sixth = hue * 6 / FULL % 6;
      int through = hue * 6 % FULL;
      boolean rising = (sixth & 1) == 0;
      WAYS_BACK[hue] =
          (rising ? FULL - through : through)
              | ((8 * LARGEST[sixth]) << 8)
              | ((8 * MIDDLE[sixth]) << 16)
              | ((8 * SMALLEST[sixth]) << 24);
    }
    for (int distance = 1; distance < LEVELS; distance++) {
      for (int largest = 0; largest < 3; largest++) {
        for (int other = -distance; other <= distance; other++) {
          HUE[largest * HUES + distance * distance + distance + other] =
              (byte) hue(largest, distance, other);
        }
      }
    }
    for (int value = 1; value < LEVELS; value++) {
      for (int distance = 0; distance <= value; distance++) {
        int saturation = distance * FULL / value;
        int low = (value * (FULL - saturation) + FULL / 2) / FULL;
        SATURATION_AND_LOW[value * LEVELS + distance] = (short) (saturation | (low << 8));
      }
    }
  }

  private HueTurn() {}

  /**
   * Returns the 8-bit hue as Pillow computes it. It divides the distance of each channel from the
   * largest by the whole distance; of the two that matter one is the smallest channel, whose
   * quotient is exactly 1.
   *
   * @param largest channel
   * @param distance from the largest to the smallest channel
   * @param other by how much the channel after the largest exceeds the one after that
   */
  private static int hue(int largest, int distance, int other) {
    float part = (float) (distance - Math.abs(other)) / distance;
    float sixths;
    if (largest == 0) {
      sixths = other >= 0 ? 1 - part : part - 1;
    } else {
      sixths = (float) (2.0 * largest + (other >= 0 ? 1.0 - part : part - 1.0));
    }
    double turns = sixths / 6.0 + 1.0;
    float turn = (float) (turns >= 1.0 ? turns - 1.0 : turns);
    return (int) (turn * 255.0);
  }

  /**
   * Turns the hues of the first bytes of some pixels.
   *
   * @param shift in turns of the colour circle, cut to whole 255ths
   */
  static void turn(byte[] rgb, int length, double shift) {
    int steps = (int) (shift * FULL);
    for (int i = 0; i < length; i += 3) {
      int red = rgb[i] & 0xff;
      int green = rgb[i + 1] & 0xff;
      int blue = rgb[i + 2] & 0xff;
      int value = Math.max(red, Math.max(green, blue));
      int distance = value - Math.min(red, Math.min(green, blue));
      // -1 where the channel is not the largest; chosen without a branch, which would be guessed
      int notRed = (red - value) >> 31;
      int notGreen = notRed & ((green - value) >> 31);
      int ofRed = green - blue;
      int ofGreen = HUES + blue - red;
      int ofBlue = 2 * HUES + red - green;
      int at = ofRed + (notRed & (ofGreen - ofRed)) + (notGreen & (ofBlue - ofGreen));
      int hue = (HUE[at + distance * distance + distance] + steps) & 0xff;
      int way = WAYS_BACK[hue];
      int both = SATURATION_AND_LOW[value * LEVELS + distance];
      int scaled = value * (FULL_SQUARED - (both & 0xff) * (way & 0xff)) + FULL_SQUARED / 2;
      int middle = scaled / FULL_SQUARED;
      int low = (both >> 8) & 0xff;
      // a shift takes its distance from the lowest five bits, so no mask is needed
      int pixel = (value << (way >> 8)) | (middle << (way >> 16)) | (low << (way >> 24));
      rgb[i] = (byte) pixel;
      rgb[i + 1] = (byte) (pixel >> 8);
      rgb[i + 2] = (byte) (pixel >> 16);
    }
  }
}
