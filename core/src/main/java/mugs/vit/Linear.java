package mugs.vit;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A linear layer over the last dimension, with or without a bias. */
public final class Linear {
  private final Tensor weight;
  private final TensorOptional bias;

  /**
   * Finds the layer's tensors.
   *
   * @param parameters holding {@code prefix.weight} and perhaps {@code prefix.bias}
   * @param prefix of their names
   */
  public Linear(Parameters parameters, String prefix) {
    weight = parameters.get(prefix + ".weight");
    bias = parameters.optional(prefix + ".bias");
  }

  /** Returns what such a layer with a bias needs: weight normal, bias zero. */
  static List<ParameterSpec> specs(String prefix, long inputs, long outputs) {
    return List.of(
        new ParameterSpec(prefix + ".weight", InitialValue.NORMAL, outputs, inputs),
        new ParameterSpec(prefix + ".bias", InitialValue.ZERO, outputs));
  }

  /**
   * Applies the layer.
   *
   * @param input {@code [..., inputs]}
   * @return {@code [..., outputs]}
   */
  public Tensor apply(Tensor input) {
    return torch.linear(input, weight, bias);
  }

  /**
   * Applies some of the layer's outputs alone.
   *
   * @param input {@code [..., inputs]}
   * @param from index of the first output
   * @param count how many outputs
   * @return {@code [..., count]}
   */
  Tensor apply(Tensor input, long from, long count) {
    TensorOptional some =
        bias.has_value() ? new TensorOptional(bias.get().narrow(0, from, count)) : bias;
    return torch.linear(input, weight.narrow(0, from, count), some);
  }
}
