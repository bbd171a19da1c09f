package mugs.load;

import mugs.augment.CropRandom;

/**
 * The order in which an epoch goes through the pictures: a new one each epoch, fixed by the seed.
 */
final class EpochOrder {
  /** Keeps the order's choices apart from those of any picture, whose index is never negative. */
  private static final long ORDER_KEY = -1;

  private EpochOrder() {}

  /** Returns a random permutation of 0 to pictures - 1. */
  static int[] of(long seed, long epoch, int pictures) {
    return CropRandom.of(seed, epoch, ORDER_KEY).permutation(pictures);
  }
}
