package mugs.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mugs.embed.NetworkDescription;
import mugs.vit.ParameterMismatchException;

/**
 * Compares what a weights file tells of its network with a recipe that begins with it. Tensors show
 * most sizes by their shapes, but heads share them in any number, and blocks that are too many
 * would be left out without a word.
 */
final class InitialDescription {
  private InitialDescription() {}

  /**
   * Checks that a recipe's backbone reads the weights as the one that they were trained in.
   *
   * @param metadata of the file; without a description nothing is checked
   * @return what differs and can be trained away, in words
   * @throws IOException if there is a description that cannot be used
   * @throws ParameterMismatchException if the backbone is another one
   */
  static List<String> check(Map<String, String> metadata, Recipe recipe, Path file)
      throws IOException {
    Optional<NetworkDescription> told = NetworkDescription.find(metadata, file);
    if (told.isEmpty()) {
      return List.of();
    }
    NetworkDescription here = recipe.network();
    NetworkDescription there = told.get();
    same(file, "heads", there.vit().heads(), here.vit().heads());
    same(file, "blocks", there.vit().blocks(), here.vit().blocks());
    List<String> careful = new ArrayList<>();
    if (!there.mean().equals(here.mean()) || !there.deviation().equals(here.deviation())) {
      careful.add(
          "the weights in %s are of pictures with a mean of %s and a deviation of %s, the recipe has %s and %s: to go on as they were trained, --set pictures.mean and pictures.deviation"
              .formatted(file, there.mean(), there.deviation(), here.mean(), here.deviation()));
    }
    if (there.vit().layerNormEpsilon() != here.vit().layerNormEpsilon()) {
      careful.add(
          String.format(
              Locale.ROOT,
              "the weights in %s are of a network whose layer normalisation has an epsilon of %s, here it has %s: training has to make up for it",
              file,
              there.vit().layerNormEpsilon(),
              here.vit().layerNormEpsilon()));
    }
    return careful;
  }

  private static void same(Path file, String what, int there, int here) {
    if (there != here) {
      throw new ParameterMismatchException(
          "the backbone in %s has %d %s, that of the recipe %d: give --set backbone.%s=%d"
              .formatted(file, there, what, here, what, there));
    }
  }
}
