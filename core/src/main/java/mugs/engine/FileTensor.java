package mugs.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A tensor whose values lie in a file one after another, to be seen with strides. Whoever makes one
 * has seen to it that it lies in the file.
 *
 * @param type of the elements
 * @param at where in the file the first one is
 * @param span how many elements lie from its first to its last
 * @param highestByteFirst whether the bytes of a number are in the order of big-endian machines
 * @param sizes outermost first
 * @param strides in elements
 */
public record FileTensor(
    ElementType type, long at, long span, boolean highestByteFirst, long[] sizes, long[] strides) {
  private static final int CHUNK = 1 << 28;

  /**
   * Reads it, in its stored type, contiguous.
   *
   * @param channel of the file
   * @throws IOException if the file cannot be read
   */
  public Tensor read(FileChannel channel) throws IOException {
    try (Scope scope = Scope.withoutGradients()) {
      if (span == 0) {
        return scope.handUp(
            torch.empty(sizes, new TensorOptions(type.scalarType()), new MemoryFormatOptional()));
      }
      Tensor values = values(channel).view(type.scalarType());
      return scope.handUp(values.as_strided(sizes, strides).contiguous());
    }
  }

  private Tensor values(FileChannel channel) throws IOException {
    long bytes = Math.multiplyExact(span, (long) type.bytes());
    Tensor values =
        torch.empty(
            new long[] {bytes}, new TensorOptions(ScalarType.Byte), new MemoryFormatOptional());
    BytePointer memory = new BytePointer(values.data_ptr()).capacity(bytes);
    for (long done = 0; done < bytes; done += CHUNK) {
      long chunk = Math.min(CHUNK, bytes - done);
      ByteBuffer buffer = memory.position(done).limit(done + chunk).asByteBuffer();
      SafetensorsReader.fill(channel, buffer, at + done);
    }
    int number = type == ElementType.C64 ? type.bytes() / 2 : type.bytes();
    return highestByteFirst ? values.view(-1, number).flip(1).view(-1) : values;
  }
}
