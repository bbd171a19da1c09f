package mugs.embed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.engine.Placement;
import mugs.engine.SafetensorsReader;
import mugs.engine.Scope;
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
 * @param settings of the network
 * @param parameters of it
 * @param network that uses them
 */
public record BackboneFile(VitSettings settings, Parameters parameters, VisionTransformer network)
    implements AutoCloseable {

  /**
   * Reads a weights file that a run or an import wrote.
   *
   * @param file itself, not the folder of a run
   * @param placement of the parameters
   * @throws IOException if it cannot be read, or does not say what network it holds
   * @throws ParameterMismatchException if its backbone is not the one it says
   */
  public static BackboneFile open(Path file, Placement placement) throws IOException {
    try (Scope scope = Scope.withoutGradients();
        SafetensorsReader reader = SafetensorsReader.open(file)) {
      VitSettings settings = NetworkDescription.of(reader.metadata(), file).vit();
      List<ParameterSpec> specs = VisionTransformer.specs(settings, "");
      Map<String, Tensor> own = new LinkedHashMap<>();
      for (ParameterSpec spec : specs) {
        if (reader.names().contains(spec.name())) {
          own.put(spec.name(), reader.read(spec.name()));
        }
      }
      Parameters parameters = Parameters.copyOf(specs, own, placement);
      return new BackboneFile(
          settings, parameters, new VisionTransformer(settings, parameters, ""));
    }
  }

  /** Frees the parameters; whoever uses the network must be done. */
  @Override
  public void close() {
    parameters.close();
  }
}
