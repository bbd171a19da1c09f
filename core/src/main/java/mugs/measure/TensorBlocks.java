package mugs.measure;

import java.util.ArrayList;
import java.util.List;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Takes rows to libtorch block by block, in 64 bits. Few rows are kept there for the next time; of
 * many, only one block is in memory at a time.
 */
public final class TensorBlocks implements AutoCloseable {
  private static final int BLOCK_VALUES = 1 << 22;

  /** 512 MB. */
  private static final long VALUES_KEPT = 1 << 26;

  private final FeatureRows rows;
  private final int block;
  private final boolean keeps;
  private final List<Tensor> kept = new ArrayList<>();

  /** Works on a block. */
  @FunctionalInterface
  public interface Work {

    /**
     * Works on it, in a scope without gradients that closes afterwards.
     *
     * @param from the first row
     * @param x the rows in 64 bits, {@code [rows, width]}, not to be changed
     */
    void on(int from, Tensor x);
  }

  private TensorBlocks(FeatureRows rows, int products, boolean keeps) {
    this.rows = rows;
    this.block =
        Math.max(1, Math.min(rows.rows(), BLOCK_VALUES / Math.max(rows.width(), products)));
    this.keeps = keeps;
  }

  /**
   * Takes rows that are gone through again and again; they are read when they are first asked for.
   *
   * @param rows that are taken
   * @param products numbers that the work makes of a row, such as one a class: the more, the fewer
   *     rows are taken at a time
   */
  public TensorBlocks(FeatureRows rows, int products) {
    this(rows, products, (long) rows.rows() * rows.width() <= VALUES_KEPT);
  }

  /** Takes rows that are gone through once: none are kept. */
  public static TensorBlocks once(FeatureRows rows, int products) {
    return new TensorBlocks(rows, products, false);
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows.rows();
  }

  /** Returns the numbers a row. */
  public int width() {
    return rows.width();
  }

  /** Goes through all rows, from the first to the last, on the calling thread. */
  public void each(Work work) {
    for (int i = 0; i * (long) block < rows.rows(); i++) {
      try (Scope scope = Scope.withoutGradients()) {
        work.on(i * block, block(i));
      }
    }
  }

  private Tensor block(int index) {
    if (index < kept.size()) {
      return kept.get(index);
    }
    int count = Math.min(block, rows.rows() - index * block);
    float[] values = new float[Math.multiplyExact(count, rows.width())];
    rows.read(index * block, count, values);
    Tensor tensor = Tensors.of(values, count, rows.width()).to(ScalarType.Double);
    if (keeps) {
      kept.add(Scope.keep(tensor));
    }
    return tensor;
  }

  /** Frees what is kept. */
  @Override
  public void close() {
    try (Scope scope = Scope.open()) {
      scope.adopt(kept);
    }
    kept.clear();
  }
}
