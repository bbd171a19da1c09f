package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import mugs.engine.Placement;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.train.Schedule;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinearHeadsTest {
  private static final Placement EXACT = Precision.FLOAT64.onCpu();
  private static final LinearHeads.Rate WHOLE = new LinearHeads.Rate(1, 0);

  /**
   * Two steps worked out by hand for two classes, one picture, one feature x = 2: with scores
   * {@code s0 = w0 x + b0} and p0 = 1 / (1 + exp(s1 - s0)), right class 0, the gradients are (p0 -
   * 1) x and (1 - p0) x.
   */
  @Test
  void steps_areThoseOfGradientDescentWithMomentumAndDecay() {
    double rate = 0.5;
    double decay = 0.1;
    double x = 2;
    double[] w = {0.3, -0.2};
    double[] b = {0.1, 0.4};
    double[] wVelocity = new double[2];
    double[] bVelocity = new double[2];
    try (Scope scope = Scope.withoutGradients();
        LinearHeads heads =
            new LinearHeads(List.of(new LinearHead(rate, decay)), 256, 2, 1, 1, EXACT)) {
      heads.restore(
          Map.of(
              "weights", EXACT.of(w, 2, 1),
              "biases", EXACT.of(b, 2),
              "weight_velocity", EXACT.zeros(2, 1),
              "bias_velocity", EXACT.zeros(2)),
          0);
      for (int step = 0; step < 2; step++) {
        double p0 = 1 / (1 + Math.exp(w[1] * x + b[1] - w[0] * x - b[0]));
        Tensor loss =
            heads.learn(EXACT.of(new double[] {x}, 1, 1), EXACT.of(new long[] {0}, 1), WHOLE);
        assertThat(Tensors.toDoubles(loss)[0]).isCloseTo(-Math.log(p0), within(1e-12));
        double[] excess = {p0 - 1, 1 - p0};
        for (int c = 0; c < 2; c++) {
          wVelocity[c] = 0.9 * wVelocity[c] + excess[c] * x + decay * w[c];
          bVelocity[c] = 0.9 * bVelocity[c] + excess[c] + decay * b[c];
          w[c] -= rate * wVelocity[c];
          b[c] -= rate * bVelocity[c];
        }
        assertThat(Tensors.toDoubles(tensor(heads, "weights"))).containsExactly(w, within(1e-12));
        assertThat(Tensors.toDoubles(tensor(heads, "biases"))).containsExactly(b, within(1e-12));
      }
    }
  }

  private static final double[] START_WEIGHTS = {0.3, -0.2, 0.1, 0.4, -0.6, 0.05};
  private static final double[] START_BIASES = {0.1, -0.3, 0.2};

  /**
   * Three steps of three classes and two features, as PyTorch 2.10 takes them in 64 bits with
   * gradients from autograd and the update {@code u = g + decay w; v = 0.9 v + 0.001 |w| / |u| u; w
   * -= rate v} for weights, {@code v = 0.9 v + g; b -= rate v} for biases.
   */
  @Test
  void larsSteps_areThoseOfPyTorch_withoutAndWithDecay() {
    larsSteps(
        new LinearHead(LinearOptimiser.LARS, 4, 0),
        new double[] {
          0.30458559921503076, -0.19702005203766, 0.08845846999120548,
          0.40510649311230756, -0.5930440692062362, 0.04191355892535239
        },
        new double[] {-1.1552218774832475, -0.11738489278557929, 1.272606770268826},
        new double[] {
          -0.000773003419483468, -0.0003226930891189869, 0.0013990581821353991,
          -0.0006389412711321937, -0.0006260547626519313, 0.0009616343602511807
        });
    larsSteps(
        new LinearHead(LinearOptimiser.LARS, 2, 0.2),
        new double[] {
          0.3006758901264846, -0.1980221833035608, 0.09444821728257469,
          0.40127592241124116, -0.5946286384746599, 0.04612692472432042
        },
        new double[] {-1.1465700696084589, -0.3728517932889659, 1.5194218628974245},
        new double[] {
          -0.00032067063901972245, -0.000460369771748165, 0.0013886593261570007,
          -0.000330038946114261, -0.0011904604518690927, 0.0009434984237771938
        });
  }

  private static void larsSteps(
      LinearHead head, double[] weights, double[] biases, double[] velocity) {
    try (Scope scope = Scope.withoutGradients();
        LinearHeads heads = new LinearHeads(List.of(head), 256, 3, 2, 1, EXACT)) {
      start(heads, START_WEIGHTS, START_BIASES);
      Tensor rows = EXACT.of(new double[] {0.5, -1.5, 2, 0.25, -0.75, 1, 1.25, 0.5}, 4, 2);
      Tensor labels = EXACT.of(new long[] {2, 0, 1, 2}, 4);
      for (int step = 0; step < 3; step++) {
        heads.learn(rows, labels, WHOLE);
      }
      assertThat(Tensors.toDoubles(tensor(heads, "weights")))
          .containsExactly(weights, within(1e-12));
      assertThat(Tensors.toDoubles(tensor(heads, "biases"))).containsExactly(biases, within(1e-12));
      assertThat(Tensors.toDoubles(tensor(heads, "weight_velocity")))
          .containsExactly(velocity, within(1e-12));
    }
  }

  private static void start(LinearHeads heads, double[] weights, double[] biases) {
    heads.restore(
        Map.of(
            "weights", EXACT.of(weights, biases.length, weights.length / biases.length),
            "biases", EXACT.of(biases, biases.length),
            "weight_velocity", EXACT.zeros(biases.length, weights.length / (long) biases.length),
            "bias_velocity", EXACT.zeros(biases.length)),
        0);
  }

  /**
   * Weights of 0 have no length to go by: of the row 2 and class 0 of two, (p - y) x is (1 / 2 - 1)
   * 2 and (1 / 2) 2.
   */
  @Test
  void larsStep_isNotAdapted_whereWeightsAreZero() {
    try (Scope scope = Scope.withoutGradients();
        LinearHeads heads =
            new LinearHeads(
                List.of(new LinearHead(LinearOptimiser.LARS, 0.5, 0)), 256, 2, 1, 1, EXACT)) {
      start(heads, new double[2], new double[2]);
      heads.learn(EXACT.of(new double[] {2}, 1, 1), EXACT.of(new long[] {0}, 1), WHOLE);
      assertThat(Tensors.toDoubles(tensor(heads, "weights"))).containsExactly(0.5, -0.5);
      assertThat(Tensors.toDoubles(tensor(heads, "biases"))).containsExactly(0.25, -0.25);
    }
  }

  /** With 300 rows a batch is worked through in two parts. */
  @Test
  void gradient_isTheMeanOverTheBatch_howeverManyRowsItHas() {
    int rows = 300;
    try (Scope scope = Scope.withoutGradients();
        LinearHeads one = new LinearHeads(List.of(new LinearHead(1, 0)), 256, 3, 2, 1, EXACT);
        LinearHeads many = new LinearHeads(List.of(new LinearHead(1, 0)), 256, 3, 2, 1, EXACT)) {
      Tensor row = EXACT.of(new double[] {0.5, -1.5}, 1, 2);
      one.learn(row, EXACT.of(new long[] {2}, 1), WHOLE);
      many.learn(row.repeat(new long[] {rows, 1}), EXACT.of(twos(rows), rows), WHOLE);
      assertThat(Tensors.toDoubles(tensor(many, "weights")))
          .containsExactly(Tensors.toDoubles(tensor(one, "weights")), within(1e-12));
      assertThat(Tensors.toDoubles(tensor(many, "biases")))
          .containsExactly(Tensors.toDoubles(tensor(one, "biases")), within(1e-12));
    }
  }

  private static Tensor tensor(LinearHeads heads, String name) {
    return Objects.requireNonNull(heads.tensors().get(name));
  }

  private static long[] twos(int count) {
    long[] labels = new long[count];
    Arrays.fill(labels, 2);
    return labels;
  }

  @ParameterizedTest
  @EnumSource
  void heads_learnAsIfEachWereAlone(LinearOptimiser optimiser) {
    LinearHead slow = new LinearHead(optimiser, 0.1, 0.01);
    LinearHead fast = new LinearHead(optimiser, 2, 0);
    try (Scope scope = Scope.withoutGradients();
        LinearHeads both = new LinearHeads(List.of(slow, fast), 64, 3, 4, 7, EXACT);
        LinearHeads alone = new LinearHeads(List.of(fast), 64, 3, 4, 7, EXACT)) {
      Tensor rows = EXACT.normal(3, 1, 5, 4);
      Tensor labels = EXACT.of(new long[] {0, 2, 1, 1, 0}, 5);
      for (int step = 0; step < 3; step++) {
        both.learn(rows, labels, WHOLE);
        alone.learn(rows, labels, WHOLE);
      }
      double[] second = Tensors.toDoubles(tensor(both, "weights").narrow(0, 3, 3));
      assertThat(second)
          .containsExactly(Tensors.toDoubles(tensor(alone, "weights")), within(1e-12));
    }
  }

  @Test
  void right_countsClassesAmongTheHighestScores_butNeitherTiesNorNumbersThatAreNone() {
    try (Scope scope = Scope.withoutGradients();
        LinearHeads heads =
            new LinearHeads(
                List.of(new LinearHead(1, 0), new LinearHead(1, 0), new LinearHead(1, 0)),
                256,
                3,
                1,
                1,
                EXACT)) {
      double nan = Double.NaN;
      heads.restore(
          Map.of(
              "weights", EXACT.of(new double[] {3, 2, 1, 5, 5, 1, nan, 1, 1}, 9, 1),
              "biases", EXACT.zeros(9),
              "weight_velocity", EXACT.zeros(9, 1),
              "bias_velocity", EXACT.zeros(9)),
          0);
      Tensor rows = EXACT.of(new double[] {1, 1, 1}, 3, 1);
      Tensor labels = EXACT.of(new long[] {0, 1, 2}, 3);
      // scores of the heads: 3 2 1; 5 5 1; NaN 1 1
      assertThat(heads.right(rows, labels, 1)).containsExactly(1, 0, 0);
      assertThat(heads.right(rows, labels, 2)).containsExactly(2, 2, 0);
      // of three classes all are among the five highest, but for the score that is no number
      assertThat(heads.right(rows, labels, 5)).containsExactly(3, 3, 2);
      assertThat(heads.finite()).containsExactly(true, true, false);
    }
  }

  @ParameterizedTest
  @EnumSource
  void headThatOverflows_spoilsItselfAlone(LinearOptimiser optimiser) {
    List<LinearHead> wild =
        List.of(new LinearHead(optimiser, 1e38, 0), new LinearHead(optimiser, 0.1, 0));
    Placement floats = Precision.FLOAT32.onCpu();
    try (Scope scope = Scope.withoutGradients();
        LinearHeads heads = new LinearHeads(wild, 256, 2, 1, 1, floats)) {
      Tensor rows = floats.of(new double[] {1e10, -1e10}, 2, 1);
      Tensor labels = floats.of(new long[] {0, 0}, 2);
      for (int step = 0; step < 3; step++) {
        heads.learn(rows, labels, WHOLE);
      }
      assertThat(heads.finite()).containsExactly(false, true);
    }
  }

  @Test
  void rate_fallsFromTheHeadsOwnToTheOneThatAllEndWith() {
    Schedule cosine = Schedule.cosine(1, 0, 10);
    LinearHeads.Rate first = LinearHeads.Rate.of(cosine, 0.25, 0);
    LinearHeads.Rate middle = LinearHeads.Rate.of(cosine, 0.25, 5);
    LinearHeads.Rate last = LinearHeads.Rate.of(cosine, 0.25, 10);
    // of a head of rate 2: 2, (2 + 0.25) / 2, 0.25
    assertThat(2 * first.share() + first.besides()).isCloseTo(2, within(1e-12));
    assertThat(2 * middle.share() + middle.besides()).isCloseTo(1.125, within(1e-12));
    assertThat(2 * last.share() + last.besides()).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void stateOfOtherHeads_isRefused() {
    try (Scope scope = Scope.withoutGradients();
        LinearHeads heads = new LinearHeads(List.of(new LinearHead(1, 0)), 256, 3, 2, 1, EXACT);
        LinearHeads wider = new LinearHeads(List.of(new LinearHead(1, 0)), 256, 3, 4, 1, EXACT)) {
      assertThatThrownBy(() -> heads.restore(wider.tensors(), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"weights\" does not fit");
    }
  }
}
