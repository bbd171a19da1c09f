package mugs.method;

import mugs.engine.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The contrastive loss (paper, equation 2): for a prediction y, its positive z and negatives b_k
 *
 * <pre>  -log( exp(y.z / T) / (exp(y.z / T) + sum_k exp(y.b_k / T)) )</pre>
 *
 * <p>The sum over the negatives does not depend on the positive, so it is taken once for each
 * prediction, however many positives it is paired with, in one product for all crops.
 */
final class InfoNce {
  private InfoNce() {}

  /**
   * Returns the losses of all pairs, added up.
   *
   * @param predictions y, {@code [crops, images, width]}, rows of length 1
   * @param positives z, {@code [positives of a crop, crops or 1, images, width]}
   * @param negatives b, {@code [K, width]}
   * @param temperature T
   */
  static Tensor sum(Tensor predictions, Tensor positives, Tensor negatives, double temperature) {
    try (Scope scope = Scope.open()) {
      Tensor scaled = predictions.div(new Scalar(temperature));
      Tensor ofNegatives = scaled.matmul(negatives.t()).logsumexp(-1); // [crops, images]
      Tensor ofPositives = scaled.mul(positives).sum(-1); // [positives, crops, images]
      return scope.handUp(torch.logaddexp(ofPositives, ofNegatives).sub(ofPositives).sum());
    }
  }
}
