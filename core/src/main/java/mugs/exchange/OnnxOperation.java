package mugs.exchange;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** One node of an ONNX graph, computed with libtorch as operator set 17 describes it. */
final class OnnxOperation {
  private final NodeProto node;
  private final List<Tensor> inputs;
  private final Map<String, AttributeProto> attributes = new HashMap<>();

  private OnnxOperation(NodeProto node, List<Tensor> inputs) {
    this.node = node;
    this.inputs = inputs;
    node.getAttributeList().forEach(attribute -> attributes.put(attribute.getName(), attribute));
  }

  /**
   * Computes a node.
   *
   * @param inputs in the node's order
   * @return its only output
   * @throws IllegalArgumentException if its operator or an attribute is not known here
   */
  static Tensor compute(NodeProto node, List<Tensor> inputs) {
    OnnxOperation operation = new OnnxOperation(node, inputs);
    Tensor output = operation.output();
    if (!operation.attributes.isEmpty()) {
      throw operation.unknown("attributes " + operation.attributes.keySet());
    }
    return output;
  }

  private Tensor output() {
    return switch (node.getOpType()) {
      case "Add" -> in(0).add(in(1));
      case "Mul" -> in(0).mul(in(1));
      case "Div" -> in(0).div(in(1));
      case "Max" -> torch.maximum(in(0), in(1));
      case "MatMul" -> torch.matmul(in(0), in(1));
      case "Erf" -> in(0).erf();
      case "Softmax" -> torch.softmax(in(0), integer("axis"));
      case "Transpose" -> in(0).permute(integers("perm"));
      case "Reshape" -> in(0).reshape(shape());
      case "Expand" -> expanded();
      case "Concat" -> torch.cat(new TensorVector(inputs.toArray(Tensor[]::new)), integer("axis"));
      case "Gather" -> gathered();
      case "Shape" -> part();
      case "Conv" -> convolved();
      case "LayerNormalization" -> normalised();
      case "ReduceL2" ->
          in(0)
              .norm(
                  new ScalarOptional(new Scalar(2.0)), integers("axes"), integer("keepdims") == 1);
      default -> throw unknown("operator " + node.getOpType());
    };
  }

  /** A size of 0 is that of the input. */
  private long[] shape() {
    long[] shape = Tensors.toLongs(in(1));
    for (int i = 0; i < shape.length; i++) {
      shape[i] = shape[i] == 0 ? in(0).size(i) : shape[i];
    }
    return shape;
  }

  /** Where the input has more than 1, a size of 1 leaves it as it is. */
  private Tensor expanded() {
    long[] shape = Tensors.toLongs(in(1));
    long[] own = Tensors.shape(in(0));
    int before = shape.length - own.length;
    for (int i = 0; i < own.length; i++) {
      shape[before + i] = Math.max(shape[before + i], own[i]);
    }
    return in(0).expand(shape);
  }

  private Tensor gathered() {
    Tensor indexes = in(1);
    if (indexes.dim() > 0) {
      throw unknown("a list of indexes");
    }
    return in(0).select(integer("axis"), Tensors.toLongs(indexes)[0]);
  }

  private Tensor part() {
    long[] shape = Tensors.shape(in(0));
    int start = Math.toIntExact(integer("start"));
    int end = Math.toIntExact(integer("end"));
    return Tensors.of(Arrays.copyOfRange(shape, start, end), (long) end - start);
  }

  private Tensor convolved() {
    long[] kernel = integers("kernel_shape");
    if (kernel[0] != in(1).size(2) || kernel[1] != in(1).size(3)) {
      throw unknown("a kernel of another shape than its weight");
    }
    return torch.conv2d(
        in(0),
        in(1),
        new TensorOptional(in(2)),
        integers("strides"),
        new long[] {0, 0},
        new long[] {1, 1},
        1);
  }

  private Tensor normalised() {
    if (integer("axis") != -1) {
      throw unknown("an axis that is not the last");
    }
    float epsilon = attribute("epsilon").getF();
    return torch.layer_norm(
        in(0),
        new long[] {in(1).numel()},
        new TensorOptional(in(1)),
        new TensorOptional(in(2)),
        epsilon,
        false);
  }

  private Tensor in(int index) {
    if (index >= inputs.size()) {
      throw unknown("no input " + index);
    }
    return inputs.get(index);
  }

  private long integer(String name) {
    return attribute(name).getI();
  }

  private long[] integers(String name) {
    return attribute(name).getIntsList().stream().mapToLong(Long::longValue).toArray();
  }

  private AttributeProto attribute(String name) {
    AttributeProto attribute = attributes.remove(name);
    if (attribute == null) {
      throw unknown("no attribute " + name);
    }
    return attribute;
  }

  private IllegalArgumentException unknown(String what) {
    return new IllegalArgumentException(
        "node '%s' has %s: this reader computes what mugs export writes, and nothing else"
            .formatted(node.getName(), what));
  }
}
