package mugs.exchange;

import ai.onnx.proto.OnnxMl.GraphProto;
import mugs.method.UnitLength;
import mugs.vit.VitSettings;
import org.bytedeco.pytorch.Tensor;

/**
 * The vision transformer as an ONNX graph, for any number of pictures of one size. Weights keep
 * their names in timm; those of linear layers are transposed, as MatMul takes them.
 */
final class OnnxTransformer {
  static final String PIXELS = "pixels";
  static final String CLASS_TOKEN = "class_token";
  static final String TOKENS = "tokens";

  private final OnnxGraph graph = new OnnxGraph("vision_transformer");
  private final ExportedNetwork network;
  private final VitSettings vit;

  private OnnxTransformer(ExportedNetwork network) {
    this.network = network;
    this.vit = network.vit();
  }

  /** Returns the graph; valid as long as the network's tensors are there. */
  static GraphProto of(ExportedNetwork network) {
    return new OnnxTransformer(network).build();
  }

  private GraphProto build() {
    long side = vit.imageSize();
    long tokens = 1 + (long) vit.grid() * vit.grid();
    graph.input(PIXELS, vit.channels(), side, side);
    graph.output(CLASS_TOKEN, vit.width());
    graph.output(TOKENS, tokens, vit.width());
    constants();
    String x = embed();
    for (int i = 0; i < vit.blocks(); i++) {
      x = block("blocks." + i, x);
    }
    norm("norm", TOKENS, x);
    classToken();
    return graph.build();
  }

  private void constants() {
    graph.index("zero", 0);
    graph.index("one", 1);
    graph.index("two", 2);
    graph.number("half", 0.5);
    graph.number("unit", 1);
    graph.number("root_of_two", Math.sqrt(2));
    graph.number("attention_scale", 1 / Math.sqrt((double) vit.width() / vit.heads()));
    graph.list("by_head", 0, 0, 3, vit.heads(), vit.width() / vit.heads());
    graph.list("by_token", 0, 0, vit.width());
  }

  /** Embedded patches behind the class token, positions added: [batch, tokens, width]. */
  private String embed() {
    long[] patch = {vit.patchSize(), vit.patchSize()};
    String patches =
        graph
            .node(
                "patch_embed.patches",
                "Conv",
                PIXELS,
                weight("patch_embed.proj.weight"),
                weight("patch_embed.proj.bias"))
            .with("kernel_shape", patch)
            .with("strides", patch)
            .output();
    graph.list("patch_embed.flat", 0, vit.width(), -1);
    graph.node("patch_embed.rows", "Reshape", patches, "patch_embed.flat");
    graph
        .node("patch_embed.tokens", "Transpose", "patch_embed.rows")
        .with("perm", new long[] {0, 2, 1});
    graph.node("batch", "Shape", PIXELS).with("start", 0).with("end", 1);
    graph.list("class_shape", 1, vit.width());
    graph.node("class_batch_shape", "Concat", "batch", "class_shape").with("axis", 0);
    graph.node("class_batch", "Expand", weight("cls_token"), "class_batch_shape");
    graph.node("behind_class", "Concat", "class_batch", "patch_embed.tokens").with("axis", 1);
    return graph.node("embedded", "Add", "behind_class", weight("pos_embed")).output();
  }

  private String block(String name, String x) {
    String seen = attention(name + ".attn", norm(name + ".norm1", name + ".norm1", x));
    String between = graph.node(name + ".between", "Add", x, seen).output();
    String thought = mlp(name + ".mlp", norm(name + ".norm2", name + ".norm2", between));
    return graph.node(name, "Add", between, thought).output();
  }

  private String attention(String name, String x) {
    String qkv = linear(name + ".qkv", x);
    graph.node(name + ".split", "Reshape", qkv, "by_head");
    graph
        .node(name + ".heads", "Transpose", name + ".split")
        .with("perm", new long[] {2, 0, 3, 1, 4});
    graph.node(name + ".q", "Gather", name + ".heads", "zero").with("axis", 0);
    graph.node(name + ".k", "Gather", name + ".heads", "one").with("axis", 0);
    graph.node(name + ".v", "Gather", name + ".heads", "two").with("axis", 0);
    graph.node(name + ".q_scaled", "Mul", name + ".q", "attention_scale");
    graph.node(name + ".k_turned", "Transpose", name + ".k").with("perm", new long[] {0, 1, 3, 2});
    graph.node(name + ".likeness", "MatMul", name + ".q_scaled", name + ".k_turned");
    graph.node(name + ".shares", "Softmax", name + ".likeness").with("axis", -1);
    graph.node(name + ".seen", "MatMul", name + ".shares", name + ".v");
    graph
        .node(name + ".seen_by_token", "Transpose", name + ".seen")
        .with("perm", new long[] {0, 2, 1, 3});
    graph.node(name + ".joined", "Reshape", name + ".seen_by_token", "by_token");
    return linear(name + ".proj", name + ".joined");
  }

  /** The exact GELU, x / 2 (1 + erf(x / sqrt 2)), between two linear layers. */
  private String mlp(String name, String x) {
    String wide = linear(name + ".fc1", x);
    graph.node(name + ".scaled", "Div", wide, "root_of_two");
    graph.node(name + ".erf", "Erf", name + ".scaled");
    graph.node(name + ".above", "Add", name + ".erf", "unit");
    graph.node(name + ".gated", "Mul", wide, name + ".above");
    graph.node(name + ".gelu", "Mul", name + ".gated", "half");
    return linear(name + ".fc2", name + ".gelu");
  }

  private String linear(String name, String x) {
    Tensor turned = network.tensor(name + ".weight").t();
    String product =
        graph
            .node(name + ".product", "MatMul", x, graph.weight(name + ".weight.transposed", turned))
            .output();
    return graph.node(name, "Add", product, weight(name + ".bias")).output();
  }

  private String norm(String name, String output, String x) {
    return graph
        .node(output, "LayerNormalization", x, weight(name + ".weight"), weight(name + ".bias"))
        .with("axis", -1)
        .with("epsilon", (float) vit.layerNormEpsilon())
        .output();
  }

  private void classToken() {
    if (!network.unitLength()) {
      graph.node(CLASS_TOKEN, "Gather", TOKENS, "zero").with("axis", 1);
      return;
    }
    graph.node("first", "Gather", TOKENS, "zero").with("axis", 1);
    graph.node("length", "ReduceL2", "first").with("axes", new long[] {-1}).with("keepdims", 1);
    graph.number("shortest", UnitLength.SMALLEST_NORM);
    graph.node("safe_length", "Max", "length", "shortest");
    graph.node(CLASS_TOKEN, "Div", "first", "safe_length");
  }

  private String weight(String name) {
    return graph.weight(name, network.tensor(name));
  }
}
