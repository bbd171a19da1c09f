package mugs.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {
  private final Scope scope = Scope.withoutGradients();

  @TempDir private Path folder;

  @AfterEach
  void free() {
    scope.close();
  }

  private Path exported() throws IOException {
    Path weights = RecordedNetwork.write(folder.resolve("weights.safetensors"));
    Path out = folder.resolve("out.onnx");
    WeightsExport.write(weights, out, ExportOptions.of(ExportFormat.ONNX));
    return out;
  }

  @Test
  void file_statesItsOperatorSet_andADynamicBatch() throws IOException {
    ModelProto model;
    try (var in = Files.newInputStream(exported())) {
      model = ModelProto.parseFrom(in);
    }

    assertThat(model.getOpsetImportList())
        .singleElement()
        .satisfies(
            set -> {
              assertThat(set.getDomain()).isEmpty();
              assertThat(set.getVersion()).isEqualTo(17);
            });
    GraphProto graph = model.getGraph();
    var input = graph.getInput(0).getType().getTensorType().getShape();
    assertThat(input.getDim(0).getDimParam()).isEqualTo("batch");
    assertThat(List.of(input.getDim(1), input.getDim(2), input.getDim(3)))
        .extracting(dimension -> dimension.getDimValue())
        .containsExactly(3L, 32L, 32L);
    assertThat(graph.getOutputList())
        .extracting(output -> output.getName())
        .containsExactly("class_token", "tokens");
  }

  @Test
  void interpreter_givesTheRecordedTokens() throws IOException {
    RecordedNetwork.Answer answer = RecordedNetwork.answer(RecordedNetwork.SIZE);

    try (OnnxInterpreter interpreter = OnnxInterpreter.read(exported())) {
      Tensor tokens = interpreter.run(answer.pixels()).tokens();
      assertThat(tokens.sub(answer.tokens()).abs().max().item_double()).isLessThan(1e-5);
    }
  }

  @Test
  void interpreter_computesWhatTheFileSays_notWhatWasMeant() throws IOException {
    ModelProto model;
    try (var in = Files.newInputStream(exported())) {
      model = ModelProto.parseFrom(in);
    }
    GraphProto.Builder graph = model.getGraph().toBuilder();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      // attention over the wrong tokens
      if (graph.getNode(i).getOpType().equals("Softmax")) {
        NodeProto.Builder node = graph.getNodeBuilder(i);
        node.setAttribute(0, AttributeProto.newBuilder(node.getAttribute(0)).setI(-2));
      }
    }
    Path altered = folder.resolve("altered.onnx");
    Files.write(altered, model.toBuilder().setGraph(graph).build().toByteArray());
    RecordedNetwork.Answer answer = RecordedNetwork.answer(RecordedNetwork.SIZE);

    try (OnnxInterpreter interpreter = OnnxInterpreter.read(altered)) {
      Tensor tokens = interpreter.run(answer.pixels()).tokens();
      assertThat(tokens.sub(answer.tokens()).abs().max().item_double()).isGreaterThan(1e-2);
    }
  }

  @Test
  void interpreter_refusesWhatItDoesNotKnow() {
    NodeProto tanh = NodeProto.newBuilder().setName("n").setOpType("Tanh").build();
    NodeProto add =
        NodeProto.newBuilder()
            .setName("sum")
            .setOpType("Add")
            .addAttribute(AttributeProto.newBuilder().setName("axis"))
            .build();
    List<Tensor> inputs = List.of(Tensors.of(new float[] {1}, 1), Tensors.of(new float[] {2}, 1));

    assertThatThrownBy(() -> OnnxOperation.compute(tanh, inputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("node 'n' has operator Tanh");
    assertThatThrownBy(() -> OnnxOperation.compute(add, inputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("node 'sum' has attributes [axis]");
  }

  @Test
  void interpreter_refusesAnotherOperatorSet() throws IOException {
    Path old = folder.resolve("old.onnx");
    ModelProto.Builder model = ModelProto.newBuilder();
    model.addOpsetImportBuilder().setVersion(13);
    Files.write(old, model.build().toByteArray());

    assertThatThrownBy(() -> OnnxInterpreter.read(old))
        .isInstanceOf(IOException.class)
        .hasMessage("the file is not of ONNX's operator set 17");
  }

  @Test
  void operations_areThoseOfTheStandard() {
    // Reshape: 0 keeps a size, -1 takes what is left; Expand: 1 leaves a size as it is
    Tensor six = Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3, 1);
    Tensor shape = Tensors.of(new long[] {0, -1}, 2);
    Tensor row = Tensors.of(new float[] {7, 8}, 1, 2);
    Tensor wide = Tensors.of(new long[] {3, 1, 1}, 3);
    OnnxGraph graph = new OnnxGraph("g");
    NodeProto reshape = graph.node("r", "Reshape", "x", "s").builder().build();
    NodeProto expand = graph.node("e", "Expand", "x", "s").builder().build();
    NodeProto length =
        graph
            .node("l", "ReduceL2", "x")
            .with("axes", new long[] {-1})
            .with("keepdims", 1)
            .builder()
            .build();

    assertThat(Tensors.shape(OnnxOperation.compute(reshape, List.of(six, shape))))
        .containsExactly(2, 3);
    Tensor expanded = OnnxOperation.compute(expand, List.of(row, wide));
    assertThat(Tensors.shape(expanded)).containsExactly(3, 1, 2);
    assertThat(Tensors.toFloats(expanded)).containsExactly(7, 8, 7, 8, 7, 8);
    Tensor three = Tensors.of(new float[] {3, 4}, 1, 2);
    assertThat(Tensors.toFloats(OnnxOperation.compute(length, List.of(three)))).containsExactly(5);
  }

  @Test
  void weightsOfTwoGigabytes_areRefused_smallerOnesAreNot() {
    assertThatThrownBy(() -> OnnxFile.checkSize(2_147_483_648L))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "its weights take 2.1 GB, and one ONNX file holds less than 2.1: take --format"
                + " torchscript or timm");
    // ViT-L/16 in float32
    assertThatCode(() -> OnnxFile.checkSize(303_301_632L * 4)).doesNotThrowAnyException();
  }

  @Test
  void metadata_isKept() throws Exception {
    try (OnnxRuntime runtime = new OnnxRuntime(exported())) {
      Map<String, String> metadata = runtime.metadata();
      assertThat(metadata)
          .containsEntry("image_size", "32")
          .containsEntry("heads", "3")
          .containsEntry("unit_length", "false")
          .containsEntry("origin.pictures", "cats");
    }
  }
}
