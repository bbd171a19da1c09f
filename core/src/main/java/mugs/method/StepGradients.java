package mugs.method;

import java.util.Arrays;

/**
 * The first half of a step: nothing has been changed yet.
 *
 * @param losses of the batch
 * @param gradients of the total loss, those of frozen prototypes included
 */
public record StepGradients(Losses losses, Gradients gradients) {

  /**
   * Returns whether gradients left the range of their floats, though the losses did not.
   *
   * @param norms of the gradients
   */
  boolean overflows(double[] norms) {
    return losses.isFinite() && !Arrays.stream(norms).allMatch(Double::isFinite);
  }

  /**
   * Checks that a step can be taken with them.
   *
   * @param norms of the gradients
   * @throws NotFiniteException naming what is not finite
   */
  void checkFinite(double[] norms) {
    if (!losses.isFinite()) {
      throw new NotFiniteException("a loss is not finite: " + losses.bySupervision());
    }
    gradients.checkFinite(norms);
  }
}
