package mugs.evaluate;

import java.util.Arrays;
import mugs.augment.CropRandom;

/**
 * Pictures drawn at random so that each class keeps its share: of the whole sample, and of each
 * class to one picture.
 *
 * @param chosen indexes of those drawn, rising
 * @param left indexes of the others, rising
 */
public record StratifiedSample(int[] chosen, int[] left) {

  /** Keeps these choices apart from those of crops and orders, whose keys are not negative. */
  private static final long KEY = -3;

  /** Of how many pictures of a class at least one is drawn, or at least one is left. */
  private enum Bound {
    ONE_OF_EACH,
    LEAVE_ONE_OF_EACH
  }

  /**
   * Draws a part to be kept apart; of each class at least one picture is left, where there is one.
   *
   * @param labels one a picture, from 0 on
   * @param share of the pictures that are drawn, 0 to 1
   * @param seed of the choice
   */
  public static StratifiedSample apart(int[] labels, double share, long seed) {
    return draw(labels, share, seed, Bound.LEAVE_ONE_OF_EACH);
  }

  /**
   * Draws a part to learn from; of each class at least one picture is drawn.
   *
   * @param labels one a picture, from 0 on
   * @param share of the pictures that are drawn, 0 to 1
   * @param seed of the choice
   */
  public static StratifiedSample toLearnFrom(int[] labels, double share, long seed) {
    return draw(labels, share, seed, Bound.ONE_OF_EACH);
  }

  private static StratifiedSample draw(int[] labels, double share, long seed, Bound bound) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share of the pictures is 0 to 1, not " + share);
    }
    boolean[] drawn = new boolean[labels.length];
    int[][] byClass = byClass(labels);
    long seen = 0;
    long taken = 0;
    for (int label = 0; label < byClass.length; label++) {
      int[] own = byClass[label];
      seen += own.length;
      // what the classes so far should have given, less what they gave
      long wanted = Math.round(share * seen) - taken;
      int least = bound == Bound.ONE_OF_EACH ? Math.min(1, own.length) : 0;
      int most = bound == Bound.ONE_OF_EACH ? own.length : Math.max(0, own.length - 1);
      int count = (int) Math.max(least, Math.min(most, wanted));
      int[] order = CropRandom.of(CropRandom.key(seed, KEY, label)).permutation(own.length);
      for (int i = 0; i < count; i++) {
        drawn[own[order[i]]] = true;
      }
      taken += count;
    }
    return new StratifiedSample(where(drawn, true), where(drawn, false));
  }

  private static int[][] byClass(int[] labels) {
    int classes = Arrays.stream(labels).max().orElse(-1) + 1;
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    int[][] byClass = new int[classes][];
    Arrays.setAll(byClass, label -> new int[counts[label]]);
    int[] filled = new int[classes];
    for (int i = 0; i < labels.length; i++) {
      byClass[labels[i]][filled[labels[i]]++] = i;
    }
    return byClass;
  }

  private static int[] where(boolean[] drawn, boolean value) {
    int count = 0;
    for (boolean each : drawn) {
      count += each == value ? 1 : 0;
    }
    int[] indexes = new int[count];
    for (int i = 0, filled = 0; i < drawn.length; i++) {
      if (drawn[i] == value) {
        indexes[filled++] = i;
      }
    }
    return indexes;
  }
}
