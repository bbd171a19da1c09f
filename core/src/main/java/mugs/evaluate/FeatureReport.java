package mugs.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import mugs.measure.ClusterScores;
import mugs.measure.FeatureRows;
import mugs.measure.KMeans;
import mugs.measure.Retrieval;

/**
 * What one kind of features knows at each granularity: whether a fresh crop finds its own picture
 * (the instance), and at each level of labels, whether pictures of a class lie together: by their
 * nearest neighbours, by whole rankings, and by clusters.
 */
public final class FeatureReport {

  /** What the finest granularity is called. */
  public static final String INSTANCE = "instance";

  /**
   * Neighbours that vote, where there are as many, and temperature of their votes, as DINO reports
   * them.
   */
  public static final int K = 20;

  /** See {@link #K}. */
  public static final double TEMPERATURE = 0.07;

  private static final String ALL_LEVELS = "all levels";

  private final List<LabelPair> levels;
  private final int restarts;
  private final long seed;
  private final Listener listener;

  /** Hears what is measured, and may end it by throwing. */
  @FunctionalInterface
  public interface Listener {

    /**
     * Hears of a bit of work.
     *
     * @param granularity that is measured
     * @param work how far it is, in words
     */
    void at(String granularity, String work);
  }

  /**
   * What was found at one granularity.
   *
   * @param granularity {@link #INSTANCE}, or the name of a level
   * @param classes number of classes; at the instance that of the pictures
   * @param knnTop1 share of pictures that their nearest neighbours put into the right class; at the
   *     instance the nearest picture alone decides
   * @param meanAveragePrecision of the whole rankings
   * @param recallAt1 share of pictures whose nearest other picture is of their class
   * @param clusters how well k-means finds the classes; empty at the instance
   */
  public record Row(
      String granularity,
      int classes,
      double knnTop1,
      double meanAveragePrecision,
      double recallAt1,
      Optional<ClusterScores> clusters) {}

  /**
   * Prepares measurements that are to be compared.
   *
   * @param levels labels of the pictures; train and test are the same
   * @param restarts of k-means
   * @param seed of k-means
   * @param listener hears what is measured
   */
  public FeatureReport(List<LabelPair> levels, int restarts, long seed, Listener listener) {
    this.levels = List.copyOf(levels);
    this.restarts = restarts;
    this.seed = seed;
    this.listener = listener;
  }

  /**
   * Returns how many neighbours vote on each of so many pictures: {@link #K}, or all the others.
   */
  public static int votersAmong(int pictures) {
    return Math.min(K, pictures - 1);
  }

  /**
   * Measures features.
   *
   * @param pictures features of the pictures, of any length, at least two
   * @param crops features of one fresh crop of each, in the same order
   * @return the instance, then the levels in their order
   */
  public List<Row> measure(FeatureRows pictures, FeatureRows crops) {
    List<Row> rows = new ArrayList<>();
    rows.add(instance(pictures, crops));
    List<Retrieval> rankings =
        Retrieval.measure(
            pictures,
            pictures,
            true,
            levels.stream().map(pair -> new Retrieval.Classes(pair.train(), pair.test())).toList(),
            List.of(1),
            done -> listener.at(ALL_LEVELS, done("ranked", done, pictures.rows())));
    int k = votersAmong(pictures.rows());
    List<KnnProbe.Score> scores =
        new KnnProbe(List.of(k), TEMPERATURE)
            .leaveOneOut(
                pictures,
                levels,
                (done, total) -> listener.at(ALL_LEVELS, done("classified", done, total)));
    FeatureRows unit = pictures.unitRows();
    for (int i = 0; i < levels.size(); i++) {
      LabelPair level = levels.get(i);
      KMeans groups =
          KMeans.of(
              unit,
              level.known(),
              restarts,
              seed,
              progress -> listener.at(level.level(), "clusters: " + progress.words()));
      rows.add(
          new Row(
              level.level(),
              level.known(),
              scores.get(i).top1(),
              rankings.get(i).meanAveragePrecision(),
              rankings.get(i).recall()[0],
              Optional.of(ClusterScores.of(groups.clusters(), level.train()))));
    }
    return rows;
  }

  private static String done(String what, int done, int total) {
    return String.format(Locale.ROOT, "%s %,d/%,d", what, done, total);
  }

  private Row instance(FeatureRows pictures, FeatureRows crops) {
    int[] own = IntStream.range(0, pictures.rows()).toArray();
    Retrieval found =
        Retrieval.measure(
                pictures,
                crops,
                false,
                List.of(new Retrieval.Classes(own, own)),
                List.of(1),
                done -> listener.at(INSTANCE, done("looked up", done, pictures.rows())))
            .get(0);
    return new Row(
        INSTANCE,
        pictures.rows(),
        found.recall()[0],
        found.meanAveragePrecision(),
        found.recall()[0],
        Optional.empty());
  }
}
