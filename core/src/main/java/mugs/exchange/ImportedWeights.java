package mugs.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mugs.embed.NetworkDescription;
import mugs.engine.ElementType;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.train.ImportedMetadata;
import mugs.vit.VitSettings;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A backbone that another program trained, under the names and with the metadata of a run's weights
 * file; heads of Mugs come with it. Values are float32.
 *
 * @param origin what the file is, in words
 * @param network what stood before the names in the file; empty if nothing did
 * @param settings of the backbone
 * @param toldHeads whether the file itself tells how many heads it has
 * @param tensors by our names, kept until this is closed
 * @param leftOut names in the file that have no part in the backbone's tokens
 * @param scaled how many layer scales were multiplied into the layers before them
 * @param metadata of the weights file
 */
public record ImportedWeights(
    String origin,
    String network,
    VitSettings settings,
    boolean toldHeads,
    Map<String, Tensor> tensors,
    List<String> leftOut,
    int scaled,
    Map<String, String> metadata)
    implements AutoCloseable {
  private static final Set<ElementType> FLOATING =
      Set.of(ElementType.F64, ElementType.F32, ElementType.F16, ElementType.BF16);

  /**
   * Reads the network of a file.
   *
   * @param path of the file; see {@link ForeignFile} for formats
   * @param options for what it does not tell
   * @throws UnusableWeightsException if it holds nothing that this program can use
   * @throws IOException if it cannot be read
   */
  public static ImportedWeights read(Path path, ImportOptions options) throws IOException {
    try (ForeignFile file = ForeignFile.open(path)) {
      return read(file, path, options);
    }
  }

  private static ImportedWeights read(ForeignFile file, Path path, ImportOptions options)
      throws IOException {
    try {
      ImportOptions completed = options.orAsTold(file, path);
      boolean told = options.heads().isEmpty() && completed.heads().isPresent();
      return used(file, path, completed, told);
    } catch (UnusableWeightsException e) {
      throw e.in(path);
    }
  }

  private static ImportedWeights used(
      ForeignFile file, Path path, ImportOptions options, boolean toldHeads) throws IOException {
    NetworkInFile network = NetworkInFile.find(file.tensors().keySet(), options.network());
    BackboneNames names = BackboneNames.of(network);
    Map<String, ForeignTensor> found = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : names.taken().entrySet()) {
      found.put(entry.getKey(), floating(file, entry.getValue()));
    }
    VitSettings settings = BackboneShape.of(found, options);
    for (String inFile : names.scales().values()) {
      if (!floating(file, inFile).shape().equals(List.of((long) settings.width()))) {
        throw new UnusableWeightsException(
            "'%s' is no scale of %d channels".formatted(inFile, settings.width()));
      }
    }
    String origin = Origin.inWords(file, network, names);
    Map<String, String> metadata =
        ImportedMetadata.of(
            new NetworkDescription(settings, options.mean(), options.deviation()),
            HeadShape.of(found, settings.width()),
            origin,
            path);
    Map<String, Tensor> tensors = values(file, names);
    return new ImportedWeights(
        origin,
        network.place(),
        settings,
        toldHeads,
        Collections.unmodifiableMap(tensors),
        List.copyOf(names.leftOut()),
        names.scales().size(),
        metadata);
  }

  private static ForeignTensor floating(ForeignFile file, String name)
      throws UnusableWeightsException {
    ForeignTensor tensor = file.tensors().get(name);
    if (tensor == null || !FLOATING.contains(tensor.type())) {
      throw new UnusableWeightsException(
          "'%s' holds values of type %s; weights are F64, F32, F16 or BF16"
              .formatted(name, tensor == null ? "none" : tensor.type()));
    }
    return tensor;
  }

  private static Map<String, Tensor> values(ForeignFile file, BackboneNames names)
      throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope scope = Scope.withoutGradients()) {
      for (Map.Entry<String, String> entry : names.taken().entrySet()) {
        tensors.put(entry.getKey(), file.read(entry.getValue()));
      }
      for (Map.Entry<String, String> entry : names.scales().entrySet()) {
        Tensor scale = file.read(entry.getValue()).to(ScalarType.Double);
        for (String part : List.of(".weight", ".bias")) {
          tensors.computeIfPresent(
              entry.getKey() + part, (name, tensor) -> scaled(tensor.to(ScalarType.Double), scale));
        }
      }
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        Tensor tensor = entry.getValue().to(ScalarType.Float).contiguous();
        if (!Tensors.isFinite(tensor)) {
          throw new UnusableWeightsException(
              "'%s' holds values that are not finite: take an earlier checkpoint"
                  .formatted(entry.getKey()));
        }
        entry.setValue(tensor);
      }
      tensors.values().forEach(Scope::keep);
    }
    return tensors;
  }

  /** Scales what a layer gives, channel by channel. */
  private static Tensor scaled(Tensor weightOrBias, Tensor scale) {
    return weightOrBias.mul(weightOrBias.dim() == 2 ? scale.unsqueeze(1) : scale);
  }

  /**
   * Writes a weights file that every command takes; it is there as a whole or not at all.
   *
   * @param file to write; one that exists is replaced
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    SafetensorsWriter.write(file, tensors, metadata);
  }

  /** Frees the tensors. */
  @Override
  public void close() {
    tensors.values().forEach(tensor -> tensor.close());
  }
}
