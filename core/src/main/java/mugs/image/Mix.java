package mugs.image;

/**
 * Mixes two values in a proportion, as Pillow's blend does in single precision: {@code from +
 * factor (to - from)}, the fraction cut off.
 *
 * <p>The product depends on the difference alone, of which there are 511, so it is taken once. Its
 * whole part can be added in integers: only where its fraction is so close to 1 that single
 * precision rounds the sum up would that be wrong, and then floats are used.
 */
final class Mix {

  private static final int LARGEST = 255;

  /** Whole parts beyond this lead to 0 or 255 whatever they are added to. */
  private static final int LIMIT = 256;

  /** Sums of up to 256 are at most half of 2 to the power of -16 off. */
  private static final float CLOSE_TO_ONE = 1 - 0x1.0p-15f;

  private static final byte[] CLIPPED = clipped();

  private final float factor;
  private final int[] whole = new int[2 * LARGEST + 1];
  private final boolean exact;

  /** Prepares to mix in one proportion, 0 or more. */
  Mix(double factor) {
    this.factor = (float) factor;
    boolean allExact = true;
    for (int i = 0; i < whole.length; i++) {
      float product = this.factor * (i - LARGEST);
      int cut = (int) product;
      int floor = product < cut ? cut - 1 : cut;
      whole[i] = Math.max(-LIMIT, Math.min(LIMIT, floor));
      allExact &= product - floor < CLOSE_TO_ONE;
    }
    exact = allExact;
  }

  private static byte[] clipped() {
    byte[] clipped = new byte[LARGEST + 2 * LIMIT + 1];
    for (int i = 0; i < clipped.length; i++) {
      clipped[i] = (byte) Math.max(0, Math.min(LARGEST, i - LIMIT));
    }
    return clipped;
  }

  /** Returns whether {@link #quick} may be used. */
  boolean isExact() {
    return exact;
  }

  /** Mixes two values of 0 to 255, where {@link #isExact} holds. */
  byte quick(int from, int to) {
    return CLIPPED[from + whole[to - from + LARGEST] + LIMIT];
  }

  /** Mixes two values of 0 to 255. */
  byte exact(int from, int to) {
    return of(from, to, factor);
  }

  /** Mixes two values of 0 to 255 in any proportion. */
  static byte of(int from, int to, float factor) {
    float value = from + factor * (to - from);
    return (byte) (value <= 0 ? 0 : value >= LARGEST ? LARGEST : (int) value);
  }
}
