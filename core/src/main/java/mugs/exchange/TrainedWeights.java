package mugs.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import mugs.embed.BackboneFile;
import mugs.embed.NetworkDescription;
import mugs.engine.Precision;
import mugs.engine.SafetensorsReader;
import mugs.vit.ParameterMismatchException;
import mugs.vit.ParameterSpec;
import mugs.vit.Parameters;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;

/** A weights file of this program: its backbone in float32, and all texts beside it. */
final class TrainedWeights implements AutoCloseable {
  /** Where the sizes differ every tensor does: a few tell as much. */
  private static final int MOST_NAMED = 4;

  private final Path file;
  private final Map<String, String> metadata;
  private final BackboneFile backbone;

  private TrainedWeights(Path file, Map<String, String> metadata, BackboneFile backbone) {
    this.file = file;
    this.metadata = metadata;
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
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      checkShapes(reader, file);
      return new TrainedWeights(
          file,
          Map.copyOf(reader.metadata()),
          BackboneFile.read(reader, file, Precision.FLOAT32.onCpu()));
    }
  }

  private static void checkShapes(SafetensorsReader reader, Path file) throws IOException {
    List<String> wrong = new ArrayList<>();
    VitSettings vit = NetworkDescription.of(reader.metadata(), file).vit();
    for (ParameterSpec spec : VisionTransformer.specs(vit, "")) {
      if (!reader.names().contains(spec.name())) {
        wrong.add("missing " + spec.name());
      } else if (!Arrays.equals(reader.shape(spec.name()), spec.shape())) {
        wrong.add(
            "%s is %s, not %s"
                .formatted(
                    spec.name(),
                    Arrays.toString(reader.shape(spec.name())),
                    Arrays.toString(spec.shape())));
      }
    }
    if (!wrong.isEmpty()) {
      throw new ParameterMismatchException(
          "the backbone in %s is not the one that it describes: %s: give the weights as they were written"
              .formatted(file, first(wrong)));
    }
  }

  private static String first(List<String> wrong) {
    int more = wrong.size() - MOST_NAMED;
    return String.join("; ", wrong.subList(0, Math.min(MOST_NAMED, wrong.size())))
        + (more > 0 ? "; and %d more".formatted(more) : "");
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
    return backbone.description();
  }

  /** Returns the shape of the backbone. */
  VitSettings vit() {
    return backbone.settings();
  }

  /** Returns the backbone's tensors as timm names them, float32; freed when this is closed. */
  Parameters backbone() {
    return backbone.parameters();
  }

  @Override
  public void close() {
    backbone.close();
  }
}
