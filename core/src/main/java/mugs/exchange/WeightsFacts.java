package mugs.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mugs.embed.NetworkDescription;
import mugs.vit.VitSettings;

/**
 * What a file of weights tells of itself, without its values being read.
 *
 * @param path of the file
 * @param format of the file, in words
 * @param bytes of the file
 * @param tensors by their names in the file
 * @param values beside them: numbers, texts, truth values
 * @param network what was trained, in words, or why it cannot be used here
 * @param settings of its backbone, where it can be used
 * @param told what a file of this program tells of its backbone and pictures
 */
public record WeightsFacts(
    Path path,
    String format,
    long bytes,
    Map<String, ForeignTensor> tensors,
    Map<String, Object> values,
    String network,
    Optional<VitSettings> settings,
    Optional<NetworkDescription> told) {

  /**
   * Reads a file's names and shapes.
   *
   * @param path of the file
   * @throws UnusableWeightsException if it is no sound file of tensors
   * @throws IOException if it cannot be read
   */
  public static WeightsFacts read(Path path) throws IOException {
    try (ForeignFile file = ForeignFile.open(path)) {
      String network = "";
      Optional<VitSettings> settings = Optional.empty();
      try {
        NetworkInFile found = NetworkInFile.find(file.tensors().keySet(), Optional.empty());
        BackboneNames names = BackboneNames.of(found);
        network = Origin.inWords(file, found, names);
        settings = Optional.of(settings(file, names, path));
      } catch (UnusableWeightsException e) {
        network += (network.isEmpty() ? "" : "; ") + e.getMessage();
      }
      return new WeightsFacts(
          path,
          file.format(),
          Files.size(path),
          Collections.unmodifiableMap(file.tensors()),
          Collections.unmodifiableMap(file.values()),
          network,
          settings,
          ImportOptions.told(file, path));
    }
  }

  private static VitSettings settings(ForeignFile file, BackboneNames names, Path path)
      throws UnusableWeightsException {
    Map<String, ForeignTensor> own = new LinkedHashMap<>();
    names
        .taken()
        .forEach(
            (name, inFile) ->
                Optional.ofNullable(file.tensors().get(inFile))
                    .ifPresent(tensor -> own.put(name, tensor)));
    return BackboneShape.of(own, ImportOptions.USUAL.orAsTold(file, path));
  }

  /** Returns how many values all tensors have. */
  public long count() {
    return tensors.values().stream().mapToLong(ForeignTensor::count).sum();
  }
}
