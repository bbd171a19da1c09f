package mugs.measure;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How well clusters, which know no names, agree with classes.
 *
 * @param accuracy share of pictures in the right place when each cluster is given one class and
 *     each class one cluster, in the best way, 0 to 1; empty where there are more than {@link
 *     #MOST_MATCHED} clusters or classes, as its time grows with their cube
 * @param mutualInformation normalised by the mean of both entropies, 0 to 1 (Vinh, Epps and Bailey,
 *     2010); 1 where both know a single group
 * @param adjustedRand share of pairs that are together in both or apart in both, less what chance
 *     gives: 1 for the same groups, about 0 for random ones (Hubert and Arabie, 1985)
 * @param fowlkesMallows of pairs that are together: the geometric mean of the shares of both that
 *     the other has together too, 0 to 1 (Fowlkes and Mallows, 1983)
 */
public record ClusterScores(
    OptionalDouble accuracy, double mutualInformation, double adjustedRand, double fowlkesMallows) {

  /** Clusters, and classes, that are matched at most: their table takes 100 MB. */
  public static final int MOST_MATCHED = 5000;

  /**
   * The pairs of a cluster and a class that share pictures.
   *
   * @param keys cluster in the upper half, class in the lower one, rising
   * @param counts of the pictures they share
   */
  private record Cells(long[] keys, long[] counts) {
    static Cells of(int[] clusters, int[] classes) {
      long[] keys = new long[clusters.length];
      Arrays.setAll(keys, i -> ((long) clusters[i] << Integer.SIZE) | classes[i]);
      Arrays.sort(keys);
      long[] counts = new long[keys.length];
      int last = -1;
      for (long key : keys) {
        if (last < 0 || keys[last] != key) {
          keys[++last] = key;
        }
        counts[last]++;
      }
      return new Cells(Arrays.copyOf(keys, last + 1), Arrays.copyOf(counts, last + 1));
    }

    int cluster(int cell) {
      return (int) (keys[cell] >>> Integer.SIZE);
    }

    int type(int cell) {
      return (int) keys[cell];
    }
  }

  /**
   * Compares clusters and classes.
   *
   * @param clusters number of the cluster of each picture, from 0
   * @param classes number of the class of each picture, from 0
   * @throws IllegalArgumentException if their lengths differ, there is none, or a number is below 0
   */
  public static ClusterScores of(int[] clusters, int[] classes) {
    if (clusters.length == 0) {
      throw new IllegalArgumentException("there are no pictures to compare");
    }
    Labels.check("cluster", clusters, clusters.length, Integer.MAX_VALUE);
    Labels.check("class", classes, clusters.length, Integer.MAX_VALUE);
    Cells together = Cells.of(clusters, classes);
    long[] ofCluster = counts(clusters);
    long[] ofClass = counts(classes);
    double pairs = pairs(clusters.length);
    double both = pairs(together.counts);
    double inClusters = pairs(ofCluster);
    double inClasses = pairs(ofClass);
    return new ClusterScores(
        accuracy(together, Math.max(ofCluster.length, ofClass.length), clusters.length),
        mutualInformation(together, ofCluster, ofClass, clusters.length),
        adjustedRand(both, inClusters, inClasses, pairs),
        both == 0 ? 0 : both / Math.sqrt(inClusters * inClasses));
  }

  private static long[] counts(int[] numbers) {
    long[] counts = new long[Arrays.stream(numbers).max().orElseThrow() + 1];
    for (int number : numbers) {
      counts[number]++;
    }
    return counts;
  }

  private static OptionalDouble accuracy(Cells together, int size, int pictures) {
    if (size > MOST_MATCHED) {
      return OptionalDouble.empty();
    }
    int[][] table = new int[size][size];
    for (int cell = 0; cell < together.keys.length; cell++) {
      table[together.cluster(cell)][together.type(cell)] = (int) together.counts[cell];
    }
    int[] classOf = Assignment.best(table);
    long right = 0;
    for (int cluster = 0; cluster < classOf.length; cluster++) {
      right += table[cluster][classOf[cluster]];
    }
    return OptionalDouble.of((double) right / pictures);
  }

  private static double pairs(long... groups) {
    double pairs = 0;
    for (long group : groups) {
      pairs += group * (group - 1.0) / 2;
    }
    return pairs;
  }

  private static double adjustedRand(
      double both, double inClusters, double inClasses, double pairs) {
    double chance = pairs == 0 ? 0 : inClusters * inClasses / pairs;
    double most = (inClusters + inClasses) / 2;
    return most == chance ? 1 : (both - chance) / (most - chance);
  }

  private static double mutualInformation(
      Cells together, long[] ofCluster, long[] ofClass, double pictures) {
    double information = 0;
    for (int cell = 0; cell < together.keys.length; cell++) {
      double share = together.counts[cell] / pictures;
      double apart = (double) ofCluster[together.cluster(cell)] * ofClass[together.type(cell)];
      information += share * Math.log(share * pictures * pictures / apart);
    }
    double mean = (entropy(ofCluster, pictures) + entropy(ofClass, pictures)) / 2;
    return mean == 0 ? 1 : Math.max(0, Math.min(1, information / mean));
  }

  private static double entropy(long[] groups, double pictures) {
    double entropy = 0;
    for (long group : groups) {
      if (group > 0) {
        entropy -= group / pictures * Math.log(group / pictures);
      }
    }
    return entropy;
  }
}
