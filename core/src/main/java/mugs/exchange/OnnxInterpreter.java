package mugs.exchange;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mugs.engine.Engine;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Computes an ONNX file of this program node by node, each as the operator's description says. It
 * knows the operators that {@link OnnxTransformer} uses and refuses all others: its purpose is to
 * prove files right, not to run those of others.
 */
final class OnnxInterpreter implements ReadBack {
  private final GraphProto graph;
  private final Map<String, Tensor> weights;

  private OnnxInterpreter(GraphProto graph, Map<String, Tensor> weights) {
    this.graph = graph;
    this.weights = weights;
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or holds what this class does not know
   */
  static OnnxInterpreter read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file);
        Scope scope = Scope.withoutGradients()) {
      ByteString bytes =
          UnsafeByteOperations.unsafeWrap(channel.map(MapMode.READ_ONLY, 0, channel.size()));
      CodedInputStream input = bytes.newCodedInput();
      input.enableAliasing(true); // weights stay where they lie in the file
      ModelProto model = ModelProto.parseFrom(input);
      if (model.getOpsetImportCount() != 1
          || !model.getOpsetImport(0).getDomain().isEmpty()
          || model.getOpsetImport(0).getVersion() != OnnxFile.OPSET) {
        throw new IOException("the file is not of ONNX's operator set " + OnnxFile.OPSET);
      }
      Map<String, Tensor> weights = new HashMap<>();
      for (TensorProto stored : model.getGraph().getInitializerList()) {
        weights.put(stored.getName(), Scope.keep(tensor(stored)));
      }
      GraphProto graph = model.getGraph().toBuilder().clearInitializer().build();
      return new OnnxInterpreter(graph, weights);
    }
  }

  private static Tensor tensor(TensorProto stored) throws IOException {
    long[] shape = stored.getDimsList().stream().mapToLong(Long::longValue).toArray();
    var bytes = stored.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    if (stored.getDataType() == DataType.FLOAT.getNumber()) {
      float[] values = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(values);
      return Tensors.of(values, shape);
    } else if (stored.getDataType() == DataType.INT64.getNumber()) {
      long[] values = new long[bytes.remaining() / Long.BYTES];
      bytes.asLongBuffer().get(values);
      return Tensors.of(values, shape);
    }
    throw new IOException(
        "weight %s is of type %d, not float32 or int64"
            .formatted(stored.getName(), stored.getDataType()));
  }

  @Override
  public TokensOut run(Tensor pixels) {
    Map<String, Tensor> outputs = outputs(Map.of(OnnxTransformer.PIXELS, pixels));
    return new TokensOut(
        outputs.getOrDefault(OnnxTransformer.CLASS_TOKEN, new Tensor()),
        outputs.getOrDefault(OnnxTransformer.TOKENS, new Tensor()));
  }

  /**
   * Computes the graph's outputs.
   *
   * @param inputs by name
   * @return the outputs by name
   * @throws IllegalArgumentException if a node is of an unknown operator, or has an attribute or
   *     input that is not known of it
   */
  Map<String, Tensor> outputs(Map<String, Tensor> inputs) {
    return Engine.call(
        () -> {
          try (Scope scope = Scope.withoutGradients()) {
            Map<String, Tensor> values = new HashMap<>(weights);
            values.putAll(inputs);
            Map<String, Integer> last = lastUses();
            for (int i = 0; i < graph.getNodeCount(); i++) {
              NodeProto node = graph.getNode(i);
              values.put(node.getOutput(0), computed(node, values));
              for (String name : Set.copyOf(node.getInputList())) {
                if (last.getOrDefault(name, i) == i
                    && !weights.containsKey(name)
                    && !inputs.containsKey(name)) {
                  value(values, name).close(); // a view of it keeps the storage
                  values.remove(name);
                }
              }
            }
            Map<String, Tensor> outputs = new HashMap<>();
            for (ValueInfoProto output : graph.getOutputList()) {
              outputs.put(output.getName(), scope.handUp(value(values, output.getName())));
            }
            return outputs;
          }
        });
  }

  /** Computes a node; what it made on the way is freed. */
  private static Tensor computed(NodeProto node, Map<String, Tensor> values) {
    try (Scope scope = Scope.withoutGradients()) {
      List<Tensor> own = node.getInputList().stream().map(name -> value(values, name)).toList();
      return scope.handUp(OnnxOperation.compute(node, own));
    }
  }

  /** Which node is the last to use a value; the graph's outputs are used behind all. */
  private Map<String, Integer> lastUses() {
    Map<String, Integer> last = new HashMap<>();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      for (String name : graph.getNode(i).getInputList()) {
        last.put(name, i);
      }
    }
    graph.getOutputList().forEach(output -> last.put(output.getName(), graph.getNodeCount()));
    return last;
  }

  private static Tensor value(Map<String, Tensor> values, String name) {
    Tensor value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no node before it gives '" + name + "'");
    }
    return value;
  }

  /** Positions are those of one size. */
  @Override
  public boolean takesAnySize() {
    return false;
  }

  @Override
  public void close() {
    weights.values().forEach(tensor -> tensor.close());
  }
}
