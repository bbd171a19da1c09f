package mugs.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mugs.embed.NetworkDescription;
import mugs.vit.ParameterMismatchException;
import mugs.vit.VitSettings;

/**
 * Compares what a weights file tells of its network with a recipe that begins with it. Tensors show
 * most sizes by their shapes, but heads share them in any number, and blocks that are too many
 * would be left out without a word; and whoever has to set a recipe's keys wants their values.
 */
final class InitialDescription {
  private InitialDescription() {}

  /** A size of the weights' network, and of the recipe's. */
  private record Size(String name, String key, int there, int here) {}

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
    checkSizes(file, there.vit(), here.vit());
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

  private static void checkSizes(Path file, VitSettings there, VitSettings here) {
    List<Size> wrong =
        Stream.of(
                new Size("width", "backbone.width", there.width(), here.width()),
                new Size("blocks", "backbone.blocks", there.blocks(), here.blocks()),
                new Size("heads", "backbone.heads", there.heads(), here.heads()),
                new Size("patch size", "backbone.patch-size", there.patchSize(), here.patchSize()),
                new Size("channels", "crops.channels", there.channels(), here.channels()))
            .filter(size -> size.there != size.here)
            .toList();
    if (!wrong.isEmpty()) {
      throw new ParameterMismatchException(
          "the backbone in %s is not that of the recipe: %s: give %s"
              .formatted(
                  file,
                  inWords(
                      wrong,
                      size -> "%s %d, not %d".formatted(size.name, size.there, size.here),
                      ", "),
                  inWords(wrong, size -> "--set %s=%d".formatted(size.key, size.there), " ")));
    }
  }

  private static String inWords(List<Size> sizes, Function<Size, String> words, String between) {
    return sizes.stream().map(words).collect(Collectors.joining(between));
  }
}
