package mugs.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;

/** Writes safetensors files; see {@link SafetensorsReader} for the format. */
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;
  private static final int CHUNK = 1 << 28;

  private SafetensorsWriter() {}

  /**
   * Writes tensors and texts into one file. Equal input gives equal bytes: wide element types come
   * first, then names in order.
   *
   * <p>The file appears under its name only when it is whole and synced to the disk: it is written
   * beside it and renamed. If that fails nothing is left behind.
   *
   * @param path of the file; one that exists is replaced
   * @param tensors by name
   * @param metadata texts by name
   * @throws IOException if it cannot be written, for example because the disk is full
   * @throws IllegalArgumentException if a tensor has a type that the format lacks
   */
  public static void write(Path path, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    WholeFile.write(path, part -> writeSynced(part, tensors, metadata));
  }

  private static void writeSynced(
      Path path, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
    Map<String, StoredTensor> stored = layout(tensors);
    byte[] json = new SafetensorsHeader(stored, new TreeMap<>(metadata)).json();
    int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] header = Arrays.copyOf(json, padded);
    Arrays.fill(header, json.length, padded, (byte) ' ');
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      drain(
          channel,
          ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, padded));
      drain(channel, ByteBuffer.wrap(header));
      for (StoredTensor tensor : stored.values()) {
        Tensor source = tensors.get(tensor.name());
        if (source != null) {
          writeValues(channel, source, tensor.bytes());
        }
      }
      channel.force(true);
    }
  }

  private static Map<String, StoredTensor> layout(Map<String, Tensor> tensors) {
    List<StoredTensor> unplaced = new ArrayList<>();
    tensors.forEach(
        (name, tensor) -> {
          ElementType type =
              ElementType.of(tensor.scalar_type())
                  .orElseThrow(
                      () ->
                          new IllegalArgumentException(
                              "safetensors has no type for tensor '"
                                  + name
                                  + "': "
                                  + tensor.scalar_type()));
          List<Long> shape = Arrays.stream(Tensors.shape(tensor)).boxed().toList();
          unplaced.add(new StoredTensor(name, type, shape, 0, tensor.numel() * type.bytes()));
        });
    unplaced.sort(
        Comparator.comparingInt((StoredTensor tensor) -> -tensor.type().bytes())
            .thenComparing(StoredTensor::name));
    Map<String, StoredTensor> placed = new LinkedHashMap<>();
    long at = 0;
    for (StoredTensor tensor : unplaced) {
      long end = at + tensor.bytes();
      placed.put(
          tensor.name(), new StoredTensor(tensor.name(), tensor.type(), tensor.shape(), at, end));
      at = end;
    }
    return placed;
  }

  private static void writeValues(FileChannel channel, Tensor tensor, long bytes)
      throws IOException {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor here = tensor.detach().cpu().contiguous(); // one at a time comes off a GPU
      BytePointer memory = new BytePointer(here.data_ptr()).capacity(bytes);
      for (long at = 0; at < bytes; at += CHUNK) {
        long chunk = Math.min(CHUNK, bytes - at);
        drain(channel, memory.position(at).limit(at + chunk).asByteBuffer());
      }
    }
  }

  private static void drain(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
