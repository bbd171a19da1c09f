package mugs.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Scope;
import mugs.vit.ParameterMismatchException;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be exported is told, and leaves nothing behind. */
class RefusedExportTest {
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

  @Test
  void cardThatCannotBeWritten_leavesNoCheck() throws IOException {
    Path check = folder.resolve("check.safetensors");
    Path out = folder.resolve("out.pt");
    Files.createDirectories(WeightsExport.cardOf(out).resolve("in-the-way"));
    ExportOptions options =
        new ExportOptions(
            ExportFormat.TORCHSCRIPT, Optional.empty(), true, Optional.empty(), Optional.of(check));

    assertThatThrownBy(() -> WeightsExport.write(weights, out, options))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot write %s: it is a folder".formatted(WeightsExport.cardOf(out)));

    assertThat(out).doesNotExist();
    assertThat(check).doesNotExist();
  }

  @Test
  void whatStoodBesideTheFileBefore_staysWhereTheExportFails() throws IOException {
    Path check = Files.writeString(folder.resolve("check.safetensors"), "an earlier check");
    Path out = folder.resolve("out.pt");
    Path card = Files.writeString(WeightsExport.cardOf(out), "an earlier card");
    Files.createDirectories(out.resolve("in-the-way"));
    ExportOptions options =
        new ExportOptions(
            ExportFormat.TORCHSCRIPT, Optional.empty(), true, Optional.empty(), Optional.of(check));

    assertThatThrownBy(() -> WeightsExport.write(weights, out, options))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot write " + out);

    assertThat(check).hasContent("an earlier check");
    assertThat(card).hasContent("an earlier card");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).noneMatch(path -> path.toString().endsWith(".part"));
    }
  }

  /** Writes as for timm, and a folder where a file is to get its name later. */
  private record Blocking(Path inTheWay) implements NetworkFile {
    @Override
    public void write(Path part, ExportedNetwork network) throws IOException {
      new SafetensorsCopy().write(part, network);
      Files.createDirectories(inTheWay);
    }

    @Override
    public ReadBack read(Path part, ExportedNetwork network) throws IOException {
      return new SafetensorsCopy().read(part, network);
    }
  }

  @Test
  void fileThatCannotGetItsName_takesItsCardAndItsCheckWithIt() throws IOException {
    Path check = folder.resolve("check.safetensors");
    Path out = folder.resolve("out.safetensors");
    Path inTheWay = out.resolve("in-the-way");
    NetworkFile inItsPlace = new Blocking(inTheWay);
    ExportOptions options =
        new ExportOptions(
            ExportFormat.TIMM, Optional.empty(), false, Optional.empty(), Optional.of(check));

    assertThatThrownBy(() -> WeightsExport.write(weights, out, options, inItsPlace))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot write " + out);

    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(weights, out);
    }
  }

  @Test
  void cardThatCannotGetItsName_leavesNoFile() throws IOException {
    Path out = folder.resolve("out.safetensors");
    Path inTheWay = WeightsExport.cardOf(out).resolve("in-the-way");
    NetworkFile besideIt = new Blocking(inTheWay);

    assertThatThrownBy(
            () -> WeightsExport.write(weights, out, ExportOptions.of(ExportFormat.TIMM), besideIt))
        .isInstanceOf(IOException.class);

    assertThat(out).doesNotExist();
    assertThat(inTheWay).isDirectory();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 30})
  void sizeThatIsNoMultipleOfThePatch_isRefused_andNothingIsWritten(int size) {
    Path out = folder.resolve("out.onnx");

    assertThatThrownBy(
            () ->
                WeightsExport.write(
                    weights, out, ExportOptions.of(ExportFormat.ONNX).withSize(size)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "--size is %d, and the network sees patches of 8 x 8 pixels: give a multiple of 8, such as 32"
                .formatted(size));
    assertThat(folder).isDirectoryContaining(weights::equals);
    assertThat(out).doesNotExist();
  }

  @Test
  void weightsThatAreNoneOfThisProgram_areRefused() throws IOException {
    Path foreign = folder.resolve("foreign.safetensors");
    SafetensorsWriter.write(foreign, RecordedNetwork.tensors(), Map.of("format", "pt"));

    assertThatThrownBy(
            () ->
                WeightsExport.write(
                    foreign, folder.resolve("o.onnx"), ExportOptions.of(ExportFormat.ONNX)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            foreign
                + " does not say which network its weights belong to (no \"network\" in its metadata):"
                + " give weights of mugs pretrain or mugs import");
  }

  @Test
  void weightsThatAreNotThoseOfTheirRecipe_areRefused_namingTensors() throws IOException {
    Path other =
        RecordedNetwork.write(
            folder.resolve("other.safetensors"), RecordedNetwork.recipe("backbone.blocks=3"));

    assertThatThrownBy(
            () ->
                WeightsExport.write(
                    other, folder.resolve("o.onnx"), ExportOptions.of(ExportFormat.ONNX)))
        .isInstanceOf(ParameterMismatchException.class)
        .hasMessage(
            "the backbone in "
                + other
                + " is not the one that it describes: missing blocks.2.norm1.weight; missing"
                + " blocks.2.norm1.bias; missing blocks.2.attn.qkv.weight; missing"
                + " blocks.2.attn.qkv.bias; and 8 more: give the weights as they were written");
  }

  @Test
  void weightsThatAreNotFinite_areRefused() throws IOException {
    Map<String, Tensor> tensors = RecordedNetwork.tensors();
    tensors.put("norm.bias", torch.full(new long[] {24}, new Scalar(Double.NaN)));
    Path broken = folder.resolve("broken.safetensors");
    SafetensorsWriter.write(broken, tensors, Map.of("recipe", RecordedNetwork.recipe().toYaml()));

    assertThatThrownBy(
            () ->
                WeightsExport.write(
                    broken, folder.resolve("o.onnx"), ExportOptions.of(ExportFormat.ONNX)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not finite, the first in norm.bias");
  }

  @Test
  void optionsThatDoNotGoTogether_areRefused() {
    assertThatThrownBy(() -> ExportOptions.of(ExportFormat.SAFETENSORS).withSize(32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--size does not go with --format safetensors");
    for (ExportFormat format : List.of(ExportFormat.SAFETENSORS, ExportFormat.TIMM)) {
      assertThatThrownBy(() -> ExportOptions.of(format).withUnitLength())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("--unit-length does not go with --format " + format.word());
    }
  }
}
