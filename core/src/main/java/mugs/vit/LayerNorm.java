package mugs.vit;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Layer normalisation over the last dimension. */
final class LayerNorm {
  private final TensorOptional weight;
  private final TensorOptional bias;
  private final long[] width;
  private final double epsilon;

  LayerNorm(Parameters parameters, String prefix, double epsilon) {
    this.weight = parameters.optional(prefix + ".weight");
    this.bias = parameters.optional(prefix + ".bias");
    this.width = new long[] {parameters.get(prefix + ".weight").numel()};
    this.epsilon = epsilon;
  }

  static List<ParameterSpec> specs(String prefix, long width) {
    return List.of(
        new ParameterSpec(prefix + ".weight", InitialValue.ONE, width),
        new ParameterSpec(prefix + ".bias", InitialValue.ZERO, width));
  }

  Tensor apply(Tensor input) {
    return torch.layer_norm(input, width, weight, bias, epsilon, false);
  }
}
