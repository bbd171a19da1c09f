package mugs.verify;

import java.util.Arrays;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;

/** Collects the largest difference of a group of tensors, and where it is. */
final class TensorGroup {
  private final String name;
  private final double tolerance;
  private final boolean keyBiasCounts;
  private int tensors;
  private double difference;
  private String where = "";

  /**
   * Starts an empty group.
   *
   * @param name in the report
   * @param tolerance the largest relative difference allowed
   * @param keyBiasCounts whether the key third of an attention bias is compared: its true gradient
   *     is 0, so in float32 it holds enlarged rounding noise alone
   */
  TensorGroup(String name, double tolerance, boolean keyBiasCounts) {
    this.name = name;
    this.tolerance = tolerance;
    this.keyBiasCounts = keyBiasCounts;
  }

  void compare(String tensor, Tensor expected, Tensor found) {
    long[] shape = Tensors.shape(expected);
    if (!Arrays.equals(shape, Tensors.shape(found))) {
      fail(
          tensor
              + " has shape "
              + Arrays.toString(Tensors.shape(found))
              + ", not "
              + Arrays.toString(shape));
      return;
    }
    compare(tensor, Tensors.toDoubles(expected), Tensors.toDoubles(found));
  }

  void compare(String tensor, double[] expected, double[] found) {
    tensors++;
    boolean leaveKeysOut = !keyBiasCounts && tensor.endsWith("attn.qkv.bias");
    double largest = 0;
    double furthest = 0;
    int at = -1;
    for (int i = 0; i < expected.length; i++) {
      if (leaveKeysOut && i >= expected.length / 3 && i < 2 * expected.length / 3) {
        continue;
      }
      largest = Math.max(largest, Math.abs(expected[i]));
      double own = Math.abs(expected[i] - found[i]);
      if (own > furthest || Double.isNaN(own)) {
        furthest = Double.isNaN(own) ? Double.POSITIVE_INFINITY : own;
        at = i;
      }
    }
    double relative = furthest == 0 ? 0 : furthest / Math.max(largest, Double.MIN_NORMAL);
    if (!(relative <= difference)) { // also where a recorded value is no number
      difference = Double.isNaN(relative) ? Double.POSITIVE_INFINITY : relative;
      where = expected.length == 1 ? tensor : tensor + "[" + at + "]";
    }
  }

  void fail(String reason) {
    tensors++;
    difference = Double.POSITIVE_INFINITY;
    where = reason;
  }

  boolean isEmpty() {
    return tensors == 0;
  }

  Comparison comparison() {
    return new Comparison(name, tensors, difference, where, tolerance);
  }
}
