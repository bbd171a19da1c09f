package mugs.exchange;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import mugs.engine.FileTensor;
import org.bytedeco.pytorch.Tensor;

/** A file of {@code torch.save}. */
final class TorchFile implements ForeignFile {
  private final String format;
  private final FileChannel channel;
  private final TorchStorages storages;
  private final PickledNames names;
  private final Map<String, ForeignTensor> tensors = new LinkedHashMap<>();

  private TorchFile(String format, FileChannel channel, TorchStorages storages, Pickled object)
      throws IOException {
    this.format = format;
    this.channel = channel;
    this.storages = storages;
    this.names = PickledNames.of(object);
    for (Map.Entry<String, Pickled.Array> entry : names.arrays().entrySet()) {
      Pickled.Array array = entry.getValue();
      storages.find(array.storage()); // sees that it is there
      tensors.put(
          entry.getKey(),
          new ForeignTensor(array.storage().type(), Arrays.stream(array.sizes()).boxed().toList()));
    }
  }

  /** Reads what a file holds; the channel is closed if that fails. */
  private interface Opening {
    TorchFile open(FileChannel channel) throws IOException;
  }

  @SuppressWarnings("MustBeClosed")
  private static TorchFile open(Path path, Opening opening) throws IOException {
    FileChannel channel = FileChannel.open(path);
    try {
      return opening.open(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  static TorchFile zip(Path path) throws IOException {
    return open(
        path,
        channel -> {
          TorchZip zip = TorchZip.open(path, channel);
          return new TorchFile("torch.save", channel, zip, PickleReader.read(zip.pickle()));
        });
  }

  static TorchFile older(Path path) throws IOException {
    return open(
        path,
        channel -> {
          TorchStream stream = TorchStream.open(channel);
          return new TorchFile(
              "torch.save, its format before 1.6", channel, stream, stream.object());
        });
  }

  @Override
  public String format() {
    return format;
  }

  @Override
  public Map<String, ForeignTensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  @Override
  public Map<String, Object> values() {
    return Collections.unmodifiableMap(names.values());
  }

  @Override
  public Tensor read(String name) throws IOException {
    Pickled.Array array = names.arrays().get(name);
    if (array == null) {
      throw new IllegalArgumentException("the file holds no tensor '" + name + "'");
    }
    Pickled.Storage storage = array.storage();
    storages.check(storage);
    return new FileTensor(
            storage.type(),
            storages.find(storage) + array.offset() * storage.type().bytes(),
            ArrayBounds.span(array),
            storages.highestByteFirst(),
            array.sizes(),
            array.strides())
        .read(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
