package mugs.evaluate;

import java.util.Arrays;
import mugs.load.ContentHash;

/** Hashes of pictures as they are stored, one a row, 16 bytes each. */
public final class PictureHashes {
  private static final int LONGS = 2;

  private final long[] values;

  private PictureHashes(long[] values) {
    this.values = values;
  }

  /** Collects hashes. */
  static final class Builder {
    private long[] values = new long[LONGS * 1024];
    private int rows;

    void add(ContentHash hash) {
      if (LONGS * rows == values.length) {
        values = Arrays.copyOf(values, LONGS * values.length);
      }
      values[LONGS * rows] = hash.first();
      values[LONGS * rows + 1] = hash.second();
      rows++;
    }

    PictureHashes build() {
      return new PictureHashes(Arrays.copyOf(values, LONGS * rows));
    }
  }

  /** Returns the number of rows. */
  public int rows() {
    return values.length / LONGS;
  }

  /** Returns the hash of a row. */
  public ContentHash get(int row) {
    return new ContentHash(values[LONGS * row], values[LONGS * row + 1]);
  }

  /**
   * Returns the first 64 bits of a row's hash. By these alone two of a million different pictures
   * are the same with a chance of 1 to 30 million.
   */
  long bits(int row) {
    return values[LONGS * row];
  }
}
