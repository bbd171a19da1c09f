package mugs.embed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.load.Normalisation;
import mugs.vit.VitSettings;

/**
 * What rebuilds a backbone from the tensors of a weights file, and prepares its pictures. It stands
 * in the file's metadata under {@value #KEY}, as JSON.
 *
 * @param vit shape of the vision transformer
 * @param mean of red, green and blue in pictures, of values from 0 to 1
 * @param deviation of red, green and blue; pictures are divided by it
 */
public record NetworkDescription(VitSettings vit, List<Double> mean, List<Double> deviation) {

  /** The key in a weights file's metadata. */
  public static final String KEY = "network";

  /** Far more than any network has; a slip of a digit is told before memory is asked for it. */
  private static final int MOST_BLOCKS = 1000;

  private static final int LARGEST_WIDTH = 1 << 16;
  private static final int LARGEST_SIZE = 1 << 14;

  /** Under this key stands the recipe of the run; it was all that rebuilt a network once. */
  private static final String RECIPE = "recipe";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** The same, flat, as it is written. */
  private record Written(
      int imageSize,
      int patchSize,
      int width,
      int blocks,
      int heads,
      double layerNormEpsilon,
      int channels,
      List<Double> mean,
      List<Double> deviation) {}

  /**
   * Checks the normalisation, and that the network is none that cannot be.
   *
   * @throws IllegalArgumentException unless there are three finite means and three finite
   *     deviations above 0, and a network of a size that can be
   */
  public NetworkDescription {
    if (mean == null
        || deviation == null
        || mean.size() != 3
        || deviation.size() != 3
        || !mean.stream().allMatch(NetworkDescription::isFinite)
        || !deviation.stream().allMatch(d -> isFinite(d) && d > 0)) {
      throw new IllegalArgumentException(
          "three means and three deviations above 0 are needed, not %s and %s"
              .formatted(mean, deviation));
    }
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (!(vit.layerNormEpsilon() > 0 && Double.isFinite(vit.layerNormEpsilon()))) {
      throw new IllegalArgumentException(
          "the epsilon of layer normalisation is above 0, not " + vit.layerNormEpsilon());
    }
    atMost("blocks", vit.blocks(), MOST_BLOCKS);
    atMost("width", vit.width(), LARGEST_WIDTH);
    atMost("picture size", vit.imageSize(), LARGEST_SIZE);
    atMost("channels", vit.channels(), 3);
  }

  private static boolean isFinite(Double number) {
    return number != null && Double.isFinite(number);
  }

  private static void atMost(String name, int found, int most) {
    if (found > most) {
      throw new IllegalArgumentException(
          "%s of a network: at most %d, not %d".formatted(name, most, found));
    }
  }

  /** Returns how pixels become the network's floats. */
  public Normalisation normalisation() {
    Normalisation colours = new Normalisation(mean, deviation);
    return vit.channels() == 1 ? colours.ofGrey() : colours;
  }

  /** Returns what to write into the metadata of the weights. */
  public Map<String, String> metadata() {
    Written written =
        new Written(
            vit.imageSize(),
            vit.patchSize(),
            vit.width(),
            vit.blocks(),
            vit.heads(),
            vit.layerNormEpsilon(),
            vit.channels(),
            mean,
            deviation);
    try {
      return Map.of(KEY, JSON.writeValueAsString(written));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads a description from the metadata of weights, if there is one.
   *
   * @param metadata of a weights file
   * @param file that has it, to be named
   * @throws IOException if there is one, but none that makes sense
   */
  public static Optional<NetworkDescription> find(Map<String, String> metadata, Path file)
      throws IOException {
    return metadata.containsKey(KEY) || metadata.containsKey(RECIPE)
        ? Optional.of(of(metadata, file))
        : Optional.empty();
  }

  /**
   * Reads a description from the metadata of weights.
   *
   * @param metadata of a weights file
   * @param file that has it, to be named
   * @throws IOException if there is none, or none that makes sense
   */
  public static NetworkDescription of(Map<String, String> metadata, Path file) throws IOException {
    try {
      if (metadata.containsKey(KEY)) {
        Written found = JSON.readValue(metadata.get(KEY), Written.class);
        if (found == null) {
          throw new IllegalArgumentException("expected a JSON object, found null");
        }
        VitSettings vit =
            new VitSettings(
                found.imageSize,
                found.patchSize,
                found.width,
                found.blocks,
                found.heads,
                found.layerNormEpsilon,
                found.channels);
        return new NetworkDescription(vit, found.mean, found.deviation);
      } else if (metadata.containsKey(RECIPE)) {
        return ofRecipe(new YAMLMapper().readTree(metadata.get(RECIPE)));
      }
    } catch (JsonProcessingException e) {
      throw unusable(file, e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw unusable(file, String.valueOf(e.getMessage()), e);
    }
    throw new IOException(
        "%s does not say which network its weights belong to (no \"%s\" in its metadata): give weights of mugs pretrain or mugs import"
            .formatted(file, KEY));
  }

  private static IOException unusable(Path file, String reason, Exception cause) {
    return new IOException(
        "the description of the network in %s cannot be used: %s"
            .formatted(file, reason.lines().findFirst().orElse("")),
        cause);
  }

  private static NetworkDescription ofRecipe(JsonNode recipe) {
    JsonNode crops = recipe.path("crops");
    JsonNode backbone = recipe.path("backbone");
    JsonNode pictures = recipe.path("pictures");
    VitSettings vit =
        VitSettings.of(
                crops.path("global-size").asInt(),
                backbone.path("patch-size").asInt(),
                backbone.path("width").asInt(),
                backbone.path("blocks").asInt(),
                backbone.path("heads").asInt())
            .withChannels(crops.path("channels").asInt());
    return new NetworkDescription(
        vit, numbers(pictures.path("mean")), numbers(pictures.path("deviation")));
  }

  private static List<Double> numbers(JsonNode node) {
    List<Double> numbers = new ArrayList<>();
    node.forEach(number -> numbers.add(number.asDouble()));
    return numbers;
  }
}
