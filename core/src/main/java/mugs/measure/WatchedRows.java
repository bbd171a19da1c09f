package mugs.measure;

import java.util.function.IntConsumer;

/**
 * Rows of which it is told that they are read.
 *
 * @param whole the rows
 * @param listener hears the first row of what is read, before it is
 */
record WatchedRows(FeatureRows whole, IntConsumer listener) implements FeatureRows {

  @Override
  public int rows() {
    return whole.rows();
  }

  @Override
  public int width() {
    return whole.width();
  }

  @Override
  public void read(int from, int count, float[] into) {
    listener.accept(from);
    whole.read(from, count, into);
  }
}
