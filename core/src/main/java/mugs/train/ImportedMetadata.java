package mugs.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.embed.NetworkDescription;
import mugs.engine.Sha256;
import mugs.vit.VitSettings;

/** What stands in a weights file whose network another program trained. */
public final class ImportedMetadata {
  /** What local crops are of global ones in the paper: 96 of 224 pixels. */
  private static final double LOCAL_SHARE = 96.0 / 224;

  private ImportedMetadata() {}

  /**
   * Returns the metadata. Its recipe has the sizes of the network; for the rest it is {@link
   * RecipePresets the base}, as a file of weights does not tell how it was trained.
   *
   * @param network sizes of the backbone, and how its pictures are normalised
   * @param heads recipe keys of the heads that are there, with their values
   * @param origin what the file is, in words
   * @param file that the network came from
   * @throws IOException if it cannot be read
   */
  public static Map<String, String> of(
      NetworkDescription network, Map<String, Long> heads, String origin, Path file)
      throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    recipe(network, heads).ifPresent(recipe -> metadata.putAll(Provenance.ofWeights(recipe)));
    metadata.putAll(network.metadata()); // its epsilon too, which a recipe does not tell
    metadata.put("format", Provenance.FORMAT);
    metadata.put("program", Provenance.program());
    metadata.put("imported", origin);
    metadata.put("imported_sha256", Sha256.of(file));
    return metadata;
  }

  /** Returns a size for local crops in whole patches, as close as may be to the paper's share. */
  public static long localSize(VitSettings vit) {
    long patches = Math.round(vit.imageSize() * LOCAL_SHARE / vit.patchSize());
    return vit.patchSize() * Math.max(1, patches);
  }

  /** A network may be larger than a recipe can say. */
  private static Optional<Recipe> recipe(NetworkDescription network, Map<String, Long> heads) {
    VitSettings vit = network.vit();
    List<String> assignments =
        new ArrayList<>(
            List.of(
                "pictures.mean=" + network.mean(),
                "pictures.deviation=" + network.deviation(),
                "crops.channels=" + vit.channels(),
                "crops.global-size=" + vit.imageSize(),
                "crops.local-size=" + localSize(vit),
                "backbone.width=" + vit.width(),
                "backbone.blocks=" + vit.blocks(),
                "backbone.heads=" + vit.heads(),
                "backbone.patch-size=" + vit.patchSize()));
    heads.forEach((key, value) -> assignments.add(key + "=" + value));
    try {
      return Optional.of(Recipe.load(RecipePresets.BASE, assignments.toArray(String[]::new)));
    } catch (RecipeException e) {
      return Optional.empty();
    }
  }
}
