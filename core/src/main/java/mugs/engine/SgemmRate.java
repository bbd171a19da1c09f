package mugs.engine;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The rate of large float32 matrix products on all cores, or on a GPU, which is what training could
 * reach if it were nothing else.
 */
public final class SgemmRate {
  private static final int SIDE = 2048;
  private static final int PRODUCTS = 12;
  private static final int WARM_UP = 3;

  private SgemmRate() {}

  /**
   * Measures products of 2,048 x 2,048 matrices one after another; it takes about a second, or ends
   * early if the thread is interrupted.
   *
   * @param device that multiplies, with whole floats
   * @return operations a second of each product
   */
  public static List<Double> measure(Device device) {
    return Engine.call(
        () -> {
          Engine.useThreads(Engine.processors());
          Placement placement = Precision.FLOAT32.on(device);
          placement.settleProducts();
          try (Scope scope = Scope.withoutGradients()) {
            Tensor a = placement.uniform(1, 1, SIDE, SIDE);
            Tensor b = placement.uniform(2, 1, SIDE, SIDE);
            device.synchronize();
            List<Double> rates = new ArrayList<>();
            for (int i = 0;
                i < WARM_UP + PRODUCTS && !Thread.currentThread().isInterrupted();
                i++) {
              long start = System.nanoTime();
              a.matmul(b).close();
              device.synchronize();
              double seconds = (System.nanoTime() - start) / 1e9;
              if (i >= WARM_UP) {
                rates.add(2.0 * SIDE * SIDE * SIDE / seconds);
              }
            }
            return rates;
          }
        });
  }
}
