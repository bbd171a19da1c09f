package mugs.measure;

import java.util.stream.IntStream;

/**
 * Exact search for the gallery rows with the largest dot product; with rows of unit length that is
 * cosine similarity. Of rows equally near, the one with the lower index comes first.
 *
 * <p>The answer does not depend on the number of threads: every dot product is summed in one fixed
 * order, wherever its rows stand.
 */
/*
 * The gallery is taken in panels of 256 rows, turned so that one column of the panel is contiguous.
 * A dot product is then a sum of scaled columns, a loop without a running sum, which the JIT turns
 * into vector instructions (it may not reorder a sum of floats). Queries go through a panel in
 * blocks, one depth slice of the panel after the other, so that the slice stays in the second-level
 * cache while all queries of the block use it.
 */
public final class NearestNeighbours {

  private static final int PANEL_ROWS = 256;
  private static final int QUERY_BLOCK = 64;
  private static final int DEPTH_SLICE = 256;

  private static final int[] NOTHING = {};

  private final FeatureMatrix queries;
  private final int[] excluded;
  private final int count;
  private final int[] indices;
  private final float[] similarities;
  private final float[][] panel;

  private NearestNeighbours(FeatureMatrix queries, int count, int[] excluded) {
    this.queries = queries;
    this.count = count;
    this.excluded = excluded;
    indices = new int[Math.multiplyExact(queries.rows(), count)];
    similarities = new float[indices.length];
    panel = new float[queries.width()][PANEL_ROWS];
  }

  /**
   * Returns the {@code k} nearest gallery rows of each query, or all of them where the gallery has
   * fewer.
   *
   * @param gallery {@code [gallery rows, width]}
   * @param queries {@code [queries, width]}
   * @param k at least 1
   * @throws IllegalArgumentException if the widths differ, {@code k} is below 1, or the values are
   *     so large that a dot product is not a number
   */
  public static Neighbours find(FeatureMatrix gallery, FeatureMatrix queries, int k) {
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
      FeatureMatrix gallery, FeatureMatrix queries, int k, int[] excluded) {
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
      FeatureMatrix gallery, FeatureMatrix queries, int k, int[] excluded) {
    if (gallery.width() != queries.width()) {
      throw new IllegalArgumentException(
          "gallery rows have %d values, queries %d".formatted(gallery.width(), queries.width()));
    }
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, not " + k);
    }
    int count = Math.min(k, gallery.rows() - (excluded.length > 0 ? 1 : 0));
    NearestNeighbours search = new NearestNeighbours(queries, count, excluded);
    int blocks = (queries.rows() + QUERY_BLOCK - 1) / QUERY_BLOCK;
    for (int first = 0; first < gallery.rows(); first += PANEL_ROWS) {
      int panelStart = first;
      int panelRows = Math.min(PANEL_ROWS, gallery.rows() - first);
      search.turn(gallery, panelStart, panelRows);
      IntStream.range(0, blocks)
          .parallel()
          .forEach(block -> search.compare(block * QUERY_BLOCK, panelStart, panelRows));
    }
    return new Neighbours(queries.rows(), count, search.indices, search.similarities);
  }

  /** Fills the panel, {@code [width][PANEL_ROWS]}; columns beyond the gallery are left as is. */
  private void turn(FeatureMatrix gallery, int first, int rows) {
    int width = gallery.width();
    float[] values = gallery.values();
    for (int row = 0; row < rows; row++) {
      int start = (first + row) * width;
      for (int depth = 0; depth < width; depth++) {
        panel[depth][row] = values[start + depth];
      }
    }
  }

  private void compare(int firstQuery, int panelStart, int panelRows) {
    int block = Math.min(QUERY_BLOCK, queries.rows() - firstQuery);
    float[][] products = products(firstQuery, block);
    for (int i = 0; i < block; i++) {
      int query = firstQuery + i;
      int excludedRow = excluded.length > 0 ? excluded[query] : -1;
      int seen = panelStart - (excludedRow >= 0 && excludedRow < panelStart ? 1 : 0);
      for (int row = 0; row < panelRows; row++) {
        if (panelStart + row != excludedRow) {
          offer(query, panelStart + row, products[i][row], Math.min(seen++, count));
        }
      }
    }
  }

  /** Returns the dot products of a block of queries with the panel, {@code [block][PANEL_ROWS]}. */
  private float[][] products(int firstQuery, int block) {
    int width = queries.width();
    float[] values = queries.values();
    float[][] products = new float[block][PANEL_ROWS];
    for (int slice = 0; slice < width; slice += DEPTH_SLICE) {
      int end = Math.min(slice + DEPTH_SLICE, width);
      for (int i = 0; i < block; i++) {
        int query = (firstQuery + i) * width;
        int depth = slice;
        for (; depth + 4 <= end; depth += 4) {
          addFour(products[i], panel, depth, values, query + depth);
        }
        for (; depth < end; depth++) {
          addOne(products[i], panel[depth], values[query + depth]);
        }
      }
    }
    return products;
  }

  /** The inner loop: whole arrays without offsets, the form that the JIT vectorises best. */
  private static void addFour(float[] sums, float[][] columns, int depth, float[] query, int at) {
    float[] first = columns[depth];
    float[] second = columns[depth + 1];
    float[] third = columns[depth + 2];
    float[] fourth = columns[depth + 3];
    float a = query[at];
    float b = query[at + 1];
    float c = query[at + 2];
    float d = query[at + 3];
    for (int row = 0; row < sums.length; row++) {
      sums[row] += a * first[row] + b * second[row] + c * third[row] + d * fourth[row];
    }
  }

  private static void addOne(float[] sums, float[] column, float factor) {
    for (int row = 0; row < sums.length; row++) {
      sums[row] += factor * column[row];
    }
  }

  /** Takes a gallery row among the {@code held} nearest so far; rows come with rising index. */
  private void offer(int query, int row, float similarity, int held) {
    if (Float.isNaN(similarity)) {
      throw new IllegalArgumentException(
          "the dot product of query %d and gallery row %d is not a number; scale the rows to unit length"
              .formatted(query, row));
    }
    int start = query * count;
    int place = start + held;
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
