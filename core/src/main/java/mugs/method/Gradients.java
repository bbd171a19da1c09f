package mugs.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.engine.Kernels;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The gradients of a step by parameter name. A parameter the loss does not depend on has none,
 * which is not the same as a gradient of zero: the optimiser leaves it alone.
 *
 * @param byName in the order of the parameters
 */
public record Gradients(Map<String, Tensor> byName) {

  /** Keeps a clipped norm at most the bound (PyTorch's {@code clip_grad_norm_}). */
  private static final double CLIP_GUARD = 1e-6;

  /**
   * Returns the L2 norm of each gradient, in the order of {@link #byName}.
   *
   * @return the norms; a value that is not finite where a gradient is not
   */
  public double[] norms() {
    List<Tensor> norms = new ArrayList<>();
    for (Tensor gradient : byName.values()) {
      norms.add(gradient.norm());
    }
    return norms.isEmpty()
        ? new double[0]
        : Tensors.toDoubles(torch.stack(new TensorVector(norms.toArray(new Tensor[0]))));
  }

  /**
   * Cuts each gradient to a norm, tensor by tensor, in place.
   *
   * @param norms of the gradients, as {@link #norms} returns them
   * @param largest norm allowed
   */
  public void clipEach(double[] norms, double largest) {
    int i = 0;
    for (Tensor gradient : byName.values()) {
      double factor = largest / (norms[i++] + CLIP_GUARD);
      if (factor < 1) {
        gradient.mul_(new Scalar(factor));
      }
    }
  }

  /** Divides each gradient by what the losses were multiplied with, in place. */
  public void unscale(double lossScale) {
    if (lossScale != 1) {
      byName.values().forEach(gradient -> gradient.mul_(new Scalar(1 / lossScale)));
    }
  }

  /**
   * Adds the workers' gradients up in the order of the workers, and frees those that are added.
   *
   * @param ofWorkers one list a worker, each with as many kept tensors; undefined in all lists or
   *     in none
   * @param scope that the sums are freed with
   * @return one sum a place, undefined where the gradients are
   */
  public static List<Tensor> sums(List<List<Tensor>> ofWorkers, Scope scope) {
    List<Tensor> sums = ofWorkers.get(0);
    scope.adopt(sums);
    for (List<Tensor> own : ofWorkers.subList(1, ofWorkers.size())) {
      List<Tensor> defined = own.stream().filter(Tensor::defined).toList();
      Kernels.add(sums.stream().filter(Tensor::defined).toList(), defined);
      own.forEach(gradient -> gradient.close());
    }
    return sums;
  }

  /**
   * Checks that a step can be taken with them.
   *
   * @param norms of the gradients, as {@link #norms} returns them
   * @throws NotFiniteException naming the first that is not finite
   */
  public void checkFinite(double[] norms) {
    int i = 0;
    for (String name : byName.keySet()) {
      if (!Double.isFinite(norms[i++])) {
        throw new NotFiniteException("the gradient of " + name + " is not finite");
      }
    }
  }

  /** Returns these gradients without those of some parameters. */
  Gradients without(String... names) {
    Map<String, Tensor> rest = new LinkedHashMap<>(byName);
    Arrays.asList(names).forEach(rest::remove);
    return new Gradients(rest);
  }
}
