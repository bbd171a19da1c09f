package mugs.embed;

import java.util.stream.IntStream;
import mugs.measure.NearestNeighbours;
import mugs.measure.Neighbours;

/**
 * How much of what is near a graph finds: the share of the nearest others of some rows, spread
 * evenly over all, that it gives when asked for as many. What is as similar as the last of the
 * nearest counts as one of them.
 */
final class GraphRecall {
  /** Nearest others of a row. */
  static final int NEAREST = 10;

  /** Rows that are asked for. */
  static final int ROWS = 200;

  /** Similarities of the two searches differ by rounding. */
  private static final float ROUNDING = 1e-6f;

  private GraphRecall() {}

  /** What is measured: it gives the nearest others of a row. */
  @FunctionalInterface
  interface Answers {
    Neighbours nearestOthers(int row, int k);
  }

  /** Returns the share, from 0 to 1. */
  static double of(Answers answers, UnitVectors rows) {
    int k = Math.min(NEAREST, rows.rows() - 1);
    int asked = Math.min(ROWS, rows.rows());
    int[] sample =
        IntStream.range(0, asked).map(i -> (int) ((long) i * rows.rows() / asked)).toArray();
    Neighbours exact = NearestNeighbours.findOthers(rows, rows.select(sample), k, sample);
    long found = 0;
    for (int i = 0; i < asked; i++) {
      float last = exact.similarity(i, k - 1) - ROUNDING;
      Neighbours given = answers.nearestOthers(sample[i], k);
      found +=
          IntStream.range(0, given.count())
              .filter(rank -> given.similarity(0, rank) >= last)
              .count();
    }
    return found / (double) (asked * k);
  }
}
