package mugs.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import mugs.engine.SafetensorsReader;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Scope;
import org.bytedeco.pytorch.Tensor;

/**
 * A weights file as this program reads it, heads and texts included: read back bit for bit, and
 * run.
 *
 * @param source the weights file
 */
record OwnCopy(Path source) implements NetworkFile {

  @Override
  public void write(Path part, ExportedNetwork network) throws IOException {
    try (Scope scope = Scope.withoutGradients();
        SafetensorsReader reader = SafetensorsReader.open(source)) {
      SafetensorsWriter.write(part, reader.readAll(), reader.metadata());
    }
  }

  @Override
  public ReadBack read(Path part, ExportedNetwork network) throws IOException {
    try (Scope scope = Scope.withoutGradients();
        SafetensorsReader written = SafetensorsReader.open(source);
        SafetensorsReader found = SafetensorsReader.open(part)) {
      SafetensorsCopy.checkEqual(written.readAll(), found.readAll());
      if (!written.metadata().equals(found.metadata())) {
        throw new IOException("the texts beside the tensors were read back changed");
      }
      Map<String, Tensor> backbone = new LinkedHashMap<>();
      for (String name : network.tensors().keySet()) {
        backbone.put(name, found.read(name));
      }
      return SafetensorsCopy.network(network, backbone);
    }
  }
}
