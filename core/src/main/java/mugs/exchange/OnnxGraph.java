package mugs.exchange;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * An ONNX graph as it grows, node by node. Weights are not copied: the graph looks at the tensors'
 * memory, so it can be written as long as they are there.
 */
final class OnnxGraph {
  private final GraphProto.Builder graph = GraphProto.newBuilder();

  OnnxGraph(String name) {
    graph.setName(name);
  }

  /** Adds a weight and returns its name. */
  String weight(String name, Tensor tensor) {
    Tensor flat = tensor.contiguous().view(ScalarType.Byte).view(1, -1);
    TensorProto.Builder weight =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(DataType.FLOAT.getNumber())
            .setRawData(UnsafeByteOperations.unsafeWrap(Tensors.byteBuffer(flat, 0)));
    Arrays.stream(Tensors.shape(tensor)).forEach(weight::addDims);
    graph.addInitializer(weight);
    return name;
  }

  /** Adds a number and returns its name. */
  String number(String name, double value) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(DataType.FLOAT.getNumber())
            .setRawData(ByteString.copyFrom(bytes.putFloat(0, (float) value))));
    return name;
  }

  /** Adds a list of whole numbers and returns its name. */
  String list(String name, long... values) {
    graph.addInitializer(integers(name, values).addDims(values.length));
    return name;
  }

  /** Adds a whole number and returns its name. */
  String index(String name, long value) {
    graph.addInitializer(integers(name, value));
    return name;
  }

  private static TensorProto.Builder integers(String name, long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(DataType.INT64.getNumber())
        .setRawData(ByteString.copyFrom(bytes));
  }

  /**
   * Adds a node.
   *
   * @param output name of what it gives, and its own
   * @param operator of ONNX
   * @param inputs names of what it takes
   * @return its attributes can be added to it
   */
  Node node(String output, String operator, String... inputs) {
    NodeProto.Builder node =
        graph
            .addNodeBuilder()
            .setName(output)
            .setOpType(operator)
            .addAllInput(Arrays.asList(inputs))
            .addOutput(output);
    return new Node(output, node);
  }

  /**
   * A node in the graph.
   *
   * @param output name of what it gives
   */
  record Node(String output, NodeProto.Builder builder) {
    Node with(String name, long value) {
      builder.addAttribute(
          AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value));
      return this;
    }

    Node with(String name, float value) {
      builder.addAttribute(
          AttributeProto.newBuilder().setName(name).setType(AttributeType.FLOAT).setF(value));
      return this;
    }

    Node with(String name, long[] values) {
      AttributeProto.Builder list =
          AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
      Arrays.stream(values).forEach(list::addInts);
      builder.addAttribute(list);
      return this;
    }
  }

  /**
   * Says what the graph takes.
   *
   * @param name of the input
   * @param sizes after the batch, which can be any
   */
  void input(String name, long... sizes) {
    graph.addInput(value(name, sizes));
  }

  /**
   * Says what the graph gives.
   *
   * @param name of the output, which a node has
   * @param sizes after the batch, which can be any
   */
  void output(String name, long... sizes) {
    graph.addOutput(value(name, sizes));
  }

  private static ValueInfoProto.Builder value(String name, long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam("batch");
    Arrays.stream(sizes).forEach(size -> shape.addDimBuilder().setDimValue(size));
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(DataType.FLOAT.getNumber())
                        .setShape(shape)));
  }

  GraphProto build() {
    return graph.build();
  }
}
