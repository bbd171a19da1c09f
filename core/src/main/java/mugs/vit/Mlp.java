package mugs.vit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The multi-layer perceptron of a head: linear layers with an exact GELU between them, none after
 * the last. Its layers are numbered as in the released weights, where each GELU takes a number too:
 * 0, 2, 4.
 */
public final class Mlp {
  private final List<Linear> layers;

  /**
   * Finds the tensors.
   *
   * @param parameters holding {@code prefix.0.weight}, {@code prefix.2.weight}, ...
   * @param prefix of their names
   * @param layers how many linear layers
   */
  public Mlp(Parameters parameters, String prefix, int layers) {
    this.layers =
        IntStream.range(0, layers)
            .mapToObj(i -> new Linear(parameters, prefix + "." + 2 * i))
            .toList();
  }

  /**
   * Returns the parameters such a perceptron needs.
   *
   * @param prefix of their names
   * @param biases whether its layers have them; they start at 0
   * @param weights how the weights of a layer with so many inputs start
   * @param widths of the input, each hidden layer and the output
   */
  public static List<ParameterSpec> specs(
      String prefix, boolean biases, LongFunction<InitialValue> weights, long... widths) {
    List<ParameterSpec> specs = new ArrayList<>();
    for (int i = 0; i + 1 < widths.length; i++) {
      String layer = prefix + "." + 2 * i;
      InitialValue start = weights.apply(widths[i]);
      specs.add(new ParameterSpec(layer + ".weight", start, widths[i + 1], widths[i]));
      if (biases) {
        specs.add(new ParameterSpec(layer + ".bias", InitialValue.ZERO, widths[i + 1]));
      }
    }
    return specs;
  }

  /**
   * Applies the perceptron.
   *
   * @param input {@code [..., inputs]}
   * @return {@code [..., outputs]}
   */
  public Tensor apply(Tensor input) {
    Tensor x = layers.get(0).apply(input);
    for (Linear layer : layers.subList(1, layers.size())) {
      x = layer.apply(torch.gelu(x));
    }
    return x;
  }
}
