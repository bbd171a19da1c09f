package mugs.engine;

import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/**
 * The type of a run's tensors and where they lie. Whatever is random is drawn on the processor, so
 * that every device starts from the same values.
 *
 * @param precision of tensors and products
 * @param device that holds the tensors
 */
public record Placement(Precision precision, Device device) {

  /** Returns a tensor of zeros. */
  public Tensor zeros(long... shape) {
    Engine.start();
    return torch.zeros(shape, options());
  }

  private TensorOptions options() {
    return device.placed(precision.options());
  }

  /**
   * Returns a tensor with these values, brought to the precision's type.
   *
   * @throws IllegalArgumentException if their number does not fit the shape
   */
  public Tensor of(double[] values, long... shape) {
    return of(Tensors.of(values, shape));
  }

  /**
   * Returns an int64 tensor with these values.
   *
   * @throws IllegalArgumentException if their number does not fit the shape
   */
  public Tensor of(long[] values, long... shape) {
    return device.of(Tensors.of(values, shape));
  }

  /**
   * Returns the tensor in this type and place; the same tensor if it has both already.
   *
   * @param tensor of any numeric type, anywhere
   */
  public Tensor of(Tensor tensor) {
    return to(tensor, false);
  }

  /**
   * Returns a copy in this type and place.
   *
   * @param tensor of any numeric type, anywhere
   */
  public Tensor copyOf(Tensor tensor) {
    return to(tensor, true);
  }

  private Tensor to(Tensor tensor, boolean copy) {
    return tensor.to(options(), false, copy, new MemoryFormatOptional());
  }

  /**
   * Returns a random tensor, normal with mean 0.
   *
   * @param seed of the generator; the same seed gives the same values
   * @param deviation standard deviation
   */
  public Tensor normal(long seed, double deviation, long... shape) {
    return device.of(Tensors.normal(seed, deviation, precision, shape));
  }

  /**
   * Returns a random tensor, uniform between plus and minus a bound.
   *
   * @param seed of the generator; the same seed gives the same values
   * @param bound of the values
   */
  public Tensor uniform(long seed, double bound, long... shape) {
    return device.of(Tensors.uniform(seed, bound, precision, shape));
  }

  /** Begins a stretch in which networks take their products in the precision's type. */
  public Autocast autocast() {
    return Autocast.of(this);
  }

  /**
   * Says whether this process's GPUs may shorten the factors of float32 products to the 10 digits
   * of TensorFloat-32. That holds for the whole process, so each step says it anew.
   */
  public void settleProducts() {
    if (device.isCuda()) {
      torch.globalContext().setAllowTF32CuBLAS(precision == Precision.TF32);
    }
  }

  DeviceType deviceType() {
    return device.type();
  }
}
