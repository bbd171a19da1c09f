package mugs.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.embed.NetworkDescription;
import mugs.engine.Precision;
import mugs.engine.SafetensorsReader;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.TorchScript;
import mugs.train.Recipe;
import mugs.vit.Parameters;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were exported give what the authors' program gave, in the hands of other programs. */
class WeightsExportTest {
  /** As close as the recorded files ask for. */
  private static final double TOLERANCE = 1e-5;

  private final Scope scope = Scope.withoutGradients();

  @TempDir private Path folder;
  private Path weights;

  @BeforeEach
  void write() throws IOException {
    weights = RecordedNetwork.write(folder.resolve("weights.safetensors"));
  }

  @AfterEach
  void free() {
    scope.close();
  }

  private Path exported(ExportOptions options) throws IOException {
    Path out = folder.resolve("out" + options.format().ending());
    WeightsExport.write(weights, out, options);
    return out;
  }

  private static void assertSame(Tensor found, Tensor expected, double tolerance) {
    assertThat(Tensors.shape(found)).isEqualTo(Tensors.shape(expected));
    assertThat(found.sub(expected).abs().max().item_double()).isLessThan(tolerance);
  }

  @Test
  void safetensors_areTheWholeFile_toTheByte() throws IOException {
    assertThat(exported(ExportOptions.of(ExportFormat.SAFETENSORS)))
        .hasSameBinaryContentAs(weights);
  }

  @ParameterizedTest
  @ValueSource(ints = {RecordedNetwork.SIZE, RecordedNetwork.LARGER})
  void timm_holdsTheBackboneAlone_whosePositionsGiveTheRecordedTokens(int size) throws IOException {
    Path out = exported(ExportOptions.of(ExportFormat.TIMM).withSize(size));

    try (SafetensorsReader reader = SafetensorsReader.open(out)) {
      Map<String, Tensor> found = reader.readAll();
      VitSettings vit = VitSettings.of(size, RecordedNetwork.PATCH, RecordedNetwork.WIDTH, 2, 3);
      // strict: nothing may be left over
      Parameters parameters =
          Parameters.copyOf(VisionTransformer.specs(vit, ""), found, RecordedNetwork.FLOATS);
      RecordedNetwork.Answer answer = RecordedNetwork.answer(size);
      TokensOut tokens =
          ExportedNetwork.run(new VisionTransformer(vit, parameters, ""), answer.pixels(), false);
      assertSame(tokens.tokens(), answer.tokens(), TOLERANCE);
      assertThat(reader.metadata())
          .containsEntry("format", "pt")
          .containsEntry("image_size", Integer.toString(size))
          .containsEntry("heads", "3")
          .containsEntry("origin.steps", "6");
    }
  }

