package mugs.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import mugs.engine.SafetensorsReader;
import org.bytedeco.pytorch.Tensor;

/** A safetensors file. */
final class SafetensorsFile implements ForeignFile {
  private final SafetensorsReader reader;
  private final Map<String, ForeignTensor> tensors = new LinkedHashMap<>();

  private SafetensorsFile(SafetensorsReader reader) {
    this.reader = reader;
    for (String name : reader.names()) {
      tensors.put(
          name,
          new ForeignTensor(reader.type(name), Arrays.stream(reader.shape(name)).boxed().toList()));
    }
  }

  static SafetensorsFile open(Path path) throws IOException {
    return new SafetensorsFile(SafetensorsReader.open(path));
  }

  @Override
  public String format() {
    return "safetensors";
  }

  @Override
  public Map<String, ForeignTensor> tensors() {
    return tensors;
  }

  /** {@inheritDoc} They are the texts of its metadata. */
  @Override
  public Map<String, Object> values() {
    return new LinkedHashMap<>(reader.metadata());
  }

  @Override
  public Tensor read(String name) throws IOException {
    return reader.read(name);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
