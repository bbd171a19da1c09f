package mugs.measure;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import mugs.engine.Engine;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.Workers;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Exact search for the gallery rows with the largest dot product; with rows of unit length that is
 * cosine similarity. Of rows equally near, the one with the lower index comes first.
 *
 * <p>The answer depends neither on the number of threads nor on how the work is cut: what decides
 * are dot products of the 32-bit values summed in 64 bits, always in the same order. Memory beside
 * the answer is 34 MB a processor and up to 134 MB, half of that on the heap, however many rows
 * there are; it is taken once and used again for each block.
 */
/*
 * libtorch multiplies a block of queries with a block of the gallery in 32 bits, which is fast but
 * rounds differently at the edges of a block. The sum of n products in 32 bits is off by at most
 * about n 2^-24 |q| |g| (Higham, "Accuracy and Stability of Numerical Algorithms", section 3.1); so
 * every row whose rounded product lies within twice that of the k-th best so far may still be among
 * the nearest. These few are multiplied again in 64 bits, and only those products are compared.
 */
public final class NearestNeighbours {

  /** Values of a block of the gallery, at most. The larger, the fewer rows are multiplied twice. */
  private static final int GALLERY_VALUES = 1 << 24;

  private static final int GALLERY_BLOCK = 1 << 15;

  /** Values of a block of queries, and products of a block with the gallery's, at most. */
  private static final int QUERY_VALUES = 1 << 20;

  private static final int PRODUCTS = 1 << 23;
  private static final int SMALLEST_BLOCK = 64;

  /** Half the distance of a 32-bit float near 1 to the next, and a little for what is left out. */
  private static final double ROUNDING = 0x1.0p-24 * 1.01;

