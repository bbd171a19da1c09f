package mugs.method;

import org.bytedeco.pytorch.Tensor;

/**
 * The student's crops of one size for a part of the batch, and the teacher's crops each is paired
 * with: teacher crop t and student crop v make a pair where v is not t.
 *
 * @param pixels {@code [crops, images, 3, height, width]}
 * @param global whether these are s0 and s1, paired with the other teacher crop; local crops are
 *     paired with both
 */
record ViewGroup(Tensor pixels, boolean global) {

  /** Index of the first local crop among the student's crops. */
  static final int FIRST_LOCAL = 2;

  int crops() {
    return (int) pixels.size(0);
  }

  /** Returns the number of pairs a picture makes in this group. */
  int pairs() {
    return global ? crops() : 2 * crops();
  }

  /** Returns the index of this group's first crop among the student's. */
  int firstCrop() {
    return global ? 0 : FIRST_LOCAL;
  }

  /** Returns the pixels with crops and images in one dimension, crop by crop. */
  Tensor flat() {
    return pixels.flatten(0, 1);
  }

  /**
   * Arranges teacher crops by pair.
   *
   * @param targets {@code [2, images, ...]} of t0 and t1
   * @return {@code [targets of a crop, crops or 1, images, ...]}
   */
  Tensor pairWith(Tensor targets) {
    return global ? targets.flip(0).unsqueeze(0) : targets.unsqueeze(1);
  }
}
