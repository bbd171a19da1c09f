package mugs.measure;

import java.util.Arrays;
import java.util.Objects;

/**
 * Features of several pictures, one row a picture.
 *
 * @param rows number of pictures, at least 1
 * @param width numbers a picture, at least 1
 * @param values {@code rows * width} finite numbers, row by row; not copied
 */
public record FeatureMatrix(int rows, int width, float[] values) implements FeatureRows {

  /**
   * Checks that the sizes fit and that every value is finite.
   *
   * @throws IllegalArgumentException if not
   */
  public FeatureMatrix {
    if (rows < 1 || width < 1 || (long) rows * width != values.length) {
      throw new IllegalArgumentException(
          "a feature matrix of %d rows of %d needs %d values, not %d"
              .formatted(rows, width, (long) rows * width, values.length));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "features must be finite, but row %d holds %s in column %d; look for a loss that is not finite"
                .formatted(i / width, values[i], i % width));
      }
    }
  }

  /**
   * Returns a matrix of these rows, copied.
   *
   * @throws IllegalArgumentException if there is none or their lengths differ
   */
  public static FeatureMatrix of(float[]... rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("a feature matrix needs at least one row");
    }
    int width = rows[0].length;
    float[] values = new float[Math.multiplyExact(rows.length, width)];
    for (int row = 0; row < rows.length; row++) {
      if (rows[row].length != width) {
        throw new IllegalArgumentException(
            "row %d has %d values, row 0 has %d".formatted(row, rows[row].length, width));
      }
      System.arraycopy(rows[row], 0, values, row * width, width);
    }
    return new FeatureMatrix(rows.length, width, values);
  }

  /** Returns a copy of one row. */
  public float[] row(int index) {
    int start = startOf(index);
    return Arrays.copyOfRange(values, start, start + width);
  }

  @Override
  public void read(int from, int count, float[] into) {
    Objects.checkFromIndexSize(from, count, rows);
    System.arraycopy(values, from * width, into, 0, count * width);
  }

  /** Returns a matrix of the rows with these indices, in this order. */
  @Override
  public FeatureMatrix select(int... indices) {
    float[] selected = new float[Math.multiplyExact(indices.length, width)];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(values, startOf(indices[i]), selected, i * width, width);
    }
    return new FeatureMatrix(indices.length, width, selected);
  }

  /** Returns the same directions at Euclidean length 1; a row of zeros stays zeros. */
  @Override
  public FeatureMatrix unitRows() {
    float[] unit = values.clone();
    UnitRows.scale(unit, unit.length, width);
    return new FeatureMatrix(rows, width, unit);
  }

  @Override
  public FeatureMatrix toMatrix() {
    return this;
  }

  /** Returns the mean of all rows, {@code [width]}. */
  public float[] meanRow() {
    double[] sum = new double[width];
    for (int start = 0; start < values.length; start += width) {
      for (int column = 0; column < width; column++) {
        sum[column] += values[start + column];
      }
    }
    float[] mean = new float[width];
    for (int column = 0; column < width; column++) {
      mean[column] = (float) (sum[column] / rows);
    }
    return mean;
  }

  /**
   * Returns every row less the given one, such as the mean of a gallery.
   *
   * @throws IllegalArgumentException if its length is not {@link #width()}
   */
  public FeatureMatrix minus(float[] row) {
    if (row.length != width) {
      throw new IllegalArgumentException(
          "rows have %d values, the row to take off has %d".formatted(width, row.length));
    }
    float[] difference = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      difference[i] = values[i] - row[i % width];
    }
    return new FeatureMatrix(rows, width, difference);
  }

  private int startOf(int index) {
    if (index < 0 || index >= rows) {
      throw new IndexOutOfBoundsException("row " + index + " of a matrix of " + rows + " rows");
    }
    return index * width;
  }
}