  private static final int FEW_QUERIES = 8;
  private static final int ROWS_A_TASK = 4096;

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
    if (queries.rows() <= FEW_QUERIES && gallery instanceof FeatureMatrix inMemory) {
      search.compareEach(inMemory);
      return search.found();
    }
    int galleryBlock = blockRows(GALLERY_VALUES, GALLERY_BLOCK, gallery);
    int queryBlock = blockRows(QUERY_VALUES, PRODUCTS / galleryBlock, queries);
    int blocks = (queries.rows() + queryBlock - 1) / queryBlock;
    try (Workers workers = new Workers(Math.min(blocks, Engine.processors()), 1);
        Scope all = Scope.withoutGradients()) {
      // one place for each, used again and again: freed ones would lie about in heap and allocator
      float[] values = new float[galleryBlock * gallery.width()];
      Tensor[] products = new Tensor[workers.count()];
      Arrays.setAll(
          products, i -> Tensors.zeros(Precision.FLOAT32, (long) queryBlock * galleryBlock));
      Tensor taken = Tensors.zeros(Precision.FLOAT32, galleryBlock, gallery.width());
      FloatBuffer ofTaken = Tensors.buffer(taken.unsqueeze(0), 0);
      for (int from = 0; from < gallery.rows(); from += galleryBlock) {
        Block block = Block.read(gallery, from, galleryBlock, values);
        ofTaken.put(0, values, 0, block.rows() * block.width());
        try (Scope scope = Scope.withoutGradients()) {
          Tensor turned = taken.narrow(0, 0, block.rows()).t();
          List<Callable<Integer>> work = new ArrayList<>();
          for (int query = 0; query < queries.rows(); query += queryBlock) {
            int first = query;
            Tensor into = products[work.size() % products.length]; // of the task's own worker
            work.add(() -> search.compare(block, turned, first, queryBlock, into));
          }
          workers.run(work);
        }
      }
    }
    return search.found();
  }

  private Neighbours found() {
    float[] rounded = new float[similarities.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) similarities[i];
    }
    return new Neighbours(queries.rows(), count, indices, rounded);
  }

  /** For a few queries it would take longer to hand the gallery to libtorch. */
  private void compareEach(FeatureMatrix gallery) {
    int width = gallery.width();
    float[] asked = new float[width];
    double[] products = new double[gallery.rows()];
    for (int query = 0; query < queries.rows(); query++) {
      queries.read(query, 1, asked);
      IntStream.range(0, (products.length + ROWS_A_TASK - 1) / ROWS_A_TASK)
          .parallel()
          .forEach(
              task -> {
                int end = Math.min(products.length, (task + 1) * ROWS_A_TASK);
                for (int row = task * ROWS_A_TASK; row < end; row++) {
                  products[row] = product(gallery.values(), row * width, asked, 0, width);
                }
              });
      int last = query * count + count - 1;
      int own = excluded.length > 0 ? excluded[query] : -1;
      for (int row = 0; row < products.length; row++) {
        if (row != own && products[row] > similarities[last]) {
          offer(query, row, products[row]);
        }
      }
    }
  }

  private static int blockRows(int values, int most, FeatureRows rows) {
    int fitting = Math.max(SMALLEST_BLOCK, Math.min(most, values / rows.width()));
    return Math.min(rows.rows(), fitting);
  }

  /** Rows that were read, the first among the values, and the length of the longest. */
  private record Block(int from, int rows, int width, float[] values, double longest) {
    static Block read(FeatureRows source, int from, int most, float[] values) {
      int rows = Math.min(most, source.rows() - from);
      source.read(from, rows, values);
      double longest = 0;
      for (int row = 0; row < rows; row++) {
        longest = Math.max(longest, length(values, row * source.width(), source.width()));
      }
      return new Block(from, rows, source.width(), values, longest);
    }
  }

  private static double length(float[] values, int start, int width) {
    return Math.sqrt(product(values, start, values, start, width));
  }

  /** Compares some queries with a block of the gallery; returns their number. */
  private int compare(Block gallery, Tensor turned, int from, int most, Tensor into) {
    int rows = Math.min(most, queries.rows() - from);
    Block asked = Block.read(queries, from, most, new float[rows * queries.width()]);
    try (Scope scope = Scope.withoutGradients()) {
      Tensor taken = Tensors.of(asked.values, rows, asked.width);
      Tensor found = into.narrow(0, 0, (long) rows * gallery.rows).view(rows, gallery.rows);
      torch.mm_out(found, taken, turned);
      FloatBuffer rounded = Tensors.buffer(found.unsqueeze(0), 0);
      float[] products = new float[gallery.rows];
      int[] candidates = new int[gallery.rows];
      for (int query = 0; query < asked.rows; query++) {
        rounded.get(query * gallery.rows, products);
        takeFrom(gallery, asked, query, products, candidates);
      }
    }
    return asked.rows;
  }

  private void takeFrom(
      Block gallery, Block asked, int queryInBlock, float[] products, int[] candidates) {
    int query = asked.from + queryInBlock;
    int queryStart = queryInBlock * asked.width;
    double error =
        ROUNDING * asked.width * gallery.longest * length(asked.values, queryStart, asked.width);
    int own = excluded.length > 0 ? excluded[query] - gallery.from : -1;
    int found = candidates(products, similarities[query * count + count - 1] - error, candidates);
    int wanted = count + (own >= 0 && own < gallery.rows ? 1 : 0);
    if (found > wanted) {
      double last = largest(products, candidates, found, wanted);
      found = candidates(products, candidates, found, last - 2 * error);
    }
    for (int i = 0; i < found; i++) {
      int row = candidates[i];
      if (row != own) {
        double exact =
            product(gallery.values, row * gallery.width, asked.values, queryStart, asked.width);
        offer(query, gallery.from + row, exact);
      }
    }
  }

  /**
   * Lists the rows whose products are not below a limit, and those that are no numbers too; returns
   * how many there are.
   */
  private static int candidates(float[] products, double limit, int[] into) {
    float rounded = Math.nextDown((float) limit);
    int count = 0;
    for (int row = 0; row < products.length; row++) {
      if (!(products[row] < rounded)) {
        into[count++] = row;
      }
    }
    return count;
  }

  /** Keeps of a list what is not below a limit; returns how many there are. */
  private static int candidates(float[] products, int[] list, int length, double limit) {
    int count = 0;
    for (int i = 0; i < length; i++) {
      if (!(products[list[i]] < limit)) {
        list[count++] = list[i];
      }
    }
    return count;
  }

  /** Returns the product that is in this place when they are sorted, the largest in place 1. */
  private static double largest(float[] products, int[] list, int length, int place) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = products[list[i]];
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
    int from = query * count;
    int end = from + count;
    int to = end;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (similarity > similarities[middle]) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    if (from < end) {
      System.arraycopy(similarities, from, similarities, from + 1, end - from - 1);
      System.arraycopy(indices, from, indices, from + 1, end - from - 1);
      similarities[from] = similarity;
      indices[from] = row;
    }
  }
}
