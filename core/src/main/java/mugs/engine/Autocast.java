package mugs.engine;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A stretch of work in which libtorch takes matrix products and attention in a shorter type and
 * leaves what needs the digits as it is. It belongs to the thread that opened it, and to one type
 * of device; stretches nest.
 */
public final class Autocast implements AutoCloseable {
  private final DeviceType device;
  private final boolean enabledBefore;
  private final boolean cacheBefore;
  private final ScalarType typeBefore;

  private Autocast(DeviceType device, boolean enabled, ScalarType type) {
    Engine.start();
    this.device = device;
    enabledBefore = torch.is_autocast_enabled(device);
    typeBefore = torch.get_autocast_dtype(device);
    cacheBefore = torch.is_autocast_cache_enabled();
    torch.set_autocast_enabled(device, enabled);
    if (enabled) {
      torch.set_autocast_dtype(device, type);
      torch.set_autocast_cache_enabled(false); // all threads share it, and a weight is used once
    }
  }

  /** Begins a stretch in which a precision has its products; none is shortened in most. */
  static Autocast of(Placement placement) {
    Precision precision = placement.precision();
    return new Autocast(
        placement.deviceType(), precision.shortensProducts(), precision.productType());
  }

  /**
   * Begins a stretch in which nothing is shortened, within one in which something is.
   *
   * @param like a tensor that lies where the work is done
   */
  public static Autocast off(Tensor like) {
    DeviceType device = like.is_cuda() ? DeviceType.CUDA : DeviceType.CPU;
    return new Autocast(device, false, ScalarType.Float);
  }

  @Override
  public void close() {
    torch.set_autocast_enabled(device, enabledBefore);
    torch.set_autocast_dtype(device, typeBefore);
    torch.set_autocast_cache_enabled(cacheBefore);
  }
}
