package mugs.evaluate;

import mugs.engine.Placement;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Layer-wise adaptive rates (You, Gitman and Ginsburg, 2017) for heads that lie below each other in
 * one matrix: the gradient of a head is multiplied by the length of its weights over its own,
 * before momentum takes it up, as in MoCo v3's and MAE's programs.
 *
 * @param heads number of them
 * @param placement of their tensors
 */
record Lars(int heads, Placement placement) {

  /** The trust coefficient of MoCo v3's and MAE's programs. */
  private static final double TRUST = 0.001;

  /**
   * Adds adapted gradients to velocities; those of a head are added as they are where they or its
   * weights are zero.
   *
   * @param weights {@code [heads x classes, width]}, like the others
   * @param gradients with their weight decay
   * @param velocities that are added to
   */
  void add(Tensor weights, Tensor gradients, Tensor velocities) {
    Tensor ofWeights = lengths(weights);
    Tensor ofGradients = lengths(gradients);
    Tensor share = ofWeights.div(ofGradients).mul_(new Scalar(TRUST));
    Tensor zero = placement.zeros(1);
    Tensor adaptable = ofWeights.gt(zero).logical_and(ofGradients.gt(zero));
    share = torch.where(adaptable, share, torch.ones_like(share));
    velocities.view(heads, -1).addcmul_(gradients.view(heads, -1), share);
  }

  /** Returns the Euclidean length of each head's part, {@code [heads, 1]}. */
  private Tensor lengths(Tensor ofHeads) {
    return ofHeads.view(heads, -1).norm(new ScalarOptional(new Scalar(2)), new long[] {1}, true);
  }
}
