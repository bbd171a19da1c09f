package mugs.engine;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The rate of large float32 matrix products on all cores or on a GPU, which is what training could
 * reach if it were nothing else.
 */
public final class SgemmRate {
  private static final int SIDE = 2048;
  private static final int SIDE_ON_GPU = 8192;
  private static final int PRODUCTS = 12;
  private static final int WARM_UP = 3;

  private SgemmRate() {}

  /**
   * Measures products of 2,048 x 2,048 matrices one after another; it takes about a second, or ends
   * early if the thread is interrupted.
   *
   * @return operations a second of each product
   */
  public static List<Double> measure() {
    return Engine.call(
        () -> {
          Engine.useThreads(Engine.processors());
          return measure("cpu", SIDE, () -> {});
        });
  }

  /**
   * Measures products of 8,192 x 8,192 matrices on a GPU one after another, or ends early if the
   * thread is interrupted.
   *
   * @param gpu from 0
   * @return operations a second of each product
   * @throws EngineException if there is no such GPU, or it refuses
   */
  public static List<Double> measureOnGpu(int gpu) {
    return Engine.call(
        () -> measure("cuda:" + gpu, SIDE_ON_GPU, () -> torch.cuda_synchronize(gpu)));
  }

  private static List<Double> measure(String device, int side, Runnable await) {
    try (Scope scope = Scope.withoutGradients()) {
      Device where = new Device(device);
      Tensor a = matrix(1, side, where);
      Tensor b = matrix(2, side, where);
      await.run();
      List<Double> rates = new ArrayList<>();
      for (int i = 0; i < WARM_UP + PRODUCTS && !Thread.currentThread().isInterrupted(); i++) {
        long start = System.nanoTime();
        a.matmul(b).close();
        await.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (i >= WARM_UP) {
          rates.add(2.0 * side * side * side / seconds);
        }
      }
      return rates;
    }
  }

  private static Tensor matrix(long seed, int side, Device device) {
    return Tensors.uniform(seed, 1, Precision.FLOAT32, side, side)
        .to(device, Precision.FLOAT32.scalarType());
  }
}
