package mugs.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
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
