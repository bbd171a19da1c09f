package mugs.measure;

import java.util.Objects;
import mugs.augment.CropRandom;

/** Rows of unit length in a hundred clusters, each made when it is read, always the same. */
final class MadeUpRows implements FeatureRows {
  private static final int CLUSTERS = 100;

  /** Of a row's values, how much is that of its cluster. */
  private static final double ALIKE = 0.7;

  private final int rows;
  private final int width;
  private final long seed;
  private final float[][] centres;

  /**
   * Draws the clusters, which are the same for any seed.
   *
   * @param rows how many
   * @param width of each
   * @param seed of the rows
   */
  MadeUpRows(int rows, int width, long seed) {
    this.rows = rows;
    this.width = width;
    this.seed = seed;
    this.centres = new float[CLUSTERS][width];
    CropRandom random = CropRandom.of(0);
    for (float[] centre : centres) {
      for (int i = 0; i < width; i++) {
        centre[i] = (float) random.uniform(-1, 1);
      }
    }
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void read(int from, int count, float[] into) {
    Objects.checkFromIndexSize(from, count, rows);
    for (int row = 0; row < count; row++) {
      CropRandom random = CropRandom.of(seed, 0, from + row);
      float[] centre = centres[random.below(CLUSTERS)];
      for (int i = 0; i < width; i++) {
        into[row * width + i] = (float) (ALIKE * centre[i] + random.uniform(-1, 1));
      }
    }
    UnitRows.scale(into, count * width, width);
  }
}
