package mugs.measure;

import java.util.Arrays;

/**
 * The best way to pair rows with columns, each at most once: the Hungarian method (Kuhn, 1955) by
 * shortest augmenting paths, in time with the cube of the size.
 */
final class Assignment {
  private Assignment() {}

  /**
   * Returns the column of each row in the pairing whose sum of gains is the largest.
   *
   * @param gains {@code [size][size]}
   */
  static int[] best(int[][] gains) {
    int size = gains.length;
    long[] rowPrices = new long[size + 1];
    long[] columnPrices = new long[size + 1];
    int[] rowOf = new int[size + 1]; // of each column, from 1; 0 for none
    int[] before = new int[size + 1];
    for (int row = 1; row <= size; row++) {
      rowOf[0] = row;
      int column = 0;
      long[] shortest = new long[size + 1];
      Arrays.fill(shortest, Long.MAX_VALUE);
      boolean[] reached = new boolean[size + 1];
      do {
        reached[column] = true;
        int at = rowOf[column];
        long step = Long.MAX_VALUE;
        int next = 0;
        for (int other = 1; other <= size; other++) {
          if (!reached[other]) {
            long cost = -(long) gains[at - 1][other - 1] - rowPrices[at] - columnPrices[other];
            if (cost < shortest[other]) {
              shortest[other] = cost;
              before[other] = column;
            }
            if (shortest[other] < step) {
              step = shortest[other];
              next = other;
            }
          }
        }
        for (int other = 0; other <= size; other++) {
          if (reached[other]) {
            rowPrices[rowOf[other]] += step;
            columnPrices[other] -= step;
          } else if (other > 0) {
            shortest[other] -= step;
          }
        }
        column = next;
      } while (rowOf[column] != 0);
      while (column != 0) {
        int previous = before[column];
        rowOf[column] = rowOf[previous];
        column = previous;
      }
    }
    int[] columns = new int[size];
    for (int column = 1; column <= size; column++) {
      columns[rowOf[column] - 1] = column - 1;
    }
    return columns;
  }
}
