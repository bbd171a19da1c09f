package mugs.vit;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Multi-head self-attention; queries, keys and values come from one product, in this order. */
final class Attention {
  private final Linear qkv;
  private final Linear projection;
  private final int heads;

  Attention(Parameters parameters, String prefix, int heads) {
    this.qkv = new Linear(parameters, prefix + ".qkv");
    this.projection = new Linear(parameters, prefix + ".proj");
    this.heads = heads;
  }

  static List<ParameterSpec> specs(String prefix, long width) {
    return Stream.of(
            Linear.specs(prefix + ".qkv", width, 3 * width),
            Linear.specs(prefix + ".proj", width, width))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Lets every token look at all tokens of its picture.
   *
   * @param tokens {@code [images, tokens, width]}
   * @return the same shape
   */
  Tensor apply(Tensor tokens) {
    long images = tokens.size(0);
    long count = tokens.size(1);
    long width = tokens.size(2);
    // views of one buffer, [images, heads, tokens, width / heads] each: nothing is copied
    TensorVector parts = qkv.apply(tokens).view(images, count, 3, heads, width / heads).unbind(2);
    Tensor seen =
        torch.scaled_dot_product_attention(
            parts.get(0).transpose(1, 2),
            parts.get(1).transpose(1, 2),
            parts.get(2).transpose(1, 2),
            new TensorOptional(),
            0,
            false,
            new DoubleOptional(),
            false);
    return projection.apply(seen.transpose(1, 2).reshape(images, count, width));
  }
}
