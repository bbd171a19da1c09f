package mugs.measure;

/** Rows brought to Euclidean length 1 as they are read; a row of zeros stays zeros. */
record UnitRows(FeatureRows whole) implements FeatureRows {

  /** Smallest length a row is divided by, so that a row of zeros stays zeros. */
  private static final double SMALLEST_LENGTH = 1e-12;

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
    whole.read(from, count, into);
    scale(into, count * width(), width());
  }

  @Override
  public FeatureRows unitRows() {
    return this;
  }

  /** Brings the rows at the beginning of an array to length 1. */
  static void scale(float[] rows, int values, int width) {
    for (int start = 0; start < values; start += width) {
      double square = 0;
      for (int i = start; i < start + width; i++) {
        square += (double) rows[i] * rows[i];
      }
      double length = Math.max(Math.sqrt(square), SMALLEST_LENGTH);
      for (int i = start; i < start + width; i++) {
        rows[i] = (float) (rows[i] / length);
      }
    }
  }
}
