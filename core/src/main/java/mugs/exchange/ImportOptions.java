package mugs.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import mugs.embed.NetworkDescription;
import mugs.vit.VitSettings;

/**
 * What a file of weights does not tell of itself. One of this program does: what is as usual here
 * gives way to it.
 *
 * @param network which of several that a file holds: a word of its name, such as {@code student}.
 *     Without it the teacher is taken, or the only one there is
 * @param heads of attention. Without them one is 64 wide, as in the published vision transformers
 * @param layerNormEpsilon added to the variance in every layer normalisation
 * @param mean of red, green and blue in its pictures, of values from 0 to 1
 * @param deviation of red, green and blue; pictures are divided by it
 */
public record ImportOptions(
    Optional<String> network,
    OptionalInt heads,
    double layerNormEpsilon,
    List<Double> mean,
    List<Double> deviation) {

  /** The mean of ImageNet's pictures. */
  public static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);

  /** The deviation of ImageNet's pictures. */
  public static final List<Double> IMAGENET_DEVIATION = List.of(0.229, 0.224, 0.225);

  /** The usual: the teacher, heads 64 wide, epsilon 1e-6. */
  public static final ImportOptions USUAL =
      new ImportOptions(Optional.empty(), OptionalInt.empty(), VitSettings.LAYER_NORM_EPSILON);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if heads, epsilon or a deviation are not above 0
   */
  public ImportOptions {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (heads.isPresent() && heads.getAsInt() < 1) {
      throw new IllegalArgumentException("a network has at least one head");
    }
    if (!(layerNormEpsilon > 0 && layerNormEpsilon < 1)) {
      throw new IllegalArgumentException(
          "the epsilon of a layer normalisation lies between 0 and 1");
    }
    if (mean.size() != 3 || deviation.size() != 3 || deviation.stream().anyMatch(d -> !(d > 0))) {
      throw new IllegalArgumentException(
          "each of the three colours has a mean, and a deviation above 0");
    }
  }

  /** Makes options for pictures normalised as those of ImageNet. */
  public ImportOptions(Optional<String> network, OptionalInt heads, double layerNormEpsilon) {
    this(network, heads, layerNormEpsilon, IMAGENET_MEAN, IMAGENET_DEVIATION);
  }

  /**
   * Returns these options, completed by what a file of this program tells of its network: heads, if
   * none were given, and everything else that is as usual here.
   *
   * @param path of the file, to be named
   */
  ImportOptions orAsTold(ForeignFile file, Path path) {
    Optional<NetworkDescription> found = told(file, path);
    if (found.isEmpty()) {
      return this;
    }
    NetworkDescription told = found.get();
    return new ImportOptions(
        network,
        heads.isPresent() ? heads : OptionalInt.of(told.vit().heads()),
        layerNormEpsilon == USUAL.layerNormEpsilon
            ? told.vit().layerNormEpsilon()
            : layerNormEpsilon,
        mean.equals(IMAGENET_MEAN) ? told.mean() : mean,
        deviation.equals(IMAGENET_DEVIATION) ? told.deviation() : deviation);
  }

  /** Returns what a file of this program tells of its network; another program's tells nothing. */
  static Optional<NetworkDescription> told(ForeignFile file, Path path) {
    Map<String, String> texts = new LinkedHashMap<>();
    file.values().forEach((name, value) -> texts.put(name, value.toString()));
    try {
      return Optional.of(NetworkDescription.of(texts, path));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
