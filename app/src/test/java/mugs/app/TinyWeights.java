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

/** A weights file of an untrained network, for tests that embed. */
final class TinyWeights {
  /** Two blocks of width 16 on pictures of 16 pixels. */
  static final VitSettings NETWORK = VitSettings.of(16, 8, 16, 2, 2);

  private TinyWeights() {}

  /** Writes {@code weights.safetensors} of {@link #NETWORK} into a folder. */
  static Path write(Path folder) throws IOException {
    return write(Files.createDirectories(folder).resolve("weights.safetensors"), NETWORK);
  }

  /** Writes those of a network, and says in the file which one it is. */
  static Path write(Path file, VitSettings vit) throws IOException {
    NetworkDescription network =
        new NetworkDescription(vit, List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));
    try (Parameters parameters =
        Parameters.initial(VisionTransformer.specs(vit, ""), 5, Precision.FLOAT32.onCpu())) {
      SafetensorsWriter.write(file, parameters.asMap(), network.metadata());
    }
    return file;
  }
}