  /** 3 heads of 8 values: no tensor shows that, and the import would take heads of 64. */
  @Test
  void timm_takenInAgain_isTheSameNetwork_atTheSizeItWasFittedTo() throws IOException {
    Recipe recipe =
        RecordedNetwork.recipe("pictures.mean=[0.1,0.2,0.3]", "pictures.deviation=[0.4,0.5,0.6]");
    weights = RecordedNetwork.write(folder.resolve("own.safetensors"), recipe);
    ExportOptions options = ExportOptions.of(ExportFormat.TIMM);

    Path out = exported(options.withSize(RecordedNetwork.LARGER));

    try (ImportedWeights taken = ImportedWeights.read(out, ImportOptions.USUAL)) {
      assertThat(NetworkDescription.of(taken.metadata(), out))
          .isEqualTo(
              new NetworkDescription(
                  VitSettings.of(RecordedNetwork.LARGER, RecordedNetwork.PATCH, 24, 2, 3),
                  List.of(0.1, 0.2, 0.3),
                  List.of(0.4, 0.5, 0.6)));
    }
    Path again = folder.resolve("again.safetensors");
    WeightsExport.write(out, again, options);
    try (SafetensorsReader first = SafetensorsReader.open(out);
        SafetensorsReader second = SafetensorsReader.open(again)) {
      assertThat(second.metadata()).isEqualTo(first.metadata()).containsKey("origin.steps");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {RecordedNetwork.SIZE, RecordedNetwork.LARGER})
  void torchScript_givesTheRecordedTokens_atAnySize(int size) throws IOException {
    RecordedNetwork.Answer answer = RecordedNetwork.answer(size);

    try (TorchScript script =
        TorchScript.load(exported(ExportOptions.of(ExportFormat.TORCHSCRIPT)))) {
      assertSame(script.run("tokens", answer.pixels()), answer.tokens(), TOLERANCE);
      assertSame(script.run("forward", answer.pixels()), answer.tokens().select(1, 0), TOLERANCE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {RecordedNetwork.SIZE, RecordedNetwork.LARGER})
  void onnx_givesTheRecordedTokens_inOnnxRuntime_withAnyNumberOfPictures(int size)
      throws Exception {
    RecordedNetwork.Answer answer = RecordedNetwork.answer(size);
    Path out = exported(ExportOptions.of(ExportFormat.ONNX).withSize(size));

    try (OnnxRuntime runtime = new OnnxRuntime(out)) {
      TokensOut both = runtime.run(answer.pixels());
      assertSame(both.tokens(), answer.tokens(), TOLERANCE);
      assertSame(both.classToken(), answer.tokens().select(1, 0), TOLERANCE);
      Tensor second = answer.tokens().narrow(0, 1, 1);
      assertSame(runtime.run(answer.pixels().narrow(0, 1, 1)).tokens(), second, TOLERANCE);
      Tensor five = answer.pixels().narrow(0, 1, 1).repeat(5, 1, 1, 1);
      assertSame(runtime.run(five).tokens(), second.repeat(5, 1, 1), TOLERANCE);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TORCHSCRIPT", "ONNX"})
  void unitLength_isThatOfTheClassTokenAlone(ExportFormat format) throws Exception {
    RecordedNetwork.Answer answer = RecordedNetwork.answer(RecordedNetwork.SIZE);
    Path out = exported(ExportOptions.of(format).withUnitLength());
    TokensOut found;
    if (format == ExportFormat.ONNX) {
      try (OnnxRuntime runtime = new OnnxRuntime(out)) {
        found = runtime.run(answer.pixels());
      }
    } else {
      try (TorchScript script = TorchScript.load(out)) {
        found =
            new TokensOut(
                script.run("forward", answer.pixels()), script.run("tokens", answer.pixels()));
      }
    }

    double[] raw = Tensors.toDoubles(answer.tokens().select(1, 0));
    double[] unit = Tensors.toDoubles(found.classToken());
    for (int picture = 0; picture < 2; picture++) {
      double squares = 0;
      for (int i = 0; i < RecordedNetwork.WIDTH; i++) {
        double value = raw[picture * RecordedNetwork.WIDTH + i];
        squares += value * value;
      }
      for (int i = 0; i < RecordedNetwork.WIDTH; i++) {
        int at = picture * RecordedNetwork.WIDTH + i;
        assertThat(unit[at]).isCloseTo(raw[at] / Math.sqrt(squares), within(TOLERANCE));
      }
    }
    assertSame(found.tokens(), answer.tokens(), TOLERANCE);
  }

  @Test
  void onnx_saysHowPicturesArePrepared() throws Exception {
    try (OnnxRuntime runtime = new OnnxRuntime(exported(ExportOptions.of(ExportFormat.ONNX)))) {
      assertThat(runtime.metadata())
          .containsEntry("preprocessing.mean", "0.485, 0.456, 0.406")
          .containsEntry("preprocessing.std", "0.229, 0.224, 0.225")
          // 32 x 256 / 224 = 36.57
          .containsEntry("preprocessing.resize_shorter_side", "37")
          .containsEntry("preprocessing.center_crop", "32")
          .containsEntry("preprocessing.color", "RGB");
    }
  }

  @Test
  void greyNetwork_takesOneChannel() throws Exception {
    VitSettings vit = VitSettings.of(16, 8, 8, 1, 2).withChannels(1);
    Parameters parameters =
        Parameters.initial(VisionTransformer.specs(vit, ""), 7, RecordedNetwork.FLOATS);
    Path grey = folder.resolve("grey.safetensors");
    SafetensorsWriter.write(
        grey,
        parameters.asMap(),
        Map.of(
            "recipe",
            RecordedNetwork.recipe(
                    "crops.global-size=16",
                    "crops.local-size=8",
                    "crops.channels=1",
                    "backbone.width=8",
                    "backbone.blocks=1",
                    "backbone.heads=2")
                .toYaml()));
    Path out = folder.resolve("grey.onnx");
    Tensor pixels = Tensors.normal(8, 1, Precision.FLOAT32, 4, 1, 16, 16);

    WeightsExport.write(grey, out, ExportOptions.of(ExportFormat.ONNX));

    TokensOut ours = ExportedNetwork.run(new VisionTransformer(vit, parameters, ""), pixels, false);
    try (OnnxRuntime runtime = new OnnxRuntime(out)) {
      assertSame(runtime.run(pixels).tokens(), ours.tokens(), TOLERANCE);
      assertThat(runtime.metadata()).containsEntry("preprocessing.color", "L");
    }
  }

  @ParameterizedTest
  @EnumSource
  void differences_areTold_ofSeveralBatches_andAreRounding(ExportFormat format) throws IOException {
    WeightsExport.Outcome outcome =
        WeightsExport.write(
            weights, folder.resolve("out" + format.ending()), ExportOptions.of(format));

    assertThat(outcome.differences())
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(
            difference -> {
              assertThat(difference.largest()).isLessThan(TOLERANCE);
              assertThat(difference.scale()).isGreaterThan(1);
            });
    assertThat(outcome.differences()).extracting(Difference::images).contains(1, 3);
    assertThat(outcome.bytes()).isEqualTo(Files.size(outcome.file()));
  }

  @Test
  void check_holdsPixels_andTheTokensOfOurNetwork() throws IOException {
    Path check = folder.resolve("check.safetensors");
    ExportOptions options =
        new ExportOptions(
            ExportFormat.TORCHSCRIPT, Optional.empty(), true, Optional.empty(), Optional.of(check));

    Path out = exported(options);

    try (SafetensorsReader reader = SafetensorsReader.open(check);
        TorchScript script = TorchScript.load(out)) {
      Tensor pixels = reader.read("pixels");
      assertThat(Tensors.shape(pixels)).containsExactly(2, 3, 32, 32);
      assertSame(script.run("tokens", pixels), reader.read("tokens"), TOLERANCE);
      assertSame(script.run("forward", pixels), reader.read("class_token"), TOLERANCE);
    }
  }
}
