package mugs.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import mugs.engine.Precision;
import mugs.engine.Workers;
import mugs.load.FloatCrops;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/**
 * Products with 16 bits have 8 binary digits, a relative rounding of 0.4 %; sums of many such, and
 * losses that divide cosines by a temperature of 0.1 to 0.2, stay within a few times that.
 */
class Bfloat16Test {
  private static final int IMAGES = 8;

  private record Trained(List<Losses> losses, MugsState state) {}

  private static Trained train(Precision precision, int steps) {
    MugsSettings settings = SmallMethod.settings(1, 1, 1, 0.1);
    MugsState state = MugsState.initial(settings, 5, precision.onCpu());
    List<Losses> losses = new ArrayList<>();
    try (Workers workers = new Workers(2, 1)) {
      MugsStep step =
          new MugsStep(
              settings,
              state,
              new MugsStep.Execution(precision.onCpu(), workers, 0, false, 3, Ranks.ALONE));
      for (int i = 0; i < steps; i++) {
        try (FloatCrops crops = SmallMethod.crops(i, IMAGES, 2, precision)) {
          losses.add(step.run(crops, at(i)).losses());
        }
      }
    }
    return new Trained(losses, state);
  }

  /** A rate with which roundings are not blown up by the training itself. */
  private static StepSettings at(long step) {
    StepSettings now = SmallMethod.at(step);
    return new StepSettings(
        step, 1e-4, now.weightDecay(), 0.99, now.teacherTemperature(), now.clip(), false);
  }

  @Test
  void fiftySteps_followThoseOfWholeFloats() {
    Trained whole = train(Precision.FLOAT32, 50);
    Trained half = train(Precision.BFLOAT16, 50);

    for (int i = 0; i < 50; i++) {
      Losses found = half.losses.get(i);
      Losses expected = whole.losses.get(i);
      for (String name : List.of("instance", "local_group")) {
        assertThat(found.bySupervision().get(name))
            .as("%s, step %d", name, i)
            .isCloseTo(expected.bySupervision().get(name), withinPercentage(2));
      }
      // seven prototypes, a cold teacher: a choice that turns over a step earlier moves it most
      assertThat(found.total()).as("step %d", i).isCloseTo(expected.total(), withinPercentage(6));
    }
    assertThat(half.losses).isNotEqualTo(whole.losses);
    half.state
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(tensor.scalar_type().intern())
                    .as(name)
                    .isNotEqualTo(ScalarType.BFloat16));
  }

  @Test
  void equalRuns_giveEqualBits() {
    Trained one = train(Precision.BFLOAT16, 3);
    Trained other = train(Precision.BFLOAT16, 3);

    assertThat(other.losses).isEqualTo(one.losses);
    SmallMethod.values(one.state)
        .forEach(
            (name, values) ->
                assertThat(SmallMethod.values(other.state).get(name)).as(name).isEqualTo(values));
  }
}
