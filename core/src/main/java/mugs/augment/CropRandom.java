package mugs.augment;

/**
 * The random choices of one sample, fixed by its keys alone: the same on every machine, in any
 * order and on any number of threads.
 *
 * <p>Numbers come from SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
 * Generators", 2014) with the finishing step that David Stafford calls variant 13; each key is
 * mixed into the start before the next one. Normal numbers come from a ziggurat of 128 layers
 * (Marsaglia and Tsang, 2000; tables as Doornik builds them, 2005): nearly always one draw, one
 * look into a table and one product. Logarithms and exponentials are strict, so that no processor
 * differs in the last bit. Not for use by several threads at once.
 */
public final class CropRandom {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final int LAYERS = 128;

  /** Where the tail begins, and the area of each layer, for 128 layers. */
  private static final double TAIL = 3.442619855899;

  private static final double LAYER_AREA = 9.91256303526217e-3;
  private static final double[] WIDTHS = widths();

  private long state;

  private CropRandom(long state) {
    this.state = state;
  }

  /**
   * Starts the choices of one picture in one epoch.
   *
   * @param seed of the run
   * @param epoch from 0
   * @param pictureIndex place of the picture in its source
   */
  public static CropRandom of(long seed, long epoch, long pictureIndex) {
    return new CropRandom(key(seed, epoch, pictureIndex));
  }

  /**
   * Starts choices from a single number, such as one drawn by {@link #nextLong()}.
   *
   * @param seed any number
   */
  public static CropRandom of(long seed) {
    return new CropRandom(key(seed));
  }

  /**
   * Mixes keys into one random number: a change in any bit of any of them changes half the bits.
   *
   * @param keys in an order that counts
   */
  public static long key(long... keys) {
    long state = 0;
    for (long key : keys) {
      state = mixed(state + key + GOLDEN_GAMMA);
    }
    return state;
  }

  /**
   * Turns random bits into a number uniform from 0 to below 1, in steps of 2 to the power of -53.
   *
   * @param bits of which the upper 53 are taken
   */
  public static double unit(long bits) {
    return (bits >>> 11) * 0x1.0p-53;
  }

  /** Returns a random permutation of 0 to {@code count - 1} (Fisher and Yates). */
  public int[] permutation(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int other = below(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  /** Returns 64 random bits. */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mixed(state);
  }

  /**
   * Returns a number uniform between two others.
   *
   * @param from smallest result
   * @param to above the largest result, or equal to {@code from}
   */
  public double uniform(double from, double to) {
    return from + (to - from) * unit(nextLong());
  }

  /**
   * Returns a number whose logarithm is uniform.
   *
   * @param from smallest result, above 0
   * @param to above the largest result
   */
  public double logUniform(double from, double to) {
    return StrictMath.exp(uniform(StrictMath.log(from), StrictMath.log(to)));
  }

  /**
   * Returns a whole number from 0 to {@code bound - 1}, each equally likely.
   *
   * @param bound 1 or more
   */
  public int below(int bound) {
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /**
   * Returns true with a given probability.
   *
   * @param probability 0 (never) to 1 (always)
   */
  public boolean chance(double probability) {
    return unit(nextLong()) < probability;
  }

  /** Returns a number from the standard normal distribution. */
  public double normal() {
    while (true) {
      long bits = nextLong();
      int layer = (int) (bits & (LAYERS - 1));
      double u = 2 * unit(bits) - 1;
      double x = u * WIDTHS[layer];
      if (Math.abs(x) < WIDTHS[layer + 1]) {
        return x;
      }
      if (layer == 0) {
        return u < 0 ? -tail() : tail();
      }
      double high = StrictMath.exp(-0.5 * (WIDTHS[layer] * WIDTHS[layer] - x * x));
      double low = StrictMath.exp(-0.5 * (WIDTHS[layer + 1] * WIDTHS[layer + 1] - x * x));
      if (low + unit(nextLong()) * (high - low) < 1) {
        return x;
      }
    }
  }

  private double tail() {
    double x;
    double y;
    do {
      x = -StrictMath.log(1 - unit(nextLong())) / TAIL;
      y = -StrictMath.log(1 - unit(nextLong()));
    } while (2 * y < x * x);
    return TAIL + x;
  }

  private static double[] widths() {
    double[] widths = new double[LAYERS + 1];
    double density = StrictMath.exp(-0.5 * TAIL * TAIL);
    widths[0] = LAYER_AREA / density;
    widths[1] = TAIL;
    for (int layer = 2; layer < LAYERS; layer++) {
      double height = LAYER_AREA / widths[layer - 1] + density;
      widths[layer] = StrictMath.sqrt(-2 * StrictMath.log(height));
      density = StrictMath.exp(-0.5 * widths[layer] * widths[layer]);
    }
    return widths;
  }

  private static long mixed(long value) {
    value = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    value = (value ^ (value >>> 27)) * 0x94d049bb133111ebL;
    return value ^ (value >>> 31);
  }
}
