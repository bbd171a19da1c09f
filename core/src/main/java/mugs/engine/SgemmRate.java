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

  /** A GPU does not fill up with less. */
  private static final int SIDE_ON_GPU = 8192;

  private static final int PRODUCTS = 12;
  private static final int LEAST_PRODUCTS = 3;
  private static final double NANOS = 1e9;
  private static final int WARM_UP = 3;

  private SgemmRate() {}

  /**
   * Measures products of 2,048 x 2,048 matrices one after another, of 8,192 x 8,192 on a GPU, for a
   * second and at least twelve of them; it ends early if the thread is interrupted.
   *
   * @param device that multiplies
   * @return operations a second of each product
   * @throws EngineException if there is no such device, or it refuses
   */
  public static List<Double> measure(Device device) {
    return measurePart(device, 1);
  }

  /**
   * Measures as {@link #measure} does, for a benchmark that does so several times in one run and
   * needs no more products in all: each takes its part of the second and of the products, at least
   * three of them.
   *
   * @param device that multiplies
   * @param parts that the benchmark measures, at least 1
   * @return operations a second of each product
   * @throws EngineException if there is no such device, or it refuses
   */
  public static List<Double> measurePart(Device device, int parts) {
    int least = Math.max(LEAST_PRODUCTS, PRODUCTS / parts);
    device.check();
    return Engine.call(
        () -> {
          Engine.useThreads(Engine.processors());
          Placement placement = Precision.FLOAT32.on(device);
          placement.settleProducts();
          int side = device.isCuda() ? SIDE_ON_GPU : SIDE;
          try (Scope scope = Scope.withoutGradients()) {
            Tensor a = placement.uniform(1, 1, side, side);
            Tensor b = placement.uniform(2, 1, side, side);
            device.synchronize();
            List<Double> rates = new ArrayList<>();
            long begin = System.nanoTime();
            for (int i = 0;
                (i < WARM_UP + least || System.nanoTime() - begin < NANOS / parts)
                    && !Thread.currentThread().isInterrupted();
                i++) {
              long start = System.nanoTime();
              a.matmul(b).close();
              device.synchronize();
              double seconds = (System.nanoTime() - start) / NANOS;
              if (i >= WARM_UP) {
                rates.add(2.0 * side * side * side / seconds);
              }
            }
            return rates;
          }
        });
  }
}
