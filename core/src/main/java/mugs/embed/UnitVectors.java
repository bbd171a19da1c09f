package mugs.embed;

import java.util.Arrays;
import java.util.Objects;
import mugs.measure.FeatureMatrix;
import mugs.measure.FeatureRows;

/**
 * Vectors of unit length, each an array of its own: how many numbers there are in all is limited by
 * memory alone, where one array ends at 2^31.
 */
final class UnitVectors implements FeatureRows {
  private final float[][] rows;

  private UnitVectors(float[][] rows) {
    this.rows = rows;
  }

  /**
   * Brings rows to unit length, where they stand; a row of zeros stays zeros.
   *
   * @param rows at least one, all of one length, at least 1
   * @throws IllegalArgumentException if a value is not finite
   */
  static UnitVectors of(float[][] rows) {
    Arrays.setAll(rows, i -> unit(rows[i]));
    return new UnitVectors(rows);
  }

  static UnitVectors of(FeatureMatrix vectors) {
    float[][] rows = new float[vectors.rows()][];
    Arrays.setAll(rows, vectors::row);
    return of(rows);
  }

  /** Returns a vector of the same direction and unit length. */
  static float[] unit(float[] vector) {
    return new FeatureMatrix(1, vector.length, vector).unitRows().values();
  }

  @Override
  public int rows() {
    return rows.length;
  }

  @Override
  public int width() {
    return rows[0].length;
  }

  /** Returns a row, which nobody may change. */
  float[] row(int index) {
    return rows[index];
  }

  @Override
  public void read(int from, int count, float[] into) {
    Objects.checkFromIndexSize(from, count, rows.length);
    for (int i = 0; i < count; i++) {
      System.arraycopy(rows[from + i], 0, into, i * width(), width());
    }
  }

  @Override
  public FeatureRows unitRows() {
    return this;
  }
}
