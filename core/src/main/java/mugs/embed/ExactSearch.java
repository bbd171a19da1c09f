package mugs.embed;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import mugs.engine.Engine;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.measure.FeatureMatrix;
import mugs.measure.NearestNeighbours;
import mugs.measure.Neighbours;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Looks at every row. Rows are taken in blocks, so that neither they nor their similarities are
 * ever all in one array.
 */
final class ExactSearch implements RowSearch {
  /** Rows of a block. */
  private static final int BLOCK = 2048;

  /** Below every cosine. */
  private static final double NOT_ITSELF = -2;

  private final UnitRows rows;
  private final int block;

  /** Takes a collection. */
  ExactSearch(UnitRows rows) {
    this(rows, BLOCK);
  }

  /**
   * Takes a collection.
   *
   * @param block rows that are compared at a time, which changes no more than last digits
   */
  ExactSearch(UnitRows rows, int block) {
    this.rows = rows;
    this.block = block;
  }

  @Override
  public Neighbours nearest(float[] query, int k, int excluded) {
    FeatureMatrix one = new FeatureMatrix(1, query.length, query);
    int[] not = {excluded};
    return nearest(one, k, excluded == NONE ? new int[0] : not).get(0);
  }

  /**
   * Returns the rows nearest to each of several queries.
   *
   * @param queries of unit length
   * @param k how many, at most all but the excluded one
   * @param excluded the row that each query may not find; none where this is empty
   */
  List<Neighbours> nearest(FeatureMatrix queries, int k, int[] excluded) {
    List<NearestSoFar> nearest =
        IntStream.range(0, queries.rows()).mapToObj(query -> new NearestSoFar(k)).toList();
    for (int from = 0; from < rows.count(); from += block) {
      FeatureMatrix some = rows.block(from, Math.min(rows.count(), from + block));
      Neighbours found = NearestNeighbours.find(some, queries, excluded.length == 0 ? k : k + 1);
      for (int query = 0; query < queries.rows(); query++) {
        for (int rank = 0; rank < found.count(); rank++) {
          int row = from + found.index(query, rank);
          if (excluded.length == 0 || row != excluded[query]) {
            nearest.get(query).offer(row, found.similarity(query, rank));
          }
        }
      }
    }
    return nearest.stream().map(NearestSoFar::neighbours).toList();
  }

  @Override
  public void nearestOthersOfAll(int k, Look look) {
    Engine.call(
        () -> {
          Engine.useThreads(Engine.processors());
          for (int from = 0; from < rows.count(); from += block) {
            try (Scope scope = Scope.withoutGradients()) {
              nearestOthers(from, k, look);
            }
          }
          return true;
        });
  }

  private void nearestOthers(int from, int k, Look look) {
    Tensor queries = block(from);
    List<NearestSoFar> nearest =
        LongStream.range(0, queries.size(0)).mapToObj(query -> new NearestSoFar(k)).toList();
    for (int other = 0; other < rows.count(); other += block) {
      try (Scope own = Scope.withoutGradients()) {
        Tensor similarities = similarities(queries, from, other);
        int count = (int) Math.min(k, similarities.size(1));
        T_TensorTensor_T top = torch.topk(similarities, count);
        float[] values = Tensors.toFloats(top.get0());
        long[] places = Tensors.toLongs(top.get1());
        for (int i = 0; i < places.length; i++) {
          nearest.get(i / count).offer(other + (int) places[i], values[i]);
        }
      }
    }
    for (int i = 0; i < nearest.size(); i++) {
      look.at(from + i, nearest.get(i).neighbours());
    }
  }

  /** Returns the rows of a block, {@code [rows, width]}. */
  private Tensor block(int from) {
    FeatureMatrix some = rows.block(from, Math.min(rows.count(), from + block));
    return Tensors.of(some.values(), some.rows(), some.width());
  }

  /** Returns how similar two blocks are, {@code [rows, others]}; a row is not, to itself. */
  private Tensor similarities(Tensor queries, int from, int other) {
    if (from == other) {
      Tensor similarities = queries.matmul(queries.t());
      similarities.diagonal(0, 0, 1).fill_(new Scalar(NOT_ITSELF));
      return similarities;
    }
    return queries.matmul(block(other).t());
  }

  @Override
  public List<VectorIndex.Pair> alike(float least, int most) {
    List<VectorIndex.Pair> pairs = new ArrayList<>();
    Engine.call(
        () -> {
          Engine.useThreads(Engine.processors());
          for (int from = 0; from < rows.count() && pairs.size() <= most; from += block) {
            try (Scope scope = Scope.withoutGradients()) {
              Tensor queries = block(from);
              for (int other = from; other < rows.count() && pairs.size() <= most; other += block) {
                try (Scope own = Scope.withoutGradients()) {
                  add(similarities(queries, from, other), from, other, least, pairs);
                }
              }
            }
          }
          return true;
        });
    return pairs;
  }

  private static void add(
      Tensor similarities, int from, int other, float least, List<VectorIndex.Pair> pairs) {
    Tensor near = similarities.ge(new Scalar(least));
    long[] places = Tensors.toLongs(near.nonzero());
    float[] values = Tensors.toFloats(similarities.masked_select(near));
    for (int i = 0; i < values.length; i++) {
      int row = from + (int) places[2 * i];
      int second = other + (int) places[2 * i + 1];
      if (row < second) {
        pairs.add(new VectorIndex.Pair(row, second, values[i]));
      }
    }
  }
}
