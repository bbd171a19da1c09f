package mugs.measure;

import java.util.Arrays;

/**
 * How well clusters, which know no names, agree with classes.
 *
 * @param accuracy share of pictures in the right place when each cluster is given one class and
 *     each class one cluster, in the best way, 0 to 1
 * @param mutualInformation normalised by the mean of both entropies, 0 to 1 (Vinh, Epps and Bailey,
 *     2010); 1 where both know a single group
 * @param adjustedRand share of pairs that are together in both or apart in both, less what chance
 *     gives: 1 for the same groups, about 0 for random ones (Hubert and Arabie, 1985)
 * @param fowlkesMallows of pairs that are together: the geometric mean of the shares of both that
 *     the other has together too, 0 to 1 (Fowlkes and Mallows, 1983)
 */
public record ClusterScores(
    double accuracy, double mutualInformation, double adjustedRand, double fowlkesMallows) {

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
    int rows = Arrays.stream(clusters).max().orElseThrow() + 1;
    int columns = Arrays.stream(classes).max().orElseThrow() + 1;
    int size = Math.max(rows, columns);
    long[][] together = new long[size][size];
    for (int i = 0; i < clusters.length; i++) {
      together[clusters[i]][classes[i]]++;
    }
    long[] ofCluster = new long[size];
    long[] ofClass = new long[size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        ofCluster[row] += together[row][column];
        ofClass[column] += together[row][column];
      }
    }
    double pairs = pairs(clusters.length);
    double both = 0;
    for (long[] row : together) {
      both += pairs(row);
    }
    double inClusters = pairs(ofCluster);
    double inClasses = pairs(ofClass);
    return new ClusterScores(
        accuracy(together, clusters.length),
        mutualInformation(together, ofCluster, ofClass, clusters.length),
        adjustedRand(both, inClusters, inClasses, pairs),
        both == 0 ? 0 : both / Math.sqrt(inClusters * inClasses));
  }

  private static double accuracy(long[][] together, int pictures) {
    int[] classOf = Assignment.best(together);
    long right = 0;
    for (int cluster = 0; cluster < classOf.length; cluster++) {
      right += together[cluster][classOf[cluster]];
    }
    return (double) right / pictures;
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
      long[][] together, long[] ofCluster, long[] ofClass, double pictures) {
    double information = 0;
    for (int row = 0; row < together.length; row++) {
      for (int column = 0; column < together.length; column++) {
        if (together[row][column] > 0) {
          double share = together[row][column] / pictures;
          information +=
              share
                  * Math.log(
                      share * pictures * pictures / ((double) ofCluster[row] * ofClass[column]));
        }
      }
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
