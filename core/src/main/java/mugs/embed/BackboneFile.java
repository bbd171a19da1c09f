package mugs.embed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.engine.Placement;
import mugs.engine.SafetensorsReader;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.vit.ParameterMismatchException;
import mugs.vit.ParameterSpec;
import mugs.vit.Parameters;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;
import org.bytedeco.pytorch.Tensor;

/**
 * The backbone of a weights file, rebuilt; heads in the file are left where they are. Until it is
 * closed any number of threads may use it.
 *
 * @param description of the network
 * @param parameters of it
 */
public record BackboneFile(NetworkDescription description, Parameters parameters)
    implements AutoCloseable {

  /**
   * Reads a weights file that a run or an import wrote.
   *
   * @param file itself, not the folder of a run
   * @param placement of the parameters
   * @throws IOException if it cannot be read, does not say what network it holds, or holds values
   *     that are not finite
   * @throws ParameterMismatchException if its backbone is not the one it says
   */
  public static BackboneFile open(Path file, Placement placement) throws IOException {
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      return read(reader, file, placement);
    }
  }

  /**
   * Reads a weights file that is open already; see {@link #open}.
   *
   * @param reader of the file
   * @param file that it reads
   * @param placement of the parameters
   */
  public static BackboneFile read(SafetensorsReader reader, Path file, Placement placement)
      throws IOException {
    NetworkDescription description = NetworkDescription.of(reader.metadata(), file);
    List<ParameterSpec> specs = VisionTransformer.specs(description.vit(), "");
    try (Scope scope = Scope.withoutGradients()) {
      Map<String, Tensor> own = new LinkedHashMap<>();
      for (ParameterSpec spec : specs) {
        if (reader.names().contains(spec.name())) {
          own.put(spec.name(), finite(reader.read(spec.name()), spec.name(), file));
        }
      }
      return new BackboneFile(description, Parameters.copyOf(specs, own, placement));
    }
  }

  private static Tensor finite(Tensor tensor, String name, Path file) throws IOException {
    if (!Tensors.isFinite(tensor)) {
      throw new IOException(
          "%s holds weights that are not finite, the first in %s: give those of an earlier checkpoint or another run"
              .formatted(file, name));
    }
    return tensor;
  }

  /** Returns the shape of the network. */
  public VitSettings settings() {
    return description.vit();
  }

  /** Returns a network that uses the parameters. */
  public VisionTransformer network() {
    return new VisionTransformer(settings(), parameters, "");
  }

  /** Frees the parameters; whoever uses the network must be done. */
  @Override
  public void close() {
    parameters.close();
  }
}
