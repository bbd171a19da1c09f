package mugs.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import mugs.embed.WeightsFile;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Tensors;
import mugs.load.PlainPictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsToBeginWithTest {
  private static final PlainPictures PICTURES = PlainPictures.coloured(8);

  @TempDir private Path folder;

  private static void begin(Path weights) throws IOException {
    Pretraining.from(weights, TinyRun.recipe(), PICTURES, PretrainingListener.NONE).close();
  }

  @Test
  void weightsThatAreNotThoseOfTheChecksumsBesideThem_areRefused() throws Exception {
    try (Pretraining run =
        new Pretraining(
            TinyRun.recipe("run.max-steps=1", "run.knn-every=0"),
            PICTURES,
            PretrainingListener.NONE)) {
      run.run(RunFolder.create(folder.resolve("run")));
    }
    Path weights = WeightsFile.find(folder.resolve("run"));
    begin(weights);
    byte[] altered = Files.readAllBytes(weights);
    altered[altered.length - 1] ^= 1;
    Files.write(weights, altered);

    assertThatThrownBy(() -> begin(folder.resolve("run")))
        .isInstanceOf(IOException.class)
        .hasMessage(
            weights.toRealPath()
                + " is torn or altered: its checksum is not the one in checksums.sha256");

    Files.delete(weights.resolveSibling("checksums.sha256"));
    begin(weights);
  }

  @Test
  void weightsThatAreNotFinite_areRefused_namingFileAndTensor() throws IOException {
    Path weights = folder.resolve("weights.safetensors");
    SafetensorsWriter.write(
        weights, Map.of("norm.bias", Tensors.of(new float[] {1, Float.NaN, 2}, 3)), Map.of());

    assertThatThrownBy(() -> begin(weights))
        .isInstanceOf(IOException.class)
        .hasMessage(
            weights.toRealPath()
                + " holds weights that are not finite, the first in norm.bias: give those of an"
                + " earlier checkpoint or another run");
  }
}
