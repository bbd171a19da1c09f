package mugs.embed;

import java.util.Arrays;
import mugs.measure.FeatureMatrix;

/**
 * Vectors of unit length, each an array of its own: how many numbers there are in all is limited by
 * memory alone, where one array ends at 2^31.
 */
final class UnitRows {
  private final float[][] rows;

  private UnitRows(float[][] rows) {
    this.rows = rows;
  }

  /**
   * Brings rows to unit length, where they stand; a row of zeros stays zeros.
   *
   * @param rows at least one, all of one length, at least 1
   * @throws IllegalArgumentException if a value is not finite
   */
  static UnitRows of(float[][] rows) {
    Arrays.setAll(rows, i -> unit(rows[i]));
    return new UnitRows(rows);
  }

  static UnitRows of(FeatureMatrix vectors) {
    float[][] rows = new float[vectors.rows()][];
    Arrays.setAll(rows, vectors::row);
    return of(rows);
  }

  /** Returns a vector of the same direction and unit length. */
  static float[] unit(float[] vector) {
    return new FeatureMatrix(1, vector.length, vector).unitRows().values();
  }

  int count() {
    return rows.length;
  }

  int width() {
    return rows[0].length;
  }

  /** Returns a row, which nobody may change. */
  float[] row(int index) {
    return rows[index];
  }

  /** Returns a copy of some rows. */
  FeatureMatrix block(int from, int to) {
    return FeatureMatrix.of(Arrays.copyOfRange(rows, from, to));
  }
}
