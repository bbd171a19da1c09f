package mugs.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import mugs.measure.FeatureRows;

/**
 * Logistic regression on features of unit length, see {@link LogisticRegression}. Of several
 * penalties the one is taken that is best on a part of the pictures to learn from which is set
 * apart; with it all of them are learnt from once more.
 *
 * @param penalties at least one, each above 0
 * @param heldOut share of each class that is set apart, above 0 and below 1
 * @param seed of what is drawn
 */
public record LogisticProbe(List<Double> penalties, double heldOut, long seed) {

  /** Penalties that are tried, unless told otherwise. */
  public static final List<Double> USUAL_PENALTIES = List.of(1e-2, 1e-3, 1e-4, 1e-5);

  /** The authors' penalties for few labels, to be divided by the number of pictures learnt from. */
  public static final List<Double> AUTHORS_PENALTIES =
      List.of(0.3, 0.2, 0.15, 0.1, 0.06, 0.03, 0.01);

  /** The share that is set apart, unless told otherwise. */
  public static final double USUAL_HELD_OUT = 0.2;

  /**
   * A figure.
   *
   * @param level of the labels
   * @param penalty that was chosen
   * @param trials accuracy of each penalty on the part set apart; empty where there was no choice
   * @param accuracy on the pictures to be tested
   * @param regression on all pictures to learn from
   */
  public record Score(
      String level,
      double penalty,
      List<Trial> trials,
      LogisticRegression.Accuracy accuracy,
      LogisticRegression regression) {}

  /**
   * A penalty that was tried.
   *
   * @param penalty that it was
   * @param top1 share of right answers on the part set apart, 0 to 1
   */
  public record Trial(double penalty, double top1) {}

  /** Hears how far the work is. */
  @FunctionalInterface
  public interface Listener {

    /**
     * Hears how far it is before each block of rows, and may end it by throwing.
     *
     * @param level that is measured
     * @param penalty that is tried
     * @param progress of the search for its optimum
     */
    void at(String level, double penalty, LogisticRegression.Progress progress);
  }

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if there is no penalty or a value is out of range
   */
  public LogisticProbe {
    if (penalties.isEmpty() || !penalties.stream().allMatch(p -> p > 0 && Double.isFinite(p))) {
      throw new IllegalArgumentException(
          "at least one penalty is needed, and each above 0, not " + penalties);
    }
    if (!(heldOut > 0 && heldOut < 1)) {
      throw new IllegalArgumentException(
          "the share that is set apart is above 0 and below 1, not " + heldOut);
    }
    penalties = penalties.stream().distinct().sorted(Comparator.reverseOrder()).toList();
  }

  /**
   * Measures at one level.
   *
   * @param gallery rows to learn from, of any length
   * @param queries rows to be tested, of any length
   * @param labels of both
   * @param listener hears how far the work is
   * @throws IllegalArgumentException if no class has two pictures to choose a penalty by
   */
  public Score measure(
      FeatureRows gallery, FeatureRows queries, LabelPair labels, Listener listener) {
    FeatureRows rows = gallery.unitRows();
    List<Trial> trials = penalties.size() > 1 ? trials(rows, labels, listener) : List.of();
    double chosen =
        trials.stream()
            .max(Comparator.comparingDouble(Trial::top1)) // of equals the first, the largest
            .map(Trial::penalty)
            .orElse(penalties.get(0));
    LogisticRegression regression =
        LogisticRegression.fit(
            rows,
            labels.train(),
            labels.known(),
            chosen,
            new double[labels.known() * rows.width()],
            progress -> listener.at(labels.level(), chosen, progress));
    return new Score(
        labels.level(),
        chosen,
        trials,
        regression.accuracy(queries.unitRows(), labels.test()),
        regression);
  }

  private List<Trial> trials(FeatureRows rows, LabelPair labels, Listener listener) {
    StratifiedSplit split = StratifiedSplit.of(labels.train(), heldOut, seed);
    if (split.apart().length == 0) {
      throw new IllegalArgumentException(
          "no class has two pictures at level %s, so that no penalty can be chosen: give a single one"
              .formatted(labels.level()));
    }
    int[] learnt = of(labels.train(), split.kept());
    int[] tried = of(labels.train(), split.apart());
    FeatureRows kept = rows.select(split.kept());
    FeatureRows apart = rows.select(split.apart());
    List<Trial> trials = new ArrayList<>();
    double[] start = new double[labels.known() * rows.width()];
    for (double penalty : penalties) {
      LogisticRegression regression =
          LogisticRegression.fit(
              kept,
              learnt,
              labels.known(),
              penalty,
              start,
              progress -> listener.at(labels.level(), penalty, progress));
      trials.add(new Trial(penalty, regression.accuracy(apart, tried).top1()));
      start = regression.weights();
    }
    return trials;
  }

  private static int[] of(int[] labels, int[] indices) {
    return IntStream.of(indices).map(index -> labels[index]).toArray();
  }
}
