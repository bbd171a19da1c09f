package mugs.measure;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import mugs.engine.Engine;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Exact search for the gallery rows with the largest dot product; with rows of unit length that is
 * cosine similarity. Of rows equally near, the one with the lower index comes first.
 *
 * <p>The answer depends neither on the number of threads nor on how the work is cut: what decides
 * are dot products of the 32-bit values summed in 64 bits, always in the same order. Memory beside
 * the answer is some tens of megabytes, however many rows there are.
 */
/*
 * libtorch multiplies a block of queries with a block of the gallery in 32 bits, which is fast but
 * rounds differently at the edges of a block. The sum of n products in 32 bits is off by at most
 * about n 2^-24 |q| |g| (Higham, "Accuracy and Stability of Numerical Algorithms", section 3.1); so
 * every row whose rounded product lies within twice that of the k-th best so far may still be among
 * the nearest. These few are multiplied again in 64 bits, and only those products are compared.
 */
public final class NearestNeighbours {

  /** Values of a block of the gallery, at most; 8,192 rows of 384 values are fewer. */
  private static final int GALLERY_VALUES = 1 << 22;

  private static final int QUERY_VALUES = 1 << 20;
  private static final int GALLERY_BLOCK = 8192;
  private static final int QUERY_BLOCK = 1024;
  private static final int SMALLEST_BLOCK = 64;

  /** Half the distance of a 32-bit float near 1 to the next, and a little for what is left out. */
  private static final double ROUNDING = 0x1.0p-24 * 1.01;

  private static final int[] NOTHING = {};

  private final FeatureRows queries;
  private final int[] excluded;
  private final int count;
  private final int[] indices;
  private final double[] similarities;

  private NearestNeighbours(FeatureRows queries, int count, int[] excluded) {
    this.queries = queries;
    this.count = count;
    this.excluded = excluded;
    indices = new int[Math.multiplyExact(queries.rows(), count)];
    similarities = new double[indices.length];
    Arrays.fill(similarities, Double.NEGATIVE_INFINITY);
  }

  /**
   * Returns the {@code k} nearest gallery rows of each query, or all of them where the gallery has
   * fewer.
   *
   * @param gallery {@code [gallery rows, width]}
   * @param queries {@code [queries, width]}
   * @param k at least 1
   * @throws IllegalArgumentException if the widths differ, or {@code k} is below 1
   */
  public static Neighbours find(FeatureRows gallery, FeatureRows queries, int k) {
    return search(gallery, queries, k, NOTHING);
  }

  /**
   * Returns the {@code k} nearest gallery rows of each query, one gallery row a query left out
   * (most often the query's own picture); all the others where they are fewer than {@code k}.
   *
   * @param gallery {@code [gallery rows, width]}, at least two rows
   * @param queries {@code [queries, width]}
   * @param k at least 1
   * @param excluded the gallery row that each query may not find, {@code [queries]}
   * @throws IllegalArgumentException if the sizes do not fit together
   */
  public static Neighbours findOthers(
      FeatureRows gallery, FeatureRows queries, int k, int[] excluded) {
    if (excluded.length != queries.rows()) {
      throw new IllegalArgumentException(
          "%d queries need %d excluded rows, not %d"
              .formatted(queries.rows(), queries.rows(), excluded.length));
    }
    if (gallery.rows() < 2) {
      throw new IllegalArgumentException(
          "a gallery of one row has no other row to find; give at least two pictures");
    }
    for (int row : excluded) {
      if (row < 0 || row >= gallery.rows()) {
        throw new IllegalArgumentException(
            "excluded row %d is not in a gallery of %d rows".formatted(row, gallery.rows()));
      }
    }
    return search(gallery, queries, k, excluded);
  }

