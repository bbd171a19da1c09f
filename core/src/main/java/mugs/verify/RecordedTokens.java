package mugs.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.embed.BackboneFile;
import mugs.engine.Device;
import mugs.engine.Placement;
import mugs.engine.Precision;
import mugs.engine.SafetensorsReader;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.exchange.ImportedWeights;
import mugs.vit.DropPath;
import mugs.vit.VisionTransformer;
import org.bytedeco.pytorch.Tensor;

/**
 * Pixels, and the tokens that another program made of them: {@code pixels} and {@code tokens}, and
 * with the same ending behind both the like of other sizes. Tokens are those after the final
 * normalisation.
 *
 * @param file that holds them
 * @param device that runs the network
 */
record RecordedTokens(Path file, Device device) {
  private static final String PIXELS = "pixels";
  private static final String TOKENS = "tokens";

  /**
   * Writes imported weights, reads them back as every command does, and compares tokens.
   *
   * @return the largest absolute difference by the name of the tokens
   * @throws IOException if a file cannot be read or written, or holds nothing to compare
   */
  Map<String, Double> differences(ImportedWeights weights) throws IOException {
    Placement placement = new Placement(Precision.FLOAT32, device);
    Path written = Files.createTempFile("mugs-verify", ".safetensors");
    try {
      weights.write(written);
      try (BackboneFile backbone = BackboneFile.open(written, placement);
          SafetensorsReader recorded = SafetensorsReader.open(file);
          Scope scope = Scope.withoutGradients()) {
        return differences(backbone, recorded, placement);
      }
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private Map<String, Double> differences(
      BackboneFile backbone, SafetensorsReader recorded, Placement placement) throws IOException {
    List<String> endings = new ArrayList<>();
    for (String name : recorded.names()) {
      if (name.startsWith(PIXELS)) {
        endings.add(name.substring(PIXELS.length()));
      }
    }
    endings.sort(null);
    Map<String, Double> differences = new LinkedHashMap<>();
    VisionTransformer network = backbone.network();
    for (String ending : endings) {
      if (!recorded.names().contains(TOKENS + ending)) {
        throw new IOException(
            "%s holds %s%s but no %s%3$s".formatted(file, PIXELS, ending, TOKENS));
      }
      Tensor pixels = placement.of(recorded.read(PIXELS + ending));
      Tensor found = network.normalise(network.tokens(pixels, DropPath.NONE));
      differences.put(TOKENS + ending, largest(recorded.read(TOKENS + ending), found));
    }
    if (differences.isEmpty()) {
      throw new IOException(file + " holds no pixels to compare tokens of");
    }
    return differences;
  }

  /** A difference that is no number counts as infinite, and so does another shape. */
  private static double largest(Tensor expected, Tensor found) {
    if (!Arrays.equals(Tensors.shape(expected), Tensors.shape(found))) {
      return Double.POSITIVE_INFINITY;
    }
    double[] wanted = Tensors.toDoubles(expected);
    double[] own = Tensors.toDoubles(found);
    double largest = 0;
    for (int i = 0; i < wanted.length; i++) {
      double difference = Math.abs(wanted[i] - own[i]);
      largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
    }
    return largest;
  }
}
