package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

  /** Relative: a few units in the last place, for the cosine of another library. */
  private static final double TOLERANCE = 4e-15;

  @ParameterizedTest
  @ValueSource(strings = {"/step/all-losses", "/step/group-only", "/mugs/verify/small-run"})
  void everyStepOfARecordedRun_isMet(String run) throws IOException {
    JsonNode recorded = read(run + "/run.json");
    JsonNode config = recorded.get("config");
    long stepsPerEpoch = config.get("steps_per_epoch").asLong();
    long total = config.get("epochs").asLong() * stepsPerEpoch;
    double base = config.get("lr").asDouble() * config.get("batch").asInt() / 256;
    Schedule rate =
        Schedule.warmUpThenCosine(
            base,
            config.get("min_lr").asDouble(),
            config.get("warmup_epochs").asLong() * stepsPerEpoch,
            total);
    Schedule decay =
        Schedule.cosine(config.get("wd").asDouble(), config.get("wd_end").asDouble(), total);
    Schedule momentum = Schedule.cosine(config.get("momentum").asDouble(), 1, total);
    Schedule temperature =
        Schedule.linearByEpoch(
            config.get("t_warm").asDouble(),
            config.get("t_end").asDouble(),
            config.get("t_warm_epochs").asInt());

    assertThat(recorded.get("steps")).hasSize((int) total);
    for (JsonNode expected : recorded.get("steps")) {
      long step = expected.get("step").asLong();
      assertNear(rate.at(step), expected.get("learning_rate"));
      assertNear(decay.at(step), expected.get("weight_decay"));
      assertNear(momentum.at(step), expected.get("momentum"));
      assertNear(
          temperature.at(expected.get("epoch").asLong()), expected.get("teacher_temperature"));
    }
  }

  @Test
  void warmUp_reachesTheBaseInItsLastStep() {
    Schedule rate = Schedule.warmUpThenCosine(3, 1, 4, 8);

    assertThat(rate.at(0)).isZero();
    assertThat(rate.at(1)).isEqualTo(1);
    assertThat(rate.at(2)).isEqualTo(2);
    assertThat(rate.at(3)).isEqualTo(3);
    assertThat(rate.at(4)).isEqualTo(3);
    assertThat(rate.at(6)).isCloseTo(2, within(1e-15));
  }

  @Test
  void warmUpOfOneStep_startsAtZero() {
    Schedule rate = Schedule.warmUpThenCosine(3, 1, 1, 3);

    assertThat(rate.at(0)).isZero();
    assertThat(rate.at(1)).isEqualTo(3);
    assertThat(rate.at(2)).isCloseTo(2, within(1e-15));
  }

  @Test
  void noWarmUp_startsAtTheBase() {
    assertThat(Schedule.warmUpThenCosine(3, 1, 0, 4).at(0)).isEqualTo(3);
  }

  @Test
  void warmUpOverTheWholeRun_neverFalls() {
    Schedule rate = Schedule.warmUpThenCosine(4, 1, 5, 5);

    assertThat(rate.at(4)).isEqualTo(4);
    assertThat(rate.at(5)).isEqualTo(1);
  }

  @Test
  void cosine_staysAtItsEnd_afterItsLastStep() {
    Schedule cosine = Schedule.cosine(0.996, 1, 10);

    assertThat(cosine.at(0)).isCloseTo(0.996, within(1e-15));
    assertThat(cosine.at(5)).isCloseTo(0.998, within(1e-15));
    assertThat(cosine.at(10)).isEqualTo(1);
    assertThat(cosine.at(1000)).isEqualTo(1);
  }

  @Test
  void temperature_risesInEqualParts_andIsThereOneEpochBeforeItsWarmUpEnds() {
    Schedule temperature = Schedule.linearByEpoch(0.04, 0.07, 4);

    assertThat(temperature.at(0)).isEqualTo(0.04);
    assertThat(temperature.at(1)).isCloseTo(0.05, within(1e-16));
    assertThat(temperature.at(2)).isCloseTo(0.06, within(1e-16));
    assertThat(temperature.at(3)).isCloseTo(0.07, within(1e-16));
    assertThat(temperature.at(4)).isEqualTo(0.07);
  }

  @Test
  void temperatureWithoutWarmUp_isAtItsEndFromTheStart() {
    assertThat(Schedule.linearByEpoch(0.04, 0.07, 0).at(0)).isEqualTo(0.07);
  }

  @Test
  void lengthsThatCannotBe_areRefused() {
    assertThatThrownBy(() -> Schedule.cosine(1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a schedule of 0 steps");
    assertThatThrownBy(() -> Schedule.warmUpThenCosine(1, 0, 11, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("warm-up of 11 steps in a run of 10");
  }

  private static void assertNear(double found, JsonNode expected) {
    double value = expected.asDouble();
    assertThat(found).isCloseTo(value, within(TOLERANCE * Math.abs(value)));
  }

  private static JsonNode read(String resource) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(ScheduleTest.class.getResourceAsStream(resource), resource)) {
      return new ObjectMapper().readTree(file);
    }
  }
}
