package mugs.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.embed.NetworkDescription;
import mugs.engine.Device;
import mugs.engine.Placement;
import mugs.engine.Precision;
import mugs.engine.SafetensorsReader;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.vit.ParameterMismatchException;
import mugs.vit.ParameterSpec;
import mugs.vit.Parameters;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;
import org.bytedeco.pytorch.Tensor;

/** A weights file of this program: its backbone in float32, and all texts beside it. */
final class TrainedWeights implements AutoCloseable {
  /** Where the sizes differ every tensor does: a few tell as much. */
  private static final int MOST_NAMED = 4;

  private final Path file;
  private final Map<String, String> metadata;
  private final NetworkDescription description;
  private final Parameters backbone;

  private TrainedWeights(
      Path file,
      Map<String, String> metadata,
      NetworkDescription description,
      Parameters backbone) {
    this.file = file;
    this.metadata = metadata;
    this.description = description;
    this.backbone = backbone;
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, is no weights file of this program, or holds values
   *     that are not finite
   * @throws ParameterMismatchException if its backbone is not the one that it describes
   */
  static TrainedWeights read(Path file) throws IOException {
    try (Scope scope = Scope.withoutGradients();
        SafetensorsReader reader = SafetensorsReader.open(file)) {
      NetworkDescription description = NetworkDescription.of(reader.metadata(), file);
      List<ParameterSpec> specs = VisionTransformer.specs(description.vit(), "");
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      List<String> wrong = new ArrayList<>();
      for (ParameterSpec spec : specs) {
        if (!reader.names().contains(spec.name())) {
          wrong.add("missing " + spec.name());
        } else if (!Arrays.equals(reader.shape(spec.name()), spec.shape())) {
          wrong.add(
              "%s is %s, not %s"
                  .formatted(
                      spec.name(),
                      Arrays.toString(reader.shape(spec.name())),
                      Arrays.toString(spec.shape())));
        } else {
          tensors.put(spec.name(), reader.read(spec.name()));
        }
      }
      if (!wrong.isEmpty()) {
        throw new ParameterMismatchException(
            "the backbone in %s is not the one that it describes: %s: give the weights as they were written"
                .formatted(file, first(wrong)));
      }
      checkFinite(file, tensors);
      return new TrainedWeights(
          file,
          Map.copyOf(reader.metadata()),
          description,
          Parameters.copyOf(specs, tensors, new Placement(Precision.FLOAT32, Device.CPU)));
    }
  }

  private static String first(List<String> wrong) {
    int more = wrong.size() - MOST_NAMED;
    return String.join("; ", wrong.subList(0, Math.min(MOST_NAMED, wrong.size())))
        + (more > 0 ? "; and %d more".formatted(more) : "");
  }

  private static void checkFinite(Path file, Map<String, Tensor> tensors) throws IOException {
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      if (!Tensors.isFinite(entry.getValue())) {
        throw new IOException(
            "%s holds weights that are not finite, the first in %s: give those of an earlier checkpoint or another run"
                .formatted(file, entry.getKey()));
      }
    }
  }

  /** Returns the file that was read. */
  Path file() {
    return file;
  }

  /** Returns the texts of the file. */
  Map<String, String> metadata() {
    return metadata;
  }

  /** Returns what the file says of its network. */
  NetworkDescription description() {
    return description;
  }

  /** Returns the shape of the backbone. */
  VitSettings vit() {
    return description.vit();
  }

  /** Returns the backbone's tensors as timm names them, float32; freed when this is closed. */
  Parameters backbone() {
    return backbone;
  }

  @Override
  public void close() {
    backbone.close();
  }
}
