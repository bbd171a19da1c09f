package mugs.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.engine.Placement;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.Workers;
import mugs.load.FloatCrops;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/**
 * A network 8 wide makes outputs so short that the gradients of their directions are long: its
 * losses are scaled far less than those of others.
 *
 * <p>Products with 16 bits have 11 binary digits here, a relative rounding of 0.05 %, in a range
 * from 6e-8 to 65,504 that gradients fit into when their losses are scaled.
 */
class Float16Test {
  private static final int IMAGES = 4;
  private static final Placement HALF = Precision.FLOAT16.onCpu();
  private static final MugsSettings SETTINGS = SmallMethod.settings(1, 1, 1, 0.1);
  private static final String SCALE = "loss_scale";
  private static final String STEPS = "loss_scale.steps";

  private static List<Losses> train(MugsState state, Placement placement, int from, int to) {
    List<Losses> losses = new ArrayList<>();
    try (Workers workers = new Workers(2, 1);
        MugsStep step =
            new MugsStep(
                SETTINGS,
                state,
                new MugsStep.Execution(placement, workers, 0, false, 3, Ranks.ALONE))) {
      for (int i = from; i < to; i++) {
        try (FloatCrops crops = SmallMethod.crops(i, IMAGES, 2, placement.precision())) {
          losses.add(step.run(crops, at(i)).losses());
        }
      }
    }
    return losses;
  }

  /** A rate with which roundings are not blown up by the training itself. */
  private static StepSettings at(long step) {
    StepSettings now = SmallMethod.at(step);
    return new StepSettings(
        step, 1e-4, now.weightDecay(), 0.99, now.teacherTemperature(), now.clip(), false);
  }

  private static MugsState start(double scale, long steps) {
    try (Scope scope = Scope.withoutGradients()) {
      Map<String, Tensor> tensors =
          new LinkedHashMap<>(MugsState.initial(SETTINGS, 5, HALF).tensors());
      tensors.put(SCALE, Tensors.of(new double[] {scale}, 1));
      tensors.put(STEPS, Tensors.of(new long[] {steps}, 1));
      return MugsState.of(SETTINGS, tensors, HALF);
    }
  }

  private static double scale(MugsState state) {
    return state.lossScale().orElseThrow().scale();
  }

  private static void assertSame(MugsState found, MugsState expected) {
    Map<String, double[]> values = SmallMethod.values(found);
    SmallMethod.values(expected)
        .forEach((name, own) -> assertThat(values.get(name)).as(name).isEqualTo(own));
  }

  @Test
  void fiftySteps_followThoseOfWholeFloats() {
    Placement whole = Precision.FLOAT32.onCpu();
    MugsState state = MugsState.initial(SETTINGS, 5, HALF);

    List<Losses> expected = train(MugsState.initial(SETTINGS, 5, whole), whole, 0, 50);
    List<Losses> found = train(state, HALF, 0, 50);

    for (int i = 0; i < 50; i++) {
      for (String name : List.of("instance", "local_group")) {
        assertThat(found.get(i).bySupervision().get(name))
            .as("%s, step %d", name, i)
            .isCloseTo(expected.get(i).bySupervision().get(name), withinPercentage(0.5));
      }
      // seven prototypes, a cold teacher: a choice that turns over a step earlier moves it most
      assertThat(found.get(i).total())
          .as("step %d", i)
          .isCloseTo(expected.get(i).total(), withinPercentage(2));
    }
    assertThat(found).isNotEqualTo(expected);
    assertThat(scale(state)).isBetween(1.0, 65_536.0);
    state
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(tensor.scalar_type().intern()).as(name).isNotEqualTo(ScalarType.Half));
  }

  /** Scales are powers of two: what neither vanishes nor overflows has the same digits with all. */
  @Test
  void stepThatOverflows_isTakenAgain_withHalfTheScale_untilItDoesNot() {
    MugsState tooHigh = start(Math.pow(2, 60), 7);
    List<Losses> found = train(tooHigh, HALF, 0, 1);
    double fitting = scale(tooHigh);
    MugsState fits = start(fitting, 0);

    List<Losses> expected = train(fits, HALF, 0, 1);

    assertThat(fitting).isBetween(2.0, Math.pow(2, 40));
    assertThat(found).isEqualTo(expected);
    assertThat(tooHigh.lossScale().orElseThrow().steps()).isEqualTo(1);
    assertSame(tooHigh, fits);
    MugsState stillTooHigh = start(2 * fitting, 0);
    train(stillTooHigh, HALF, 0, 1);
    assertThat(scale(stillTooHigh)).isEqualTo(fitting);
  }

  @Test
  void scale_doublesAfterTwoThousandStepsWithoutOverflow() {
    MugsState state = start(4, 1998);

    train(state, HALF, 0, 1);
    assertThat(scale(state)).isEqualTo(4);
    train(state, HALF, 1, 2);
    assertThat(scale(state)).isEqualTo(8);
    assertThat(state.lossScale().orElseThrow().steps()).isZero();
  }

  @Test
  void stateWrittenAndReadAgain_goesOnWithItsScale_bitForBit() {
    MugsState unbroken = start(4, 11);
    train(unbroken, HALF, 0, 4);
    MugsState broken = start(4, 11);
    train(broken, HALF, 0, 2);

    MugsState resumed = MugsState.of(SETTINGS, broken.tensors(), HALF);
    assertThat(resumed.lossScale().orElseThrow().steps()).isEqualTo(13);
    train(resumed, HALF, 2, 4);

    assertSame(resumed, unbroken);
    assertThat(scale(resumed)).isEqualTo(4);
    assertThat(resumed.lossScale().orElseThrow().steps()).isEqualTo(15);
  }

  @Test
  void gradientsThatAreNeverFinite_endTheStep_andChangeNothing() {
    MugsState state = start(65_536, 3);
    try (Scope scope = Scope.withoutGradients()) {
      // outputs of length 0: the way back through their lengths leaves the range with any scale
      state.student().get("instance_head.predictor.2.weight").zero_();
    }
    Map<String, double[]> before = SmallMethod.values(state);

    assertThatThrownBy(() -> train(state, HALF, 0, 1))
        .isInstanceOf(NotFiniteException.class)
        .hasMessageStartingWith("the gradient of ");

    SmallMethod.values(state)
        .forEach((name, values) -> assertThat(values).as(name).isEqualTo(before.get(name)));
  }

  @Test
  void otherPrecisions_haveNoScale() {
    MugsState state = MugsState.initial(SETTINGS, 5, Precision.BFLOAT16.onCpu());

    assertThat(state.lossScale()).isEmpty();
    assertThat(state.tensors()).doesNotContainKeys(SCALE, STEPS);
  }
}
