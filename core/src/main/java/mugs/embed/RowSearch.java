package mugs.embed;

import java.util.List;
import mugs.measure.Neighbours;

/** A way to find alike rows among many. */
sealed interface RowSearch permits ExactSearch, VectorGraph {
  /** In place of the row that may not be found. */
  int NONE = -1;

  /** Looks at the others near a row. Several threads may call it, each for another row. */
  @FunctionalInterface
  interface Look {
    void at(int row, Neighbours near);
  }

  /**
   * Returns the rows nearest to a query, nearest first.
   *
   * @param query of unit length
   * @param k how many, at most all but the excluded one
   * @param excluded the row that may not be found, or {@link #NONE}
   */
  Neighbours nearest(float[] query, int k, int excluded);

  /**
   * Finds the nearest others of every row, and keeps none.
   *
   * @param k how many, at most all others
   */
  void nearestOthersOfAll(int k, Look look);

  /**
   * Returns pairs that are at least so similar, each once.
   *
   * @param least cosine
   * @param most pairs that are wanted; the search ends soon after more are found
   */
  List<VectorIndex.Pair> alike(float least, int most);
}
