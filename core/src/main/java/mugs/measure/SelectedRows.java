package mugs.measure;

import java.util.Objects;

/** Some rows of others, in an order of choice. */
final class SelectedRows implements FeatureRows {
  private final FeatureRows whole;
  private final int[] indices;

  SelectedRows(FeatureRows whole, int[] indices) {
    this.whole = whole;
    this.indices = indices;
    if (indices.length == 0) {
      throw new IllegalArgumentException("at least one row has to be chosen");
    }
    for (int index : indices) {
      if (index < 0 || index >= whole.rows()) {
        throw new IndexOutOfBoundsException("row " + index + " of " + whole.rows() + " rows");
      }
    }
  }

  @Override
  public int rows() {
    return indices.length;
  }

  @Override
  public int width() {
    return whole.width();
  }

  /** Rows that follow each other in the whole too are read together. */
  @Override
  public void read(int from, int count, float[] into) {
    Objects.checkFromIndexSize(from, count, indices.length);
    float[] run = new float[0];
    for (int done = 0; done < count; ) {
      int first = indices[from + done];
      int length = 1;
      while (done + length < count && indices[from + done + length] == first + length) {
        length++;
      }
      if (done == 0 && length == count) {
        whole.read(first, count, into);
        return;
      }
      run = run.length < length * width() ? new float[length * width()] : run;
      whole.read(first, length, run);
      System.arraycopy(run, 0, into, done * width(), length * width());
      done += length;
    }
  }
}
