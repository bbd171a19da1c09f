package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import mugs.measure.FeatureMatrix;
import mugs.measure.TensorBlocks;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
  private static final FeatureMatrix TWO = FeatureMatrix.of(new float[] {1}, new float[] {-1});

  /**
   * Two points at 1 and -1, of two classes: by symmetry the weights are w and -w, the objective is
   * log(1 + e^-2w) + penalty w^2, and its slope is 0 where penalty w (1 + e^2w) = 1: at w = 1/2 for
   * the penalty 2 / (1 + e).
   */
  @Test
  void twoPoints_haveTheWeightsWorkedOutByHand() {
    double penalty = 2 / (1 + Math.E);

    LogisticRegression fitted = LogisticRegression.fit(TWO, new int[] {0, 1}, 2, penalty);

    assertThat(fitted.weights()).containsExactly(new double[] {0.5, -0.5}, within(5e-6));
    assertThat(fitted.objective())
        .isCloseTo(Math.log(1 + Math.exp(-1)) + penalty / 4, within(1e-8));
    assertThat(fitted.excess()).isLessThan(1e-8);
    assertThat(fitted.accuracy(TWO, new int[] {0, 1}).top1()).isEqualTo(1);
    assertThat(fitted.accuracy(TWO, new int[] {1, 2}).top1()).isZero();
  }

  @Test
  void progress_isHeardOfEachLook_whoseGradientFallsToTheOneThatIsWanted() {
    List<LogisticRegression.Progress> heard = new ArrayList<>();
    LogisticRegression.fit(TWO, new int[] {0, 1}, 2, 0.1, new double[2], heard::add);

    assertThat(heard.get(0).words()).isEqualTo("look 1");
    // at weights of 0: the gradient is half a row for each class, the objective the log of two
    assertThat(heard.get(1).gradient()).isCloseTo(Math.sqrt(0.5), within(1e-12));
    assertThat(heard.get(1).objective()).isCloseTo(Math.log(2), within(1e-12));
    // an objective within 1e-8 has a gradient of at most the root of 2 x penalty x 1e-8 x objective
    assertThat(heard.get(1).wanted()).isCloseTo(Math.sqrt(0.2e-8 * Math.log(2)), within(1e-12));
    assertThat(heard.stream().skip(1)).allMatch(now -> now.gradient() > now.wanted());
    assertThat(heard.stream().map(LogisticRegression.Progress::look))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, heard.size()).boxed().toList());
    assertThat(new LogisticRegression.Progress(3, 0, 1.5, 0.25, 1e-6).words())
        .isEqualTo("look 3, objective 1.500000, gradient 2.5e-01, to be 1.0e-06");
  }

  /** The gradient that is worked out in closed form is the slope that differences show. */
  @Test
  void theGradient_isTheSlopeOfTheObjective() {
    FeatureMatrix rows = random(7, 3, 1);
    int[] labels = {0, 1, 2, 1, 0, 2, 2};
    double[] at = new Random(2).doubles(9, -1, 1).toArray();
    double step = 1e-6;

    try (TensorBlocks blocks = new TensorBlocks(rows, 3)) {
      double[] gradient =
          LogisticRegression.objective(blocks, labels, 3, 0.1, at, from -> {}).gradient();

      for (int i = 0; i < 9; i++) {
        double[] above = at.clone();
        double[] below = at.clone();
        above[i] += step;
        below[i] -= step;
        double slope =
            (LogisticRegression.objective(blocks, labels, 3, 0.1, above, from -> {}).value()
                    - LogisticRegression.objective(blocks, labels, 3, 0.1, below, from -> {})
                        .value())
                / (2 * step);
        assertThat(gradient[i]).isCloseTo(slope, within(1e-8));
      }
    }
  }

  @Test
  void aSmallPenalty_isTakenToItsOptimumToo_fromAnyStart() {
    FeatureMatrix rows = random(60, 5, 3).unitRows();
    int[] labels = new Random(4).ints(60, 0, 4).toArray();

    LogisticRegression fitted = LogisticRegression.fit(rows, labels, 4, 1e-6);
    LogisticRegression other =
        LogisticRegression.fit(
            rows, labels, 4, 1e-6, new Random(5).doubles(20, -30, 30).toArray(), looks -> {});

    double largest = Arrays.stream(fitted.weights()).map(Math::abs).max().orElseThrow();
    assertThat(other.weights()).containsExactly(fitted.weights(), within(3e-5 * largest));
    assertThat(other.objective()).isCloseTo(fitted.objective(), within(2e-8));
  }

  /**
   * 30 rows at 0 degrees, 10 of another class at 60. At a huge penalty the weights go as their
   * gradient at 0, (15 a - 5 b) for the first class and its opposite: a row b has the score 15 / 2
   * - 5 > 0 for the first class, and is wrong. At a tiny one the two are told apart.
   */
  @Test
  void ofSeveralPenalties_theOneIsTaken_thatIsBestOnWhatWasSetApart() {
    LogisticProbe.Score score = probe(1e-4, 1e6);

    assertThat(score.penalty()).isEqualTo(1e-4);
    assertThat(score.trials())
        .containsExactly(new LogisticProbe.Trial(1e6, 0.8), new LogisticProbe.Trial(1e-4, 1));
    assertThat(score.accuracy().top1()).isEqualTo(1);
  }

  @Test
  void ofEquallyGoodPenalties_theLargestIsTaken_andOneAloneIsNotTried() {
    assertThat(probe(1e-5, 1e-4).penalty()).isEqualTo(1e-4);
    assertThat(probe(1e6).trials()).isEmpty();
    assertThat(probe(1e6).accuracy().top1()).isEqualTo(0.75);
  }

  private static LogisticProbe.Score probe(Double... penalties) {
    float[][] rows = new float[40][];
    int[] labels = new int[40];
    for (int i = 0; i < 40; i++) {
      labels[i] = i < 30 ? 0 : 1;
      rows[i] = i < 30 ? new float[] {3, 0} : new float[] {0.5f, (float) Math.sqrt(0.75)};
    }
    FeatureMatrix matrix = FeatureMatrix.of(rows);
    LabelPair pair = new LabelPair("level", List.of("a", "b"), 2, labels, labels);
    // an eighth is set apart: 3.75 and 1.25, rounded to 4 and 1
    return new LogisticProbe(List.of(penalties), 0.125, 1)
        .measure(matrix, matrix, pair, (level, penalty, looks) -> {});
  }

  @Test
  void whatCannotBeFitted_isRefused() {
    assertThatThrownBy(() -> LogisticRegression.fit(TWO, new int[] {0, 1}, 2, 0))
        .hasMessageContaining("the penalty must be above 0");
    assertThatThrownBy(() -> LogisticRegression.fit(TWO, new int[] {0}, 2, 1))
        .hasMessageContaining("2 labels are needed");
    assertThatThrownBy(() -> LogisticRegression.fit(TWO, new int[] {0, 2}, 2, 1))
        .hasMessageContaining("label 2 is outside 0 to 1");
    assertThatThrownBy(() -> new LogisticProbe(List.of(), 0.2, 0))
        .hasMessageContaining("at least one penalty");
    assertThatThrownBy(() -> new LogisticProbe(List.of(1.0), 1, 0))
        .hasMessageContaining("set apart");
  }

  private static FeatureMatrix random(int rows, int width, long seed) {
    Random random = new Random(seed);
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new FeatureMatrix(rows, width, values);
  }
}
