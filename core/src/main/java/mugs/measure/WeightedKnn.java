package mugs.measure;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The weighted k-nearest-neighbour classifier: each of the k nearest gallery pictures votes for its
 * class with weight exp(similarity / T). Classes are ranked by the sum of their votes; of classes
 * with equal sums, such as all those without a vote, the lower index comes first.
 *
 * <p>Figures of different k or T do not compare: always print both.
 *
 * @param k neighbours that vote, at least 1; all of the gallery where it has fewer. More neighbours
 *     smooth the answer, and drown classes with fewer pictures than k.
 * @param temperature T, above 0; the lower, the more the nearest few decide
 */
public record WeightedKnn(int k, double temperature) {

  /** k = 20 and T = 0.07, the values most papers of this family report (DINO, section 4.1). */
  public static final WeightedKnn DEFAULT = new WeightedKnn(20, 0.07);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside
   */
  public WeightedKnn {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, not " + k);
    }
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "the kNN temperature must be above 0 and finite, not " + temperature);
    }
  }

  /**
   * What a classification reached.
   *
   * @param predictions the class ranked first, one a query; not copied
   * @param top1 share of queries whose class is ranked first, 0 to 1
   * @param top5 share of queries whose class is among the first five, 0 to 1
   */
  public record Result(int[] predictions, double top1, double top5) {}

  /**
   * Classifies queries by cosine similarity.
   *
   * @param gallery {@code [gallery rows, width]}, of any length
   * @param galleryLabels {@code [gallery rows]}, 0 to {@code classes - 1}
   * @param queries {@code [queries, width]}, of any length
   * @param queryLabels {@code [queries]}, 0 to {@code classes - 1}
   * @param classes number of classes
   * @throws IllegalArgumentException if sizes do not fit or a label is out of range
   */
  public Result classify(
      FeatureRows gallery,
      int[] galleryLabels,
      FeatureRows queries,
      int[] queryLabels,
      int classes) {
    Labels.check("gallery", galleryLabels, gallery.rows(), classes);
    Neighbours neighbours = NearestNeighbours.find(gallery.unitRows(), queries.unitRows(), k);
    return classify(neighbours, galleryLabels, queryLabels, classes);
  }

  /**
   * Classifies queries whose neighbours are known, for example at several label levels.
   *
   * @param neighbours by cosine similarity; the first k of each query vote
   * @param galleryLabels {@code [gallery rows]}, 0 to {@code classes - 1}
   * @param queryLabels {@code [queries]}, 0 to {@code classes - 1}
   * @param classes number of classes
   * @throws IllegalArgumentException if sizes do not fit or a label is out of range
   */
  public Result classify(
      Neighbours neighbours, int[] galleryLabels, int[] queryLabels, int classes) {
    return classify(neighbours, galleryLabels, queryLabels, classes, classes);
  }

  /**
   * Classifies queries of which some may have a class that the gallery knows nothing of: these are
   * wrong, however few classes are ranked.
   *
   * @param neighbours by cosine similarity; the first k of each query vote
   * @param galleryLabels {@code [gallery rows]}, 0 to {@code known - 1}
   * @param queryLabels {@code [queries]}, 0 to {@code classes - 1}
   * @param known number of classes that are ranked, the first of all
   * @param classes number of classes
   * @throws IllegalArgumentException if sizes do not fit or a label is out of range
   */
  public Result classify(
      Neighbours neighbours, int[] galleryLabels, int[] queryLabels, int known, int classes) {
    Labels.check("gallery", galleryLabels, galleryLabels.length, known);
    Labels.check("query", queryLabels, neighbours.queries(), classes);
    int[] predictions = new int[neighbours.queries()];
    int[] ranks = new int[neighbours.queries()];
    IntStream.range(0, predictions.length)
        .parallel()
        .forEach(
            query -> {
              double[] votes = votes(neighbours, query, galleryLabels, known);
              predictions[query] = best(votes);
              ranks[query] = rank(votes, queryLabels[query]);
            });
    return new Result(
        predictions,
        (double) IntStream.of(ranks).filter(rank -> rank < 1).count() / predictions.length,
        (double) IntStream.of(ranks).filter(rank -> rank < 5).count() / predictions.length);
  }

  private static int best(double[] votes) {
    int best = 0;
    for (int type = 1; type < votes.length; type++) {
      best = votes[type] > votes[best] ? type : best;
    }
    return best;
  }

  /** Returns how many classes come before one; more than there are before one without a rank. */
  private static int rank(double[] votes, int wanted) {
    if (wanted >= votes.length) {
      return Integer.MAX_VALUE;
    }
    int rank = 0;
    for (int type = 0; type < votes.length; type++) {
      if (votes[type] > votes[wanted] || (votes[type] == votes[wanted] && type < wanted)) {
        rank++;
      }
    }
    return rank;
  }

  /**
   * Returns all classes, the one with the largest sum of votes first.
   *
   * @param neighbours by cosine similarity; the first k vote
   * @param query whose neighbours vote
   * @param galleryLabels {@code [gallery rows]}, 0 to {@code classes - 1}
   * @param classes number of classes
   */
  public int[] ranking(Neighbours neighbours, int query, int[] galleryLabels, int classes) {
    double[] votes = votes(neighbours, query, galleryLabels, classes);
    return IntStream.range(0, classes)
        .boxed()
        .sorted(Comparator.comparingDouble(type -> -votes[type]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * Returns the sums of votes, {@code [classes]}, divided by the nearest neighbour's weight, which
   * keeps them from overflow.
   *
   * @param neighbours by cosine similarity; the first k vote
   * @param query whose neighbours vote
   * @param galleryLabels {@code [gallery rows]}, 0 to {@code classes - 1}
   * @param classes number of classes
   */
  public double[] votes(Neighbours neighbours, int query, int[] galleryLabels, int classes) {
    double[] votes = new double[classes];
    double nearest = neighbours.similarity(query, 0);
    for (int rank = 0; rank < Math.min(k, neighbours.count()); rank++) {
      double weight = Math.exp((neighbours.similarity(query, rank) - nearest) / temperature);
      votes[galleryLabels[neighbours.index(query, rank)]] += weight;
    }
    return votes;
  }
}
