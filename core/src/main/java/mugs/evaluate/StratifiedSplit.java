package mugs.evaluate;

import java.util.Arrays;
import java.util.stream.IntStream;
import mugs.augment.CropRandom;

/**
 * A random cut in two of labelled pictures, in which every class keeps its share.
 *
 * @param kept indices that stay, rising; not copied
 * @param apart indices that are set apart, rising; not copied
 */
public record StratifiedSplit(int[] kept, int[] apart) {

  /** Keeps these draws apart from others of the same seed. */
  private static final long KEY = -3;

  /**
   * Cuts. Of a class of n pictures share x n are set apart, rounded, but at least one and at most n
   * - 1 of them; a class of one picture keeps it.
   *
   * @param labels class of each picture, from 0
   * @param share that is set apart, above 0 and below 1
   * @param seed of what is drawn: a class draws the same, whatever the others hold
   * @throws IllegalArgumentException if the share is out of range
   */
  public static StratifiedSplit of(int[] labels, double share, long seed) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "the share that is set apart is above 0 and below 1, not " + share);
    }
    int classes = Arrays.stream(labels).max().orElse(-1) + 1;
    int[] pictures = new int[classes];
    for (int label : labels) {
      pictures[label]++;
    }
    boolean[] drawn = new boolean[labels.length];
    int[][] members = new int[classes][];
    for (int type = 0; type < classes; type++) {
      members[type] = new int[pictures[type]];
    }
    int[] filled = new int[classes];
    for (int i = 0; i < labels.length; i++) {
      members[labels[i]][filled[labels[i]]++] = i;
    }
    for (int type = 0; type < classes; type++) {
      int[] order = CropRandom.of(seed, KEY, type).permutation(pictures[type]);
      int count = count(pictures[type], share);
      for (int i = 0; i < count; i++) {
        drawn[members[type][order[i]]] = true;
      }
    }
    return new StratifiedSplit(
        IntStream.range(0, labels.length).filter(i -> !drawn[i]).toArray(),
        IntStream.range(0, labels.length).filter(i -> drawn[i]).toArray());
  }

  private static int count(int pictures, double share) {
    return Math.min(Math.max(1, (int) Math.round(share * pictures)), pictures - 1);
  }
}
