package mugs.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import mugs.measure.FeatureRows;
import mugs.measure.NearestNeighbours;
import mugs.measure.Neighbours;
import mugs.measure.WeightedKnn;

/**
 * The weighted k-nearest-neighbour classifier over any number of rows, for several k at once; see
 * {@link WeightedKnn} for the rule. Similarity is the cosine, the search is exact, and queries are
 * taken in blocks: memory depends on neither number of rows.
 *
 * <p>A probe keeps nothing between calls; several threads may use one.
 *
 * @param ks numbers of neighbours that vote, each at least 1
 * @param temperature of the votes, above 0
 */
public record KnnProbe(List<Integer> ks, double temperature) {

  /** The numbers of neighbours that DINO reports (section 4.1 and its program). */
  public static final List<Integer> USUAL_KS = List.of(10, 20, 100, 200);

  /** The authors' numbers of neighbours. */
  public static final List<Integer> AUTHORS_KS = List.of(10, 15, 20, 30, 40, 50, 100, 200);

  private static final int QUERIES_AT_ONCE = 8192;

  /** A width of more is that of the authors' base and large networks. */
  private static final int WIDTH_OF_SMALL = 384;

  /**
   * A figure.
   *
   * @param level of the labels
   * @param k neighbours that voted
   * @param temperature of the votes
   * @param top1 share of queries whose class is ranked first, 0 to 1
   * @param top5 share of queries whose class is among the first five, 0 to 1
   * @param withoutMatch queries whose class no picture that they may find has: they are wrong
   */
  public record Score(
      String level, int k, double temperature, double top1, double top5, int withoutMatch) {}

  /** Hears how far the work is. */
  @FunctionalInterface
  public interface Listener {

    /**
     * Hears it.
     *
     * @param done queries; while the gallery is gone through, that share of those under way
     * @param total of all queries
     */
    void classified(int done, int total);
  }

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if there is no k, or a value is out of range
   */
  public KnnProbe {
    if (ks.isEmpty()) {
      throw new IllegalArgumentException("at least one number of neighbours is needed");
    }
    ks = List.copyOf(ks);
    ks.forEach(k -> new WeightedKnn(k, temperature));
  }

  /** Returns the authors' temperature for features of a width: 0.05, for wide ones 0.04. */
  public static double authorsTemperature(int width) {
    return width <= WIDTH_OF_SMALL ? 0.05 : 0.04;
  }

  /**
   * Classifies queries by a gallery.
   *
   * @param gallery {@code [gallery rows, width]}, of any length, as many as the largest k at least
   * @param queries {@code [queries, width]}, of any length
   * @param labels of both at each level, at least one
   * @param listener hears how far the work is
   * @return by level, then by k, as they were given
   * @throws IllegalArgumentException if sizes do not fit, or the gallery has too few rows
   */
  public List<Score> classify(
      FeatureRows gallery, FeatureRows queries, List<LabelPair> labels, Listener listener) {
    checkGallery(gallery.rows());
    return scores(gallery, queries, labels, false, listener);
  }

  /**
   * Classifies every row by all the others. A row that is alone in its class is wrong, also among
   * the first five where classes without a vote are ranked.
   *
   * @param rows {@code [rows, width]}, of any length, one more than the largest k at least
   * @param labels at each level, at least one; their train and test labels are the same
   * @param listener hears how far the work is
   * @return by level, then by k, as they were given
   * @throws IllegalArgumentException if sizes do not fit, or there are too few rows
   */
  public List<Score> leaveOneOut(FeatureRows rows, List<LabelPair> labels, Listener listener) {
    checkGallery(rows.rows() - 1);
    return scores(rows, rows, labels, true, listener);
  }

  private void checkGallery(int rows) {
    int most = Collections.max(ks);
    if (rows < most) {
      throw new IllegalArgumentException(
          "%d neighbours were asked for, but there are only %,d pictures to find them among: take a k of at most that, or more pictures"
              .formatted(most, rows));
    }
  }

  private List<Score> scores(
      FeatureRows gallery,
      FeatureRows queries,
      List<LabelPair> labels,
      boolean others,
      Listener listener) {
    FeatureRows unitQueries = queries.unitRows();
    long[][] top1 = new long[labels.size()][ks.size()];
    long[][] top5 = new long[labels.size()][ks.size()];
    List<int[]> wantedAtLevels = labels.stream().map(pair -> wanted(pair, others)).toList();
    for (int from = 0; from < queries.rows(); from += QUERIES_AT_ONCE) {
      int to = Math.min(queries.rows(), from + QUERIES_AT_ONCE);
      int[] block = IntStream.range(from, to).toArray();
      int first = from;
      FeatureRows watched =
          gallery.watched(
              row ->
                  listener.classified(
                      first + (int) ((long) (to - first) * row / gallery.rows()), queries.rows()));
      Neighbours neighbours = nearest(watched.unitRows(), unitQueries.select(block), others, block);
      for (int level = 0; level < labels.size(); level++) {
        LabelPair pair = labels.get(level);
        int[] wanted = Arrays.copyOfRange(wantedAtLevels.get(level), from, to);
        for (int i = 0; i < ks.size(); i++) {
          WeightedKnn.Result result =
              new WeightedKnn(ks.get(i), temperature)
                  .classify(
                      neighbours, pair.train(), wanted, pair.known(), pair.classes().size() + 1);
          top1[level][i] += Math.round(result.top1() * block.length);
          top5[level][i] += Math.round(result.top5() * block.length);
        }
      }
      listener.classified(to, queries.rows());
    }
    List<Score> scores = new ArrayList<>();
    for (int level = 0; level < labels.size(); level++) {
      int known = labels.get(level).known();
      int withoutMatch =
          (int) IntStream.of(wantedAtLevels.get(level)).filter(label -> label >= known).count();
      for (int i = 0; i < ks.size(); i++) {
        scores.add(
            new Score(
                labels.get(level).level(),
                ks.get(i),
                temperature,
                (double) top1[level][i] / queries.rows(),
                (double) top5[level][i] / queries.rows(),
                withoutMatch));
      }
    }
    return scores;
  }

  /** Returns the labels of queries; where one can find no picture of its class, one beyond all. */
  private static int[] wanted(LabelPair pair, boolean others) {
    if (!others) {
      return pair.test();
    }
    int[] pictures = new int[pair.classes().size()];
    IntStream.of(pair.train()).forEach(label -> pictures[label]++);
    return IntStream.of(pair.test())
        .map(label -> pictures[label] > 1 ? label : pair.classes().size())
        .toArray();
  }

  private Neighbours nearest(
      FeatureRows gallery, FeatureRows queries, boolean others, int[] block) {
    int most = Collections.max(ks);
    return others
        ? NearestNeighbours.findOthers(gallery, queries, most, block)
        : NearestNeighbours.find(gallery, queries, most);
  }
}
