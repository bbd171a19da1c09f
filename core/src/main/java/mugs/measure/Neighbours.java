package mugs.measure;

import java.util.Arrays;

/**
 * The nearest gallery rows of several queries, nearest first.
 *
 * @param queries number of queries
 * @param count neighbours a query
 * @param indices gallery rows, {@code [queries, count]}; not copied
 * @param similarities of those rows to their query, {@code [queries, count]}, never rising along a
 *     query; not copied
 */
public record Neighbours(int queries, int count, int[] indices, float[] similarities) {

  /**
   * Checks that the sizes fit.
   *
   * @throws IllegalArgumentException if they do not
   */
  public Neighbours {
    long size = (long) queries * count;
    if (queries < 1 || count < 1 || indices.length != size || similarities.length != size) {
      throw new IllegalArgumentException(
          "%d queries of %d neighbours need %d indices and similarities, not %d and %d"
              .formatted(queries, count, size, indices.length, similarities.length));
    }
  }

  /**
   * Returns the gallery row of a query's neighbour.
   *
   * @param query from 0
   * @param rank 0 for the nearest
   */
  public int index(int query, int rank) {
    return indices[place(query, rank)];
  }

  /**
   * Returns the similarity of a query and its neighbour.
   *
   * @param query from 0
   * @param rank 0 for the nearest
   */
  public float similarity(int query, int rank) {
    return similarities[place(query, rank)];
  }

  /**
   * Returns the neighbours of one query alone, copied.
   *
   * @param query from 0
   */
  public Neighbours of(int query) {
    int from = place(query, 0);
    return new Neighbours(
        1,
        count,
        Arrays.copyOfRange(indices, from, from + count),
        Arrays.copyOfRange(similarities, from, from + count));
  }

  private int place(int query, int rank) {
    if (query < 0 || query >= queries || rank < 0 || rank >= count) {
      throw new IndexOutOfBoundsException(
          "neighbour %d of query %d; there are %d of %d queries"
              .formatted(rank, query, count, queries));
    }
    return query * count + rank;
  }
}
