package mugs.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mugs.embed.NetworkDescription;
import mugs.engine.Precision;
import mugs.engine.SafetensorsWriter;
import mugs.vit.Parameters;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;

/** A weights file with start values, for tests. */
final class TinyWeights {
  private TinyWeights() {}

  /** Writes one for pictures of 16 pixels, and returns it. */
  static Path write(Path folder) throws IOException {
    VitSettings vit = VitSettings.of(16, 8, 16, 2, 2);
    NetworkDescription network =
        new NetworkDescription(vit, List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));
    Path file = Files.createDirectories(folder).resolve("weights.safetensors");
    try (Parameters parameters =
        Parameters.initial(VisionTransformer.specs(vit, ""), 5, Precision.FLOAT32.onCpu())) {
      SafetensorsWriter.write(file, parameters.asMap(), network.metadata());
    }
    return file;
  }
}
