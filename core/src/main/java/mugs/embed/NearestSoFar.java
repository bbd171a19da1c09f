package mugs.embed;

import java.util.Arrays;
import mugs.measure.Neighbours;

/** The nearest rows among those that were seen; of rows equally near, the one seen first. */
final class NearestSoFar {
  private final int[] rows;
  private final float[] similarities;
  private int held;

  /**
   * Takes the number of rows that are wanted.
   *
   * @param k at least 1
   */
  NearestSoFar(int k) {
    rows = new int[k];
    similarities = new float[k];
  }

  /**
   * Sees a row.
   *
   * @return whether it is among the nearest so far; if not, neither is one less similar
   */
  boolean offer(int row, float similarity) {
    int place = held;
    while (place > 0 && similarity > similarities[place - 1]) {
      place--;
    }
    if (place == rows.length) {
      return false;
    }
    int moved = Math.min(held, rows.length - 1) - place;
    System.arraycopy(rows, place, rows, place + 1, moved);
    System.arraycopy(similarities, place, similarities, place + 1, moved);
    rows[place] = row;
    similarities[place] = similarity;
    held = Math.min(held + 1, rows.length);
    return true;
  }

  /** Returns them, nearest first; fewer than were wanted where fewer were seen. */
  Neighbours neighbours() {
    return new Neighbours(1, held, Arrays.copyOf(rows, held), Arrays.copyOf(similarities, held));
  }
}