  private static Neighbours search(
      FeatureRows gallery, FeatureRows queries, int k, int[] excluded) {
    if (gallery.width() != queries.width()) {
      throw new IllegalArgumentException(
          "gallery rows have %d values, queries %d".formatted(gallery.width(), queries.width()));
    }
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, not " + k);
    }
    int count = Math.min(k, gallery.rows() - (excluded.length > 0 ? 1 : 0));
    NearestNeighbours search = new NearestNeighbours(queries, count, excluded);
    int galleryBlock = blockRows(GALLERY_VALUES, GALLERY_BLOCK, gallery);
    int queryBlock = blockRows(QUERY_VALUES, QUERY_BLOCK, queries);
    for (int from = 0; from < gallery.rows(); from += galleryBlock) {
      Block block = Block.read(gallery, from, galleryBlock);
      Engine.call(() -> search.compare(block, queryBlock));
    }
    float[] rounded = new float[search.similarities.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) search.similarities[i];
    }
    return new Neighbours(queries.rows(), count, search.indices, rounded);
  }

  private static int blockRows(int values, int most, FeatureRows rows) {
    int fitting = Math.max(SMALLEST_BLOCK, Math.min(most, values / rows.width()));
    return Math.min(rows.rows(), fitting);
  }

  /** Rows that were read, and the length of the longest. */
  private record Block(int from, int rows, int width, float[] values, double longest) {
    static Block read(FeatureRows source, int from, int most) {
      int rows = Math.min(most, source.rows() - from);
      float[] values = new float[rows * source.width()];
      source.read(from, rows, values);
      double longest = 0;
      for (int row = 0; row < rows; row++) {
        longest = Math.max(longest, length(values, row * source.width(), source.width()));
      }
      return new Block(from, rows, source.width(), values, longest);
    }

    Tensor tensor() {
      return Tensors.of(values, rows, width);
    }
  }

  private static double length(float[] values, int start, int width) {
    return Math.sqrt(product(values, start, values, start, width));
  }

  /** Compares all queries with a block of the gallery; returns their number. */
  private int compare(Block gallery, int queryBlock) {
    try (Scope all = Scope.withoutGradients()) {
      Tensor turned = gallery.tensor().t();
      for (int from = 0; from < queries.rows(); from += queryBlock) {
        Block asked = Block.read(queries, from, queryBlock);
        try (Scope scope = Scope.withoutGradients()) {
          Tensor products = asked.tensor().mm(turned);
          FloatBuffer rounded = Tensors.buffer(products.unsqueeze(0), 0);
          IntStream.range(0, asked.rows)
              .parallel()
              .forEach(query -> takeFrom(gallery, asked, query, rounded));
        }
      }
    }
    return queries.rows();
  }

  private void takeFrom(Block gallery, Block asked, int queryInBlock, FloatBuffer rounded) {
    int query = asked.from + queryInBlock;
    float[] products = new float[gallery.rows];
    rounded.get(queryInBlock * gallery.rows, products);
    int queryStart = queryInBlock * asked.width;
    double error =
        ROUNDING * asked.width * gallery.longest * length(asked.values, queryStart, asked.width);
    int own = excluded.length > 0 ? excluded[query] - gallery.from : -1;
    int[] candidates = candidates(products, similarities[query * count + count - 1] - error);
    int wanted = count + (own >= 0 && own < gallery.rows ? 1 : 0);
    if (candidates.length > wanted) {
      double last = largest(products, candidates, wanted);
      candidates =
          Arrays.stream(candidates).filter(row -> !(products[row] < last - 2 * error)).toArray();
    }
    for (int row : candidates) {
      if (row != own) {
        double exact =
            product(gallery.values, row * gallery.width, asked.values, queryStart, asked.width);
        offer(query, gallery.from + row, exact);
      }
    }
  }

  /** Returns the rows whose products are not below a limit: those that are not numbers too. */
  private static int[] candidates(float[] products, double limit) {
    float rounded = Math.nextDown((float) limit);
    int[] found = new int[products.length];
    int count = 0;
    for (int row = 0; row < products.length; row++) {
      if (!(products[row] < rounded)) {
        found[count++] = row;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** Returns the product that is in this place when they are sorted, the largest in place 1. */
  private static double largest(float[] products, int[] rows, int place) {
    float[] values = new float[rows.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = products[rows[i]];
    }
    return Selection.largest(values, place);
  }

  private static double product(float[] a, int startA, float[] b, int startB, int width) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = 0;
    for (; i + 4 <= width; i += 4) {
      first += (double) a[startA + i] * b[startB + i];
      second += (double) a[startA + i + 1] * b[startB + i + 1];
      third += (double) a[startA + i + 2] * b[startB + i + 2];
      fourth += (double) a[startA + i + 3] * b[startB + i + 3];
    }
    for (; i < width; i++) {
      first += (double) a[startA + i] * b[startB + i];
    }
    return first + second + (third + fourth);
  }

  /** Takes a row among the nearest so far; the rows of a query come with rising index. */
  private void offer(int query, int row, double similarity) {
    int start = query * count;
    int place = start + count;
    while (place > start && similarity > similarities[place - 1]) {
      if (place < start + count) {
        similarities[place] = similarities[place - 1];
        indices[place] = indices[place - 1];
      }
      place--;
    }
    if (place < start + count) {
      similarities[place] = similarity;
      indices[place] = row;
    }
  }
}
