package mugs.measure;

import java.util.Arrays;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Takes rows to libtorch block by block, so that only one block of them is in memory there. */
public final class TensorBlocks {
  private static final int BLOCK_VALUES = 1 << 22;

  private TensorBlocks() {}

  /** Works on a block. */
  @FunctionalInterface
  public interface Work {

    /**
     * Works on it, in a scope without gradients that closes afterwards.
     *
     * @param from the first row
     * @param x the rows in 64 bits, {@code [rows, width]}
     */
    void on(int from, Tensor x);
  }

  /**
   * Goes through all rows, from the first to the last, on the calling thread.
   *
   * @param rows that are taken
   * @param products numbers that the work makes of a row, such as one a class: the more, the fewer
   *     rows are taken at a time
   * @param work on each block
   */
  public static void each(FeatureRows rows, int products, Work work) {
    int block = Math.max(1, Math.min(rows.rows(), BLOCK_VALUES / Math.max(rows.width(), products)));
    float[] values = new float[Math.multiplyExact(block, rows.width())];
    for (int from = 0; from < rows.rows(); from += block) {
      int count = Math.min(block, rows.rows() - from);
      rows.read(from, count, values);
      float[] own = count == block ? values : Arrays.copyOf(values, count * rows.width());
      try (Scope scope = Scope.withoutGradients()) {
        work.on(from, Tensors.of(own, count, rows.width()).to(ScalarType.Double));
      }
    }
  }
}
