package mugs.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.BiFunction;
import mugs.engine.Precision;
import mugs.engine.Workers;
import mugs.load.FloatCrops;
import org.junit.jupiter.api.Test;

class TimedStepTest {
  private static final MugsSettings SETTINGS = SmallMethod.settings(1, 1, 1, 0.1);

  private static Map<String, double[]> after(BiFunction<MugsStep, FloatCrops, StepReport> way) {
    MugsState state = MugsState.initial(SETTINGS, 5, Precision.FLOAT32.onCpu());
    try (Workers workers = new Workers(2, 1);
        MugsStep step = SmallMethod.step(SETTINGS, state, workers, 2);
        FloatCrops crops = SmallMethod.crops(1, 4, 2, Precision.FLOAT32)) {
      StepReport report = way.apply(step, crops);
      assertThat(report.phaseMilliseconds()).containsOnlyKeys(Phase.values());
      return SmallMethod.values(state);
    }
  }

  @Test
  void stepThatIsTimed_isTheSameStep() {
    Map<String, double[]> plain = after((step, crops) -> step.run(crops, SmallMethod.at(0)));
    Map<String, double[]> timed = after((step, crops) -> step.timed(crops, SmallMethod.at(0)));

    assertThat(timed.keySet()).isEqualTo(plain.keySet());
    plain.forEach((name, values) -> assertThat(timed.get(name)).as(name).isEqualTo(values));
  }
}
