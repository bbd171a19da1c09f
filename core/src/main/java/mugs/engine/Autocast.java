package mugs.engine;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A stretch of work in which libtorch takes matrix products and attention in a shorter type and
 * leaves what needs the digits as it is. It belongs to the thread that opened it; stretches nest.
 */
public final class Autocast implements AutoCloseable {
  private final boolean enabledBefore;
  private final boolean cacheBefore;
  private final ScalarType typeBefore;

  private Autocast(boolean enabled, ScalarType type) {
    Engine.start();
    enabledBefore = torch.is_autocast_enabled(DeviceType.CPU);
    typeBefore = torch.get_autocast_dtype(DeviceType.CPU);
    cacheBefore = torch.is_autocast_cache_enabled();
    torch.set_autocast_enabled(DeviceType.CPU, enabled);
    if (enabled) {
      torch.set_autocast_dtype(DeviceType.CPU, type);
      torch.set_autocast_cache_enabled(false); // all threads share it, and a weight is used once
    }
  }

  /** Begins a stretch in which a precision has its products; none is shortened in most. */
  public static Autocast of(Precision precision) {
    return new Autocast(precision.productType() != precision.scalarType(), precision.productType());
  }

  /** Begins a stretch in which nothing is shortened, within one in which something is. */
  public static Autocast off() {
    return new Autocast(false, ScalarType.Float);
  }

  @Override
  public void close() {
    torch.set_autocast_enabled(DeviceType.CPU, enabledBefore);
    torch.set_autocast_dtype(DeviceType.CPU, typeBefore);
    torch.set_autocast_cache_enabled(cacheBefore);
  }
}
