package mugs.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import mugs.engine.Device;
import mugs.engine.Placement;
import mugs.engine.Precision;
import mugs.engine.SafetensorsReader;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.vit.Parameters;
import mugs.vit.VisionTransformer;
import org.bytedeco.pytorch.Tensor;

/**
 * The backbone alone as safetensors, for timm: read back bit for bit, and run. Beside the texts
 * that people read stands what this program reads when it takes the file again.
 */
record SafetensorsCopy() implements NetworkFile {

  @Override
  public void write(Path part, ExportedNetwork network) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>(network.texts());
    texts.putAll(network.description().metadata()); // no tensor tells heads and normalisation
    SafetensorsWriter.write(part, network.tensors(), texts);
  }

  @Override
  public ReadBack read(Path part, ExportedNetwork network) throws IOException {
    try (Scope scope = Scope.withoutGradients();
        SafetensorsReader reader = SafetensorsReader.open(part)) {
      Map<String, Tensor> found = reader.readAll();
      checkEqual(network.tensors(), found);
      return network(network, found);
    }
  }

  /** Returns the network that such tensors make. */
  static ReadBack network(ExportedNetwork network, Map<String, Tensor> tensors) {
    Parameters parameters =
        Parameters.copyOf(
            VisionTransformer.specs(network.vit(), ""),
            tensors,
            new Placement(Precision.FLOAT32, Device.CPU));
    return new Network(
        parameters, new VisionTransformer(network.vit(), parameters, ""), network.unitLength());
  }

  /**
   * Compares what was read back with what was written.
   *
   * @throws IOException if they are not the same tensors with the same bits
   */
  static void checkEqual(Map<String, Tensor> written, Map<String, Tensor> found)
      throws IOException {
    if (!written.keySet().equals(found.keySet())) {
      throw new IOException("what was read back has other tensors than were written");
    }
    for (Map.Entry<String, Tensor> entry : written.entrySet()) {
      Tensor tensor = found.get(entry.getKey());
      if (tensor == null
          || tensor.scalar_type().value != entry.getValue().scalar_type().value
          || !Arrays.equals(Tensors.shape(tensor), Tensors.shape(entry.getValue()))
          || !tensor.equal(entry.getValue())) {
        throw new IOException(
            "tensor %s was read back with other values than were written"
                .formatted(entry.getKey()));
      }
    }
  }

  private record Network(Parameters parameters, VisionTransformer network, boolean unitLength)
      implements ReadBack {
    @Override
    public TokensOut run(Tensor pixels) {
      return ExportedNetwork.run(network, pixels, unitLength);
    }

    @Override
    public boolean takesAnySize() {
      return true;
    }

    @Override
    public void close() {
      parameters.close();
    }
  }
}
