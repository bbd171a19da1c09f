package mugs.engine;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LongArrayRef;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Tensors from Java arrays and back; every call copies. Those made here lie in the processor's
 * memory, those read may lie anywhere.
 */
public final class Tensors {
  private Tensors() {}

  /**
   * Returns a float32 tensor with these values.
   *
   * @throws IllegalArgumentException if their number does not fit the shape
   */
  public static Tensor of(float[] values, long... shape) {
    checkCount(values.length, shape);
    try (FloatPointer source = new FloatPointer(values)) {
      return torch.from_blob(source, shape, new TensorOptions(ScalarType.Float)).clone();
    }
  }

  /**
   * Returns a float64 tensor with these values.
   *
   * @throws IllegalArgumentException if their number does not fit the shape
   */
  public static Tensor of(double[] values, long... shape) {
    checkCount(values.length, shape);
    try (DoublePointer source = new DoublePointer(values)) {
      return torch.from_blob(source, shape, new TensorOptions(ScalarType.Double)).clone();
    }
  }

  /**
   * Returns an int64 tensor with these values.
   *
   * @throws IllegalArgumentException if their number does not fit the shape
   */
  public static Tensor of(long[] values, long... shape) {
    checkCount(values.length, shape);
    try (LongPointer source = new LongPointer(values)) {
      return torch.from_blob(source, shape, new TensorOptions(ScalarType.Long)).clone();
    }
  }

  /** Returns a tensor of zeros. */
  public static Tensor zeros(Precision precision, long... shape) {
    Engine.start();
    return torch.zeros(shape, precision.options());
  }

  /**
   * Returns a uint8 tensor of zeros in the processor's memory, kept beyond every scope; {@link
   * Tensor#close()} frees it.
   *
   * @param device that it is sent to: for a GPU its memory is pinned, so that it can be fetched
   *     while the processor goes on
   */
  public static Tensor bytes(Device device, long... shape) {
    Engine.start();
    try (Scope scope = Scope.withoutGradients()) {
      TensorOptions options = new TensorOptions(ScalarType.Byte);
      return Scope.keep(
          torch.zeros(
              shape, device.isCuda() ? options.pinned_memory(new BoolOptional(true)) : options));
    }
  }

  /**
   * Returns a random tensor, normal with mean 0.
   *
   * @param seed of the generator; the same seed gives the same values
   * @param deviation standard deviation
   */
  public static Tensor normal(long seed, double deviation, Precision precision, long... shape) {
    return zeros(precision, shape).normal_(0, deviation, generator(seed));
  }

  /**
   * Returns a random tensor, uniform between plus and minus a bound.
   *
   * @param seed of the generator; the same seed gives the same values
   * @param bound of the values
   */
  public static Tensor uniform(long seed, double bound, Precision precision, long... shape) {
    return zeros(precision, shape).uniform_(-bound, bound, generator(seed));
  }

  private static GeneratorOptional generator(long seed) {
    Generator generator = torch.make_generator_cpu(seed);
    return new GeneratorOptional(generator);
  }

  /** Returns the shape of a tensor. */
  public static long[] shape(Tensor tensor) {
    LongArrayRef sizes = tensor.sizes();
    long[] shape = new long[(int) sizes.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = sizes.get(i);
    }
    return shape;
  }

  /** Returns whether no value of a tensor is infinite or NaN. */
  public static boolean isFinite(Tensor tensor) {
    try (Scope scope = Scope.withoutGradients()) {
      return !tensor.is_floating_point()
          || tensor.numel() == 0
          || tensor.isfinite().all().item_bool();
    }
  }

  /** Returns the values of a tensor of any numeric type as 32-bit floats, row by row. */
  public static float[] toFloats(Tensor tensor) {
    float[] values = new float[count(tensor)];
    try (Scope scope = Scope.open()) {
      tensor.detach().cpu().to(ScalarType.Float).contiguous().data_ptr_float().get(values);
    }
    return values;
  }

  /** Returns the values of a tensor of any numeric type as 64-bit floats, row by row. */
  public static double[] toDoubles(Tensor tensor) {
    double[] values = new double[count(tensor)];
    try (Scope scope = Scope.open()) {
      tensor.detach().cpu().to(ScalarType.Double).contiguous().data_ptr_double().get(values);
    }
    return values;
  }

  /** Returns the values of an integer tensor, row by row. */
  public static long[] toLongs(Tensor tensor) {
    long[] values = new long[count(tensor)];
    try (Scope scope = Scope.open()) {
      tensor.detach().cpu().to(ScalarType.Long).contiguous().data_ptr_long().get(values);
    }
    return values;
  }

  /**
   * Returns the memory of one part of a float32 tensor, to be filled from Java. It is valid as long
   * as the tensor is.
   *
   * @param tensor contiguous
   * @param index of the part along the first dimension, of less than 2^29 values
   */
  public static FloatBuffer buffer(Tensor tensor, int index) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor part = tensor.select(0, index);
      return part.data_ptr_float().capacity(part.numel()).asBuffer();
    }
  }

  /**
   * Returns the memory of one part of a uint8 tensor, to be read and filled from Java. It is valid
   * as long as the tensor is.
   *
   * @param tensor contiguous
   * @param index of the part along the first dimension, of less than 2^31 values
   */
  public static ByteBuffer byteBuffer(Tensor tensor, int index) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor part = tensor.select(0, index);
      return part.data_ptr_byte().capacity(part.numel()).asByteBuffer();
    }
  }

  private static int count(Tensor tensor) {
    return Math.toIntExact(tensor.numel());
  }

  private static void checkCount(long count, long[] shape) {
    Engine.start();
    long wanted = 1;
    for (long size : shape) {
      wanted *= size;
    }
    if (wanted != count) {
      throw new IllegalArgumentException(
          "a tensor of " + Arrays.toString(shape) + " needs " + wanted + " values, not " + count);
    }
  }
}
