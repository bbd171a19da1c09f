package mugs.measure;

import java.util.function.IntConsumer;

/**
 * Rows of features, wherever they are held: in memory, in a file, some rows of others. Any number
 * of threads may read at once.
 */
public interface FeatureRows {

  /** Returns the number of rows, at least 1. */
  int rows();

  /** Returns the numbers a row, at least 1. */
  int width();

  /**
   * Copies rows that follow each other.
   *
   * @param from the first of them
   * @param count how many, at least 1
   * @param into from its beginning on, row by row; at least {@code count * width} long
   * @throws IndexOutOfBoundsException if there are no such rows
   * @throws java.io.UncheckedIOException if they cannot be read
   */
  void read(int from, int count, float[] into);

  /** Returns a view of the same directions at Euclidean length 1; rows of zeros stay zeros. */
  default FeatureRows unitRows() {
    return new UnitRows(this);
  }

  /**
   * Returns a view of some rows.
   *
   * @param indices of the rows, in the order they have there, at least one; copied
   */
  default FeatureRows select(int... indices) {
    return new SelectedRows(this, indices.clone());
  }

  /**
   * Returns a view of the same rows of which it is told that they are read.
   *
   * @param listener hears the first row of what is read, before it is, on the thread that reads; it
   *     may end the reading by throwing
   */
  default FeatureRows watched(IntConsumer listener) {
    return new WatchedRows(this, listener);
  }

  /**
   * Returns the rows in memory.
   *
   * @throws IllegalArgumentException if they are too many for one array, or not finite
   */
  default FeatureMatrix toMatrix() {
    if ((long) rows() * width() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%,d rows of %,d values do not fit into memory as one array: take fewer pictures"
              .formatted(rows(), width()));
    }
    float[] values = new float[rows() * width()];
    read(0, rows(), values);
    return new FeatureMatrix(rows(), width(), values);
  }
}
