package mugs.image;

/** What becomes of each value of each channel: changes that are put off and then done at once. */
final class ToneTable {

  private static final int LEVELS = 256;

  private final byte[] red = new byte[LEVELS];
  private final byte[] green = new byte[LEVELS];
  private final byte[] blue = new byte[LEVELS];
  private boolean identity;

  /** Whether the first table holds for all channels; the others mean nothing then. */
  private boolean uniform;

  ToneTable() {
    reset();
  }

  /** Returns to changing nothing. */
  void reset() {
    identity = true;
    uniform = true;
  }

  boolean isIdentity() {
    return identity;
  }

  /** Adds a change that comes after those so far, the same for all channels. */
  void then(byte[] next) {
    if (identity) {
      System.arraycopy(next, 0, red, 0, LEVELS);
      identity = false;
      return;
    }
    append(red, next);
    if (!uniform) {
      append(green, next);
      append(blue, next);
    }
  }

  /** Adds a change that comes after those so far. */
  void then(byte[] nextRed, byte[] nextGreen, byte[] nextBlue) {
    if (identity) {
      System.arraycopy(nextRed, 0, red, 0, LEVELS);
      System.arraycopy(nextGreen, 0, green, 0, LEVELS);
      System.arraycopy(nextBlue, 0, blue, 0, LEVELS);
    } else {
      if (uniform) {
        System.arraycopy(red, 0, green, 0, LEVELS);
        System.arraycopy(red, 0, blue, 0, LEVELS);
      }
      append(red, nextRed);
      append(green, nextGreen);
      append(blue, nextBlue);
    }
    identity = false;
    uniform = false;
  }

  private static void append(byte[] table, byte[] next) {
    for (int v = 0; v < LEVELS; v++) {
      table[v] = next[table[v] & 0xff];
    }
  }

  /** Adds up the luma that the first bytes of some pixels have after the changes. */
  long luma(byte[] rgb, int length) {
    if (identity) {
      return Census.luma(rgb, length);
    }
    byte[] greens = uniform ? red : green;
    byte[] blues = uniform ? red : blue;
    long sum = 0;
    for (int i = 0; i < length; i += 3) {
      sum +=
          Colours.luma(
              red[rgb[i] & 0xff] & 0xff,
              greens[rgb[i + 1] & 0xff] & 0xff,
              blues[rgb[i + 2] & 0xff] & 0xff);
    }
    return sum;
  }

  /** Does the changes to the first bytes of some pixels. */
  void change(byte[] rgb, int length) {
    if (identity) {
      return;
    }
    if (uniform) {
      byte[] all = red;
      for (int i = 0; i < length; i++) {
        rgb[i] = all[rgb[i] & 0xff];
      }
      return;
    }
    for (int i = 0; i < length; i += 3) {
      rgb[i] = red[rgb[i] & 0xff];
      rgb[i + 1] = green[rgb[i + 1] & 0xff];
      rgb[i + 2] = blue[rgb[i + 2] & 0xff];
    }
  }

  /** Returns how often each value is there after the changes, given how often before. */
  int[][] counts(int[][] before) {
    if (identity) {
      return before;
    }
    return new int[][] {
      moved(before[0], red),
      moved(before[1], uniform ? red : green),
      moved(before[2], uniform ? red : blue)
    };
  }

  private static int[] moved(int[] before, byte[] table) {
    int[] after = new int[LEVELS];
    for (int v = 0; v < LEVELS; v++) {
      after[table[v] & 0xff] += before[v];
    }
    return after;
  }
}
