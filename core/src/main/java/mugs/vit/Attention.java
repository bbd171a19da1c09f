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
    // views of one buffer, [images, tokens, heads, width / heads] each: nothing is copied
    TensorVector parts = byHead(qkv.apply(tokens), 3).unbind(2);
    Tensor seen = attend(parts.get(0), parts.get(1), parts.get(2));
    return projection.apply(seen.reshape(images, count, -1));
  }

  /**
   * Lets the first token alone look at all tokens of its picture.
   *
   * @param tokens {@code [images, tokens, width]}
   * @return {@code [images, 1, width]}, the first token of what {@link #apply} returns
   */
  Tensor applyToFirst(Tensor tokens) {
    long width = tokens.size(2);
    Tensor query = byHead(qkv.apply(tokens.narrow(1, 0, 1), 0, width), 1).select(2, 0);
    TensorVector others = byHead(qkv.apply(tokens, width, 2 * width), 2).unbind(2);
    Tensor seen = attend(query, others.get(0), others.get(1));
    return projection.apply(seen.reshape(tokens.size(0), 1, width));
  }

  private Tensor byHead(Tensor features, long parts) {
    return features.view(features.size(0), features.size(1), parts, heads, -1);
  }

  private static Tensor attend(Tensor queries, Tensor keys, Tensor values) {
    return torch
        .scaled_dot_product_attention(
            queries.transpose(1, 2),
            keys.transpose(1, 2),
            values.transpose(1, 2),
            new TensorOptional(),
            0,
            false,
            new DoubleOptional(),
            false)
        .transpose(1, 2);
  }
}
