package mugs.embed;

import java.util.ArrayList;
import java.util.List;
import mugs.engine.Engine;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.measure.FeatureMatrix;
import mugs.measure.Neighbours;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Compares every row of a collection with every other, some rows at a time. */
final class AllPairs {
  /** Similarities held at a time. */
  private static final int MOST_HELD = 1 << 24;

  private static final int MOST_ROWS = 1024;

  /** Below every cosine. */
  private static final double NOT_ITSELF = -2;

  private final FeatureMatrix unit;

  /**
   * Takes a collection.
   *
   * @param unit rows of unit length, at least two
   */
  AllPairs(FeatureMatrix unit) {
    this.unit = unit;
  }

  /** Looks at the similarities of some rows to all, {@code [rows, all]}, in a scope of its own. */
  @FunctionalInterface
  private interface Look {
    void at(int from, Tensor similarities);
  }

  private void compare(Look look) {
    Engine.useThreads(Engine.processors());
    int block = Math.max(1, Math.min(MOST_ROWS, MOST_HELD / unit.rows()));
    try (Scope scope = Scope.withoutGradients()) {
      Tensor all = Tensors.of(unit.values(), unit.rows(), unit.width());
      Tensor turned = all.t();
      for (int from = 0; from < unit.rows(); from += block) {
        int rows = Math.min(block, unit.rows() - from);
        try (Scope own = Scope.withoutGradients()) {
          Tensor similarities = all.narrow(0, from, rows).matmul(turned);
          similarities.diagonal(from, 0, 1).fill_(new Scalar(NOT_ITSELF));
          look.at(from, similarities);
        }
      }
    }
  }

  /**
   * Returns the nearest other rows of each row.
   *
   * @param k how many, at most all others
   */
  Neighbours nearest(int k) {
    int[] indices = new int[Math.multiplyExact(unit.rows(), k)];
    float[] similarities = new float[indices.length];
    Engine.call(
        () -> {
          compare(
              (from, block) -> {
                T_TensorTensor_T top = torch.topk(block, k);
                float[] values = Tensors.toFloats(top.get0());
                long[] rows = Tensors.toLongs(top.get1());
                System.arraycopy(values, 0, similarities, from * k, values.length);
                for (int i = 0; i < rows.length; i++) {
                  indices[from * k + i] = (int) rows[i];
                }
              });
          return true;
        });
    return new Neighbours(unit.rows(), k, indices, similarities);
  }

  /**
   * Returns the pairs that are at least so similar, each once, in the order of their rows.
   *
   * @param least cosine
   * @param most pairs that are wanted; more than that end the search
   */
  List<VectorIndex.Pair> alike(float least, int most) {
    List<VectorIndex.Pair> pairs = new ArrayList<>();
    Engine.call(
        () -> {
          compare(
              (from, block) -> {
                if (pairs.size() <= most) {
                  add(from, block, least, pairs);
                }
              });
          return true;
        });
    return pairs;
  }

  private static void add(int from, Tensor block, float least, List<VectorIndex.Pair> pairs) {
    Tensor near = block.ge(new Scalar(least));
    long[] places = Tensors.toLongs(near.nonzero());
    float[] values = Tensors.toFloats(block.masked_select(near));
    for (int i = 0; i < values.length; i++) {
      int row = from + (int) places[2 * i];
      int other = (int) places[2 * i + 1];
      if (row < other) {
        pairs.add(new VectorIndex.Pair(row, other, values[i]));
      }
    }
  }
}
