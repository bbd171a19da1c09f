package mugs.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Scope;
import mugs.train.RunFolder;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardTest {
  @TempDir private Path folder;

  private String card(Path weights, ExportOptions options) throws IOException {
    Path out = folder.resolve("model" + options.format().ending());
    return Files.readString(WeightsExport.write(weights, out, options).card());
  }

  @Test
  void card_saysWhatTheNetworkIs_andWhatIsNotKnown() throws IOException {
    Path weights = RecordedNetwork.write(folder.resolve("weights.safetensors"));

    assertThat(card(weights, ExportOptions.of(ExportFormat.ONNX).withUnitLength()))
        .startsWith("# model.onnx\n")
        .contains("24 wide, 2 blocks, 3 heads, patches of 8 x 8 pixels, pictures of 32 x 32 pixels")
        // 3 p^2 D + D, class token D, positions 17 D, blocks 12 D^2 + 13 D each, last norm 2 D
        .contains("19,560 parameters")
        .contains("operator set 17")
        .contains("brought to unit length")
        .contains("mean 0.485, 0.456, 0.406")
        .contains("| recipe | demo |")
        .contains("| pictures | cats |")
        .contains("| fingerprint of the pictures | f00d |")
        .contains("| number of pictures | not known |")
        .contains("Nothing was measured of these weights.")
        .contains("Of the weights: not stated.")
        .contains("global-size: 32");
  }

  @Test
  void card_ofImportedWeights_saysWhereTheyCameFrom_andShowsNoRecipe() throws IOException {
    Path weights = folder.resolve("weights.safetensors");
    try (Scope scope = Scope.withoutGradients()) {
      SafetensorsWriter.write(
          weights,
          RecordedNetwork.tensors(),
          Map.of(
              "recipe", RecordedNetwork.recipe().toYaml(),
              "program", "mugs-jvm 9",
              "imported", "a DINO checkpoint",
              "imported_sha256", "beef"));
    }

    assertThat(card(weights, ExportOptions.of(ExportFormat.TIMM)))
        .contains("| imported from | a DINO checkpoint |")
        .contains("| SHA-256 of that file | beef |")
        .doesNotContain("## Recipe", "| steps |", "trained without labels");
  }

  @Test
  void card_ofARunsWeights_hasItsFigures_andTheLicenceAsGiven() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    run.writeRecipe(RecordedNetwork.recipe());
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("program", "mugs-jvm 9");
    provenance.put("pictures", "cats");
    provenance.put("pictureCount", 24);
    run.writeProvenance(provenance);
    Files.writeString(
        run.events(),
        """
        {"event":"start","step":0}
        {"event":"knn","step":3,"top1":{"broad":0.75,"fine":0.5},"gallery":19,"queries":4}
        {"event":"knn","step":6,"top1":{"broad":0.5,"fine":0.625},"gallery":19,"queries":4}
        {"event":"knn","step":9,"top1":{"broad":1.0,"fine":1.0},"gallery":19,"queries":4}
        """);
    Path step = Files.createDirectories(folder.resolve("run/checkpoints/step-00000006"));
    RecordedNetwork.write(step.resolve("weights.safetensors"));
    Files.createSymbolicLink(folder.resolve("run/last"), step);
    ExportOptions options =
        new ExportOptions(
            ExportFormat.TIMM, Optional.empty(), false, Optional.of("CC-BY-4.0"), Optional.empty());

    assertThat(card(folder.resolve("run"), options))
        .contains("| number of pictures | 24 |")
        .contains("4 of the training pictures asked, 19 answered")
        .contains("| broad | 50.00 % |")
        .contains("| fine | 62.50 % |")
        .doesNotContain("75.00 %", "100.00 %")
        .contains("Of the weights: CC-BY-4.0.")
        .contains("timm fits positions to pictures of other sizes by another rule");
  }

  /** A format that loses a little on the way. */
  private record Lossy(double loss) implements NetworkFile {
    @Override
    public void write(Path part, ExportedNetwork network) throws IOException {
      new SafetensorsCopy().write(part, network);
    }

    @Override
    public ReadBack read(Path part, ExportedNetwork network) throws IOException {
      ReadBack right = new SafetensorsCopy().read(part, network);
      return new ReadBack() {
        @Override
        public TokensOut run(Tensor pixels) {
          TokensOut out = right.run(pixels);
          return new TokensOut(out.classToken(), out.tokens().mul(new Scalar(1 + loss)));
        }

        @Override
        public boolean takesAnySize() {
          return false;
        }

        @Override
        public void close() {
          right.close();
        }
      };
    }
  }

  @Test
  void fileThatComputesSomethingElse_isNotWritten_norIsACard() throws IOException {
    Path weights = RecordedNetwork.write(folder.resolve("weights.safetensors"));
    Path out = folder.resolve("out.safetensors");
    ExportOptions options = ExportOptions.of(ExportFormat.TIMM);

    assertThatThrownBy(() -> WeightsExport.write(weights, out, options, new Lossy(1e-3)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "cannot write "
                + out
                + ": read back, it does not compute what this program computes: 3 pictures of 32"
                + " px: largest difference");
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(weights);
    }

    WeightsExport.write(weights, out, options, new Lossy(1e-6));
    assertThat(out).exists();
  }
}
