package mugs.evaluate;

import java.util.Arrays;
import mugs.measure.FeatureRows;

/**
 * Features whose classes are known.
 *
 * @param features one row a picture, in memory or read as they are asked for
 * @param labels one a row, from 0 on; not copied
 */
public record LabelledFeatures(FeatureRows features, int[] labels) {

  /**
   * Checks that there is a label a row.
   *
   * @throws IllegalArgumentException if not
   */
  public LabelledFeatures {
    if (features.rows() != labels.length) {
      throw new IllegalArgumentException(
          "%d labels are needed, one a row, not %d".formatted(features.rows(), labels.length));
    }
  }

  /** Returns the rows with these indices, in this order. */
  public LabelledFeatures select(int... indices) {
    return new LabelledFeatures(
        features.select(indices), Arrays.stream(indices).map(i -> labels[i]).toArray());
  }
}
