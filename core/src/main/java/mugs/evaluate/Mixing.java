package mugs.evaluate;

import java.util.Arrays;
import mugs.augment.CropRandom;
import mugs.engine.Placement;
import mugs.engine.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * How the pictures of one batch are mixed, by timm's rule for whole batches: the first with the
 * last, the second with the last but one and so on, all with the same share; either the pictures
 * are faded into each other (mixup, Zhang et al., 2018), or a box of one is pasted into the other
 * (cutmix, Yun et al., 2019). The label is mixed in the share of the pictures.
 *
 * @param share of a picture itself, 0 to 1; 1 leaves it alone
 * @param top first row of the box
 * @param bottom the row after it; as the first where there is no box
 * @param left first column of the box
 * @param right the column after it
 */
record Mixing(double share, int top, int bottom, int left, int right) {

  /** Keeps these choices apart from those of crops and orders, whose keys are not negative. */
  private static final long KEY = -5;

  private static final Mixing ALONE = new Mixing(1, 0, 0, 0, 0);

  /**
   * Draws how a batch is mixed.
   *
   * @param settings of it
   * @param seed of all choices
   * @param step of the batch
   * @param size of the pictures' sides
   */
  static Mixing draw(MixSettings settings, long seed, long step, int size) {
    if (!settings.mixes()) {
      return ALONE;
    }
    CropRandom random = CropRandom.of(seed, step, KEY);
    boolean both = settings.mixup() > 0 && settings.cutmix() > 0;
    boolean paste = both ? random.chance(settings.switchProbability()) : settings.cutmix() > 0;
    double share = beta(paste ? settings.cutmix() : settings.mixup(), random);
    return paste ? pasted(share, size, random.below(size), random.below(size)) : faded(share);
  }

  static Mixing faded(double share) {
    return new Mixing(share, 0, 0, 0, 0);
  }

  /**
   * Returns a box about a centre, cut at the edges; its sides are those of the picture times the
   * root of what the share leaves, and the share is corrected to the area that is left.
   */
  static Mixing pasted(double share, int size, int centreRow, int centreColumn) {
    int side = (int) (size * Math.sqrt(1 - share));
    int top = Math.max(0, centreRow - side / 2);
    int bottom = Math.min(size, centreRow + (side + 1) / 2); // of odd sides the longer half
    int left = Math.max(0, centreColumn - side / 2);
    int right = Math.min(size, centreColumn + (side + 1) / 2);
    double area = (double) (bottom - top) * (right - left);
    return new Mixing(1 - area / ((double) size * size), top, bottom, left, right);
  }

  /** Returns whether pictures are left as they are. */
  boolean leavesAlone() {
    return share == 1;
  }

  private boolean pastes() {
    return bottom > top;
  }

  /**
   * Mixes pictures, in the scope of the caller.
   *
   * @param pixels {@code [images, channels, size, size]}; changed where a box is pasted
   * @param others the same shape: what each is mixed with
   * @return the mixed pictures
   */
  Tensor mix(Tensor pixels, Tensor others) {
    if (leavesAlone()) {
      return pixels;
    } else if (!pastes()) {
      return pixels.mul(new Scalar(share)).add(others.mul(new Scalar(1 - share)));
    }
    box(pixels).copy_(box(others));
    return pixels;
  }

  private Tensor box(Tensor pixels) {
    return pixels.narrow(2, top, bottom - top).narrow(3, left, right - left);
  }

  /**
   * Returns what the network is to say of mixed pictures, rows that sum to 1: each label has {@code
   * 1 - smoothing}, and {@code smoothing} is spread over all classes.
   *
   * @param labels of the pictures
   * @param others labels of what each is mixed with
   * @param classes that are told apart
   * @param smoothing 0 or more and below 1
   * @param placement of the result
   * @return {@code [images, classes]}
   */
  Tensor targets(long[] labels, long[] others, int classes, double smoothing, Placement placement) {
    double[] targets = new double[labels.length * classes];
    Arrays.fill(targets, smoothing / classes);
    for (int i = 0; i < labels.length; i++) {
      targets[i * classes + (int) labels[i]] += (1 - smoothing) * share;
      targets[i * classes + (int) others[i]] += (1 - smoothing) * (1 - share);
    }
    try (Scope scope = Scope.withoutGradients()) {
      return scope.handUp(placement.of(targets, labels.length, classes));
    }
  }

  /** Draws from a symmetric beta distribution, as the share of one of two gamma variables. */
  static double beta(double shape, CropRandom random) {
    double one = gamma(shape, random);
    double other = gamma(shape, random);
    return one / (one + other);
  }

  /**
   * Draws from a gamma distribution (Marsaglia and Tsang, "A simple method for generating gamma
   * variables", 2000); shapes below 1 by a power of a uniform number, as they propose.
   */
  private static double gamma(double shape, CropRandom random) {
    if (shape < 1) {
      double power = StrictMath.pow(1 - random.uniform(0, 1), 1 / shape);
      return gamma(shape + 1, random) * power;
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.normal();
      double v = StrictMath.pow(1 + c * x, 3);
      double log = StrictMath.log(1 - random.uniform(0, 1));
      if (v > 0 && log < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
        return d * v;
      }
    }
  }
}
