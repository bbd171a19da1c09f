package mugs.embed;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import mugs.engine.Engine;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.measure.FeatureMatrix;
import mugs.measure.NearestNeighbours;
import mugs.measure.Neighbours;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Looks at every row. Rows are taken in blocks, so that neither they nor their similarities are
 * ever all in one array.
 */
final class ExactSearch implements RowSearch {
  /** Rows of a block of pairs. */
  private static final int BLOCK = 2048;

  /**
   * Blocks of rows whose neighbours are looked for at a time: each time all rows are gone through.
   */
  private static final int BLOCKS_ASKED = 4;

  /** Neighbours that are held at a time, at most. */
  private static final int ANSWERS = 1 << 21;

  /** Below every cosine. */
  private static final double NOT_ITSELF = -2;

  private final UnitVectors rows;
  private final int block;

  /** Takes a collection. */
  ExactSearch(UnitVectors rows) {
    this(rows, BLOCK);
  }

  /**
   * Takes a collection.
   *
   * @param block rows that are compared at a time, which changes no more than last digits
   */
  ExactSearch(UnitVectors rows, int block) {
    this.rows = rows;
    this.block = block;
  }

  @Override
  public Neighbours nearest(float[] query, int k, int excluded) {
    FeatureMatrix one = new FeatureMatrix(1, query.length, query);
    return excluded == NONE
        ? NearestNeighbours.find(rows, one, k)
        : NearestNeighbours.findOthers(rows, one, k, new int[] {excluded});
  }

  @Override
  public void nearestOthersOfAll(int k, Look look) {
    int most = Math.max(1, Math.min(BLOCKS_ASKED * block, ANSWERS / k));
    for (int from = 0; from < rows.rows(); from += most) {
      int[] some = IntStream.range(from, Math.min(rows.rows(), from + most)).toArray();
      Neighbours found = NearestNeighbours.findOthers(rows, rows.select(some), k, some);
      for (int i = 0; i < some.length; i++) {
        look.at(some[i], found.of(i));
      }
    }
  }

  /** Returns the rows of a block, {@code [rows, width]}. */
  private Tensor block(int from) {
    int count = Math.min(block, rows.rows() - from);
    float[] values = new float[count * rows.width()];
    rows.read(from, count, values);
    return Tensors.of(values, count, rows.width());
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
          for (int from = 0; from < rows.rows() && pairs.size() <= most; from += block) {
            try (Scope scope = Scope.withoutGradients()) {
              Tensor queries = block(from);
              for (int other = from; other < rows.rows() && pairs.size() <= most; other += block) {
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
