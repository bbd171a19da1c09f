package mugs.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * @param vit sizes of the backbone
   * @param heads recipe keys of the heads that are there, with their values
   * @param origin what the file is, in words
   * @param file that the network came from
   * @throws IOException if it cannot be read
   */
  public static Map<String, String> of(
      VitSettings vit, Map<String, Long> heads, String origin, Path file) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(vit.asMetadata());
    recipe(vit, heads).ifPresent(recipe -> metadata.putAll(Provenance.ofWeights(recipe)));
    metadata.putAll(vit.asMetadata()); // its epsilon, which a recipe does not tell
    metadata.put("format", Provenance.FORMAT);
    metadata.put("program", Provenance.program());
    metadata.put("imported", origin);
    metadata.put("imported_sha256", Checksums.sha256(file));
    return metadata;
  }

  /** A network may be larger than a recipe can say. */
  private static Optional<Recipe> recipe(VitSettings vit, Map<String, Long> heads) {
    long local = Math.max(1, Math.round(vit.imageSize() * LOCAL_SHARE / vit.patchSize()));
    List<String> assignments =
        new ArrayList<>(
            List.of(
                "crops.channels=" + vit.channels(),
                "crops.global-size=" + vit.imageSize(),
                "crops.local-size=" + local * vit.patchSize(),
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
