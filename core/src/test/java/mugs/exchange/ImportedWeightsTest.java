package mugs.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import mugs.embed.NetworkDescription;
import mugs.engine.Device;
import mugs.engine.Placement;
import mugs.engine.Precision;
import mugs.engine.SafetensorsReader;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.train.Recipe;
import mugs.vit.Parameters;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportedWeightsTest {
  private static final Path CHECKPOINT =
      TorchFileTest.resource("interchange/authors-checkpoint.pth");
  private static final ImportOptions THREE_HEADS =
      new ImportOptions(Optional.empty(), OptionalInt.of(3), 1e-6);
  private static final VitSettings VIT = VitSettings.of(8, 4, 8, 2, 2);

  @TempDir private Path folder;
  private final Scope scope = Scope.withoutGradients();

  @AfterEach
  void free() {
    scope.close();
  }

  @Test
  void checkpoint_givesItsTeacher_withHeadsAndTheRecipeOfItsSizes() throws IOException {
    Path file = folder.resolve("teacher.safetensors");
    try (ImportedWeights weights = ImportedWeights.read(CHECKPOINT, THREE_HEADS)) {
      assertThat(weights.origin()).startsWith("a training checkpoint of Mugs");
      weights.write(file);
    }
    try (SafetensorsReader written = SafetensorsReader.open(file);
        SafetensorsReader recorded =
            SafetensorsReader.open(
                TorchFileTest.resource("interchange/authors-teacher.safetensors"))) {
      assertThat(written.names())
          .containsExactlyInAnyOrderElementsOf(
              recorded.names().stream()
                  .map(name -> name.replaceFirst("^backbone\\.", ""))
                  .collect(Collectors.toSet()));
      for (String name : recorded.names()) {
        assertThat(Tensors.toDoubles(written.read(name.replaceFirst("^backbone\\.", ""))))
            .isEqualTo(Tensors.toDoubles(recorded.read(name)));
      }
      Recipe recipe = recipe(written.metadata());
      assertThat(recipe.vit()).isEqualTo(VitSettings.of(32, 8, 24, 2, 3));
      assertThat(recipe.heads().hidden()).isEqualTo(20);
      assertThat(recipe.heads().output()).isEqualTo(12);
      assertThat(recipe.supervision().group().prototypes()).isEqualTo(30);
      assertThat(NetworkDescription.of(written.metadata(), file).vit())
          .isEqualTo(VitSettings.of(32, 8, 24, 2, 3));
    }
  }

  private Recipe recipe(Map<String, String> metadata) throws IOException {
    Path yaml = folder.resolve("recipe.yaml");
    Files.writeString(yaml, metadata.getOrDefault("recipe", ""));
    return Recipe.load(yaml.toString());
  }

  @Test
  void student_isTakenOnRequest_withoutItsPredictors() throws IOException {
    ImportOptions student = new ImportOptions(Optional.of("student"), OptionalInt.of(3), 1e-6);
    try (ForeignFile file = ForeignFile.open(CHECKPOINT);
        ImportedWeights weights = ImportedWeights.read(CHECKPOINT, student)) {
      assertThat(weights.network()).isEqualTo("student/module.backbone.");
      assertThat(weights.leftOut())
          .hasSize(4)
          .allMatch(name -> name.startsWith("student/module.") && name.contains("predictor"));
      assertThat(Tensors.toDoubles(tensor(weights, "blocks.1.mlp.fc2.weight")))
          .isEqualTo(
              Tensors.toDoubles(file.read("student/module.backbone.blocks.1.mlp.fc2.weight")));
      assertThat(Tensors.toDoubles(tensor(weights, "group_head.last_layer.weight_v")))
          .isEqualTo(Tensors.toDoubles(file.read("student/module.group_head.last_layer.weight_v")));
    }
  }

  private static Tensor tensor(ImportedWeights weights, String name) {
    return own(weights.tensors(), name);
  }

  private static Tensor own(Map<String, Tensor> tensors, String name) {
    return tensors.getOrDefault(name, new Tensor());
  }

  @Test
  void severalNetworks_areNamed_whereItIsNotClearWhichIsMeant() {
    ImportOptions other = new ImportOptions(Optional.of("assistant"), OptionalInt.of(3), 1e-6);
    assertThatThrownBy(() -> ImportedWeights.read(CHECKPOINT, other))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("authors-checkpoint.pth: it holds not one network 'assistant'")
        .hasMessageContaining("'student/module.backbone.', 'teacher/backbone.'");
  }

  @Test
  void headsThatNoFileTells_areAskedFor() {
    assertThatThrownBy(() -> ImportedWeights.read(CHECKPOINT, ImportOptions.USUAL))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("24 wide")
        .hasMessageContaining("--heads");
  }

  @Test
  void fileOfThisProgram_tellsItsHeads_unlessOthersAreAskedFor() throws IOException {
    NetworkDescription network =
        new NetworkDescription(
            new VitSettings(8, 4, 8, 2, 4, 1e-5), List.of(0.5, 0.4, 0.3), List.of(0.2, 0.2, 0.1));
    Path file = folder.resolve("own.safetensors");
    try (Parameters parameters =
        Parameters.initial(
            VisionTransformer.specs(network.vit(), ""), 3, Precision.FLOAT32.onCpu())) {
      SafetensorsWriter.write(file, parameters.asMap(), network.metadata());
    }

    try (ImportedWeights weights = ImportedWeights.read(file, ImportOptions.USUAL)) {
      assertThat(weights.toldHeads()).isTrue();
      assertThat(weights.settings()).isEqualTo(network.vit());
      assertThat(NetworkDescription.of(weights.metadata(), file)).isEqualTo(network);
    }
    ImportOptions asked = new ImportOptions(Optional.empty(), OptionalInt.of(2), 1e-4);
    try (ImportedWeights weights = ImportedWeights.read(file, asked)) {
      assertThat(weights.toldHeads()).isFalse();
      assertThat(weights.settings()).isEqualTo(new VitSettings(8, 4, 8, 2, 2, 1e-4));
    }
  }

  @Test
  void layerScales_areMultipliedIntoTheLayersBeforeThem() throws IOException {
    Tensor scale = Tensors.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 8);
    Map<String, Tensor> tensors = vit();
    float[] weight = Tensors.toFloats(own(tensors, "blocks.1.mlp.fc2.weight"));
    tensors.put("blocks.1.mlp.fc2.bias", Tensors.of(new float[] {1, 1, 1, 1, 1, 1, 1, 1}, 8));
    tensors.put("blocks.1.ls2.gamma", scale);

    try (ImportedWeights weights = imported(tensors)) {
      assertThat(weights.scaled()).isEqualTo(1);
      assertThat(Tensors.toFloats(tensor(weights, "blocks.1.mlp.fc2.bias")))
          .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
      float[] scaled = Tensors.toFloats(tensor(weights, "blocks.1.mlp.fc2.weight"));
      assertThat(scaled[32 * 6 + 5]).isEqualTo(7 * weight[32 * 6 + 5]); // row 6, column 5
      assertThat(Tensors.toFloats(tensor(weights, "blocks.0.mlp.fc2.weight")))
          .isEqualTo(Tensors.toFloats(own(tensors, "blocks.0.mlp.fc2.weight")));
    }
  }

  @Test
  void blocksInChunks_areNumberedThrough_andMasksLeftOut() throws IOException {
    Map<String, Tensor> tensors =
        renamed(
            name ->
                name.replaceFirst("^blocks\\.1\\.", "blocks.1.1.")
                    .replaceFirst("^blocks\\.0\\.(?!1)", "blocks.0.0."));
    tensors.put("mask_token", Tensors.of(new float[8], 1, 8));

    try (ImportedWeights weights = imported(tensors)) {
      assertThat(weights.settings().blocks()).isEqualTo(2);
      assertThat(weights.tensors().keySet()).isEqualTo(vit().keySet());
      assertThat(weights.leftOut()).containsExactly("mask_token");
    }
  }

  @Test
  void namesInPrefixes_areFound_andWhatStandsBesideTheBackboneIsLeftOut() throws IOException {
    Map<String, Tensor> tensors = renamed(name -> "module.backbone." + name);
    tensors.put("module.head.mlp.0.weight", Tensors.of(new float[] {1}, 1));

    try (ImportedWeights weights = imported(tensors)) {
      assertThat(weights.network()).isEqualTo("module.backbone.");
      assertThat(weights.leftOut()).containsExactly("module.head.mlp.0.weight");
    }
  }

  @Test
  void otherTransformers_areRefusedByWhatTheyHaveMore() throws IOException {
    assertRefused("register_tokens", "register tokens");
    assertRefused("reg_token", "register tokens");
    assertRefused("dist_token", "distillation");
    assertRefused("fc_norm.weight", "normalisation of the mean token");
    assertRefused("blocks.0.mlp.w12.weight", "SwiGLU");
    assertRefused("blocks.0.attn.q_norm.weight", "queries and keys");
    assertRefused("blocks.0.attn.relative_position_bias_table", "relative positions");
    assertRefused("adapter.weight", "'adapter.weight' has no place here");
  }

  private void assertRefused(String name, String reason) throws IOException {
    Map<String, Tensor> tensors = vit();
    tensors.put(name, Tensors.of(new float[] {1}, 1));
    assertThatThrownBy(() -> imported(tensors))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(reason);
  }

  @Test
  void tensorThatIsMissingOrOfAnotherShape_isNamed() throws IOException {
    Map<String, Tensor> missing = vit();
    missing.remove("blocks.0.norm2.bias");
    assertThatThrownBy(() -> imported(missing)).hasMessageContaining("missing blocks.0.norm2.bias");

    Map<String, Tensor> other = vit();
    other.put("blocks.1.mlp.fc1.weight", Tensors.of(new float[24 * 8], 24, 8));
    assertThatThrownBy(() -> imported(other))
        .hasMessageContaining("blocks.1.mlp.fc1.weight is [24, 8], not [32, 8]");

    Map<String, Tensor> positions = vit();
    positions.put("pos_embed", Tensors.of(new float[7 * 8], 1, 7, 8));
    assertThatThrownBy(() -> imported(positions)).hasMessageContaining("7 positions");
  }

  @Test
  void valuesThatAreNoNumbers_areRefused() throws IOException {
    Map<String, Tensor> tensors = vit();
    tensors.put("norm.bias", Tensors.of(new float[] {0, 0, 0, Float.NaN, 0, 0, 0, 0}, 8));
    assertThatThrownBy(() -> imported(tensors))
        .hasMessageContaining("'norm.bias' holds values that are not finite");
  }

  @Test
  void anythingElse_isNoVisionTransformer() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("conv1.weight", Tensors.of(new float[1], 1));
    assertThatThrownBy(() -> imported(tensors))
        .hasMessageContaining("it holds no vision transformer")
        .hasMessageContaining("it has conv1.weight");
  }

  private static Map<String, Tensor> vit() {
    return renamed(UnaryOperator.identity());
  }

  private static Map<String, Tensor> renamed(UnaryOperator<String> naming) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Parameters.initial(
            VisionTransformer.specs(VIT, ""), 1, new Placement(Precision.FLOAT32, Device.CPU))
        .asMap()
        .forEach((name, tensor) -> tensors.put(naming.apply(name), tensor));
    return tensors;
  }

  private ImportedWeights imported(Map<String, Tensor> tensors) throws IOException {
    Path file = folder.resolve("w.safetensors");
    SafetensorsWriter.write(file, tensors, Map.of());
    return ImportedWeights.read(file, new ImportOptions(Optional.empty(), OptionalInt.of(2), 1e-6));
  }
}
