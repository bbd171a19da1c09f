package mugs.engine;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Gradients, as values or added up in leaves. */
public final class Autograd {
  private Autograd() {}

  /**
   * Returns the product of the transposed Jacobian with a gradient from above.
   *
   * @param output any tensor
   * @param inputs the tensors to differentiate by
   * @param gradient of something with respect to {@code output}, of its shape
   * @return one gradient an input; undefined where the output does not depend on it
   */
  public static List<Tensor> gradients(Tensor output, List<Tensor> inputs, Tensor gradient) {
    TensorVector found =
        torch.grad(
            new TensorVector(output),
            new TensorVector(inputs.toArray(new Tensor[0])),
            new TensorVector(gradient),
            new BoolOptional(false),
            false,
            true);
    List<Tensor> gradients = new ArrayList<>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      gradients.add(new Tensor(found.get(i))); // the element itself dies with the vector
    }
    return gradients;
  }

  /**
   * Returns a leaf over a tensor's memory: backward passes reach it and go no further, and what
   * they bring is added up in it apart from all other leaves over the same memory.
   *
   * @param tensor of a floating-point type
   */
  public static Tensor leaf(Tensor tensor) {
    return tensor.detach().requires_grad_(true);
  }

  /**
   * Adds the gradients of a loss to what its leaves have added up so far.
   *
   * @param loss of one element
   */
  public static void addGradients(Tensor loss) {
    loss.backward();
  }

  /**
   * Adds to what leaves have added up so far the product of a transposed Jacobian with a gradient
   * from above.
   *
   * @param output any tensor that depends on leaves
   * @param gradient of something with respect to {@code output}, of its shape
   */
  public static void addGradients(Tensor output, Tensor gradient) {
    output.backward(gradient, new BoolOptional(false), false, new TensorArrayRefOptional());
  }

  /**
   * Returns what a leaf has added up, and lets it begin anew.
   *
   * @param leaf see {@link #leaf}
   * @return of the leaf's shape; undefined if no loss depended on the leaf
   */
  public static Tensor take(Tensor leaf) {
    Tensor sum = new Tensor(leaf.grad()); // what grad() returns is the leaf's own
    leaf.mutable_grad().reset();
    return sum;
  }
}
