package mugs.engine;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Reads a safetensors file: eight bytes with the length of the header (little-endian), a header in
 * JSON, then the values of all tensors without a gap.
 *
 * <p>Nothing a file claims is trusted before it is checked against the file's length.
 */
public final class SafetensorsReader implements AutoCloseable {
  /** The format's own bound on the header. */
  private static final long LARGEST_HEADER = 100_000_000;

  private static final int LENGTH_BYTES = 8;
  private static final int CHUNK = 1 << 28;

  private final Path path;
  private final FileChannel channel;
  private final long dataStart;
  private final SafetensorsHeader header;

  private SafetensorsReader(
      Path path, FileChannel channel, long dataStart, SafetensorsHeader header) {
    this.path = path;
    this.channel = channel;
    this.dataStart = dataStart;
    this.header = header;
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws UnsoundFileException if it is not a sound safetensors file; the message names the file
   *     and what is wrong, or what it is instead
   * @throws IOException if it cannot be read
   */
  @SuppressWarnings("MustBeClosed")
  public static SafetensorsReader open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path);
    try {
      long fileBytes = channel.size();
      if (fileBytes < LENGTH_BYTES) {
        throw new IOException("it is shorter than the length of a header");
      }
      long headerBytes = bytes(channel, 0, LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (headerBytes < 0
          || headerBytes > LARGEST_HEADER
          || headerBytes > fileBytes - LENGTH_BYTES) {
        checkKind(path);
        throw new IOException(
            "it claims a header of "
                + Long.toUnsignedString(headerBytes)
                + " bytes in a file of "
                + fileBytes);
      }
      long dataStart = LENGTH_BYTES + headerBytes;
      byte[] json = bytes(channel, LENGTH_BYTES, (int) headerBytes).array();
      SafetensorsHeader header = SafetensorsHeader.parse(json, fileBytes - dataStart);
      return new SafetensorsReader(path, channel, dataStart, header);
    } catch (UnsoundFileException e) {
      channel.close();
      throw e;
    } catch (IOException e) {
      channel.close();
      throw new UnsoundFileException(
          path + " is not a sound safetensors file: " + e.getMessage(), e);
    }
  }

  /** The first bytes of another file make no sense as the length of a header. */
  private static void checkKind(Path path) throws IOException {
    switch (WeightsFileKind.of(path)) {
      case ZIP, PICKLE ->
          throw new UnsoundFileException(
              "%s is a file of torch.save, not safetensors: bring it in with mugs import %s --out W.safetensors"
                  .formatted(path, path));
      case ONNX ->
          throw new UnsoundFileException(
              path + " is an ONNX file, which is written and not read: give the weights it is of");
      case OTHER ->
          throw new UnsoundFileException(
              path
                  + " is no weights file: give weights that mugs pretrain or mugs import wrote"
                  + " (.safetensors)");
      case SAFETENSORS -> {
        // a damaged one
      }
    }
  }

  private static ByteBuffer bytes(FileChannel channel, long at, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    fill(channel, buffer, at);
    return buffer.flip();
  }

  static void fill(FileChannel channel, ByteBuffer buffer, long at) throws IOException {
    long position = at;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, position);
      if (read < 0) {
        throw new EOFException("it became shorter while it was read");
      }
      position += read;
    }
  }

  /** Returns the names of the tensors, in the order of the header. */
  public Set<String> names() {
    return Collections.unmodifiableSet(header.tensors().keySet());
  }

  /** Returns the texts stored beside the tensors. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  /**
   * Returns the shape of a tensor without reading it.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public long[] shape(String name) {
    return stored(name).sizes();
  }

  /**
   * Returns the type of a tensor's elements without reading it.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public ElementType type(String name) {
    return stored(name).type();
  }

  /**
   * Reads one tensor, in its stored type.
   *
   * @throws IllegalArgumentException if there is none of this name
   * @throws IOException if the file cannot be read
   */
  public Tensor read(String name) throws IOException {
    Engine.start();
    StoredTensor stored = stored(name);
    Tensor tensor =
        torch.empty(stored.sizes(), new TensorOptions(stored.type().scalarType()), none());
    BytePointer memory = new BytePointer(tensor.data_ptr()).capacity(stored.bytes());
    for (long at = 0; at < stored.bytes(); at += CHUNK) {
      long chunk = Math.min(CHUNK, stored.bytes() - at);
      ByteBuffer buffer = memory.position(at).limit(at + chunk).asByteBuffer();
      fill(channel, buffer, dataStart + stored.begin() + at);
    }
    return tensor;
  }

  private static MemoryFormatOptional none() {
    return new MemoryFormatOptional();
  }

  /**
   * Reads all tensors.
   *
   * @throws IOException if the file cannot be read
   */
  public Map<String, Tensor> readAll() throws IOException {
    Map<String, Tensor> all = new LinkedHashMap<>();
    for (String name : names()) {
      all.put(name, read(name));
    }
    return all;
  }

  private StoredTensor stored(String name) {
    StoredTensor stored = header.tensors().get(name);
    if (stored == null) {
      throw new IllegalArgumentException(path + " holds no tensor '" + name + "'");
    }
    return stored;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
