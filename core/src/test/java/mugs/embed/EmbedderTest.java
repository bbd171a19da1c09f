package mugs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import mugs.augment.EvaluationCrop;
import mugs.engine.Device;
import mugs.engine.MisnamedFileException;
import mugs.engine.Precision;
import mugs.engine.SafetensorsReader;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.UnfitOptionException;
import mugs.image.RgbImage;
import mugs.image.UnreadablePictureException;
import mugs.vit.DropPath;
import mugs.vit.ParameterMismatchException;
import mugs.vit.Parameters;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedderTest {
  private static final VitSettings VIT = SmallNetwork.DESCRIPTION.vit();

  @TempDir Path folder;

  private Path weights;

  @BeforeEach
  void write() throws IOException {
    weights = SmallNetwork.write(folder.resolve("run/best/weights.safetensors"));
  }

  /** What the network makes of a crop, with nothing of the embedder in between. */
  private float[] tokens(RgbImage crop) throws IOException {
    try (Scope scope = Scope.withoutGradients();
        SafetensorsReader reader = SafetensorsReader.open(weights);
        Parameters parameters =
            Parameters.copyOf(
                VisionTransformer.specs(VIT, ""), reader.readAll(), Precision.FLOAT32.onCpu())) {
      VisionTransformer network = new VisionTransformer(VIT, parameters, "");
      Tensor pixels =
          Tensors.of(
              SmallNetwork.DESCRIPTION.normalisation().planes(crop),
              1,
              3,
              crop.height(),
              crop.width());
      return Tensors.toFloats(network.normalise(network.tokens(pixels, DropPath.NONE)));
    }
  }

  private static float[] classToken(float[] tokens) {
    return Arrays.copyOf(tokens, VIT.width());
  }

  @Test
  void vector_isTheClassToken_ofTheEvaluationCrop_howeverThePictureComes() throws IOException {
    Path file = Files.write(folder.resolve("picture.png"), SmallNetwork.picture(4));
    float[] expected = classToken(tokens(new EvaluationCrop(16).centre(SmallNetwork.pixels(4))));

    try (Embedder embedder = Embedder.load(weights)) {
      assertThat(embedder.width()).isEqualTo(12);
      assertThat(embedder.size()).isEqualTo(16);
      assertThat(embedder.embed(file)).containsExactly(expected, within(1e-5f));
      assertThat(embedder.embed(SmallNetwork.pixels(4))).containsExactly(expected, within(1e-5f));
      assertThat(embedder.embed(ImageIO.read(file.toFile())))
          .containsExactly(expected, within(1e-5f));
      assertThat(embedder.embed(Files.readAllBytes(file))).containsExactly(expected, within(1e-5f));
    } catch (UnreadablePictureException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void weights_areFound_inACheckpointAndInARun() throws IOException {
    Files.createSymbolicLink(folder.resolve("run/last"), Path.of("best"));
    float[] expected;
    try (Embedder embedder = Embedder.load(weights)) {
      expected = embedder.embed(SmallNetwork.pixels(1));
    }
    for (Path named : List.of(folder.resolve("run/best"), folder.resolve("run"))) {
      try (Embedder embedder = Embedder.load(named)) {
        assertThat(embedder.embed(SmallNetwork.pixels(1))).isEqualTo(expected);
      }
    }
  }

  @Test
  void unitLength_keepsTheDirection() throws IOException {
    try (Embedder plain = Embedder.load(weights);
        Embedder unit = Embedder.load(weights, EmbedderOptions.DEFAULT.withUnitLength(true))) {
      float[] asItIs = plain.embed(SmallNetwork.pixels(2));
      double length = 0;
      for (float value : asItIs) {
        length += (double) value * value;
      }
      float[] expected = new float[asItIs.length];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = (float) (asItIs[i] / Math.sqrt(length));
      }
      assertThat(unit.embed(SmallNetwork.pixels(2))).containsExactly(expected, within(1e-6f));
    }
  }

  @Test
  void anotherSize_showsTheNetworkMore() throws IOException {
    float[] expected = classToken(tokens(new EvaluationCrop(32).centre(SmallNetwork.pixels(3))));

    try (Embedder embedder = Embedder.load(weights, EmbedderOptions.DEFAULT.withSize(32))) {
      assertThat(embedder.embed(SmallNetwork.pixels(3))).containsExactly(expected, within(1e-5f));
    }
  }

  @Test
  void batch_isSmallerWhereThereAreMoreTokens_downToOne() throws IOException {
    int[][] batches = {{16, 128}, {160, 10}, {8 * 64, 1}, {8 * 80, 1}}; // 5, 401, 4097, 6401 tokens
    for (int[] each : batches) {
      try (Embedder embedder = Embedder.load(weights, EmbedderOptions.DEFAULT.withSize(each[0]))) {
        assertThat(embedder.batch()).isEqualTo(each[1]);
      }
    }
  }

  @Test
  void bfloat16_isNearFloat32_andNotTheSame() throws IOException {
    try (Embedder exact = Embedder.load(weights);
        Embedder shorter =
            Embedder.load(weights, EmbedderOptions.DEFAULT.withPrecision(Precision.BFLOAT16))) {
      float[] expected = exact.embed(SmallNetwork.pixels(3));
      assertThat(shorter.embed(SmallNetwork.pixels(3)))
          .containsExactly(expected, within(0.1f))
          .isNotEqualTo(expected);
    }
  }

  @Test
  void optionsThatTheNetworkCannotDo_areRefused() {
    assertThatThrownBy(() -> Embedder.load(weights, EmbedderOptions.DEFAULT.withSize(20)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "pictures of 20 pixels do not divide into the network's patches of 8: take a multiple of 8");
    assertThatThrownBy(
            () ->
                Embedder.load(weights, EmbedderOptions.DEFAULT.withToken(new Token.LastBlocks(3))))
        .hasMessageContaining("the network has 2");
    assertThatThrownBy(
            () -> Embedder.load(weights, EmbedderOptions.DEFAULT.withPrecision(Precision.TF32)))
        .isInstanceOf(UnfitOptionException.class)
        .hasMessage("precision tf32 is for GPUs: take a GPU as the device, or another precision");
  }

  @Test
  void gpuThatIsNotThere_isRefused_beforeAnythingIsRead() {
    Assumptions.assumeFalse(torch.hasCUDA(), "there is a GPU here");
    EmbedderOptions options = EmbedderOptions.DEFAULT.withDevice(Device.parse("cuda:7"));

    assertThatThrownBy(() -> Embedder.load(weights, options))
        .isInstanceOf(UnfitOptionException.class)
        .hasMessageStartingWith("device cuda:7 is not there: ");
    assertThatThrownBy(() -> Embedder.untrained(SmallNetwork.DESCRIPTION, options))
        .isInstanceOf(UnfitOptionException.class);
  }

  @Test
  void whatIsNoPicture_isNamed() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jpg"), "no picture");
    Path missing = folder.resolve("missing.jpg");
    try (Embedder embedder = Embedder.load(weights)) {
      assertThatThrownBy(() -> embedder.embed(broken))
          .isInstanceOf(UnreadablePictureException.class)
          .hasMessageStartingWith(broken + " is no picture that can be read: expected JPEG");
      assertThatThrownBy(() -> embedder.embed(missing))
          .isInstanceOf(IOException.class)
          .hasMessage("cannot read " + missing + ": no such file or folder");
      assertThatThrownBy(() -> embedder.embed(new byte[0]))
          .isInstanceOf(UnreadablePictureException.class);
      embedder.embed(SmallNetwork.pixels(0)); // and it goes on
    }
  }

  @Test
  void weightsThatAreNotThere_areToldInASentence() {
    Path gone = folder.resolve("gone");

    assertThatThrownBy(() -> Embedder.load(gone))
        .isInstanceOf(MisnamedFileException.class)
        .hasMessage(gone + ": no such file or folder: give a weights file, a checkpoint or a run");
  }

  @Test
  void closedEmbedder_saysSo() throws IOException {
    Embedder embedder = Embedder.load(weights);
    embedder.close();
    embedder.close();

    assertThatThrownBy(() -> embedder.embed(SmallNetwork.pixels(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the embedder is closed: load another");
  }

  @Test
  void weightsOfAnotherNetwork_areRefused_tensorByTensor() throws IOException {
    Map<String, Tensor> tensors;
    Path other = folder.resolve("other.safetensors");
    try (Scope scope = Scope.withoutGradients();
        SafetensorsReader reader = SafetensorsReader.open(weights)) {
      tensors = new LinkedHashMap<>(reader.readAll());
      tensors.remove("norm.bias");
      tensors.put("norm.weight", Tensors.of(new float[] {1, 2}, 2));
      tensors.put("instance_head.projector.0.weight", Tensors.of(new float[] {1}, 1));
      SafetensorsWriter.write(other, tensors, SmallNetwork.DESCRIPTION.metadata());
    }

    assertThatThrownBy(() -> Embedder.load(other))
        .isInstanceOf(ParameterMismatchException.class)
        .hasMessage(
            "the weights do not fit the network: norm.weight is [2], not [12]; missing norm.bias [12]");
  }

  @Test
  void weightsThatAreNotFinite_areRefused() throws IOException {
    Path other = folder.resolve("other.safetensors");
    try (Scope scope = Scope.withoutGradients();
        SafetensorsReader reader = SafetensorsReader.open(weights)) {
      Map<String, Tensor> tensors = new LinkedHashMap<>(reader.readAll());
      tensors.put("cls_token", Tensors.of(new float[] {1, Float.POSITIVE_INFINITY}, 1, 1, 2));
      SafetensorsWriter.write(other, tensors, SmallNetwork.DESCRIPTION.metadata());
    }

    assertThatThrownBy(() -> Embedder.load(other))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            other + " holds weights that are not finite, the first in cls_token");
  }
}
