package mugs.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import mugs.engine.Precision;
import mugs.engine.Workers;
import mugs.load.FloatCrops;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MugsStepTest {
  private static final int IMAGES = 7;

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void state_isTheSame_howeverTheBatchIsCut(int locals) {
    Map<String, double[]> whole = afterThreeSteps(Precision.FLOAT64, locals, 0, 1);

    for (int[] cut : new int[][] {{1, 1}, {3, 1}, {0, 2}, {1, 2}, {2, 3}, {0, 9}}) {
      Map<String, double[]> parts = afterThreeSteps(Precision.FLOAT64, locals, cut[0], cut[1]);

      assertThat(parts.keySet()).isEqualTo(whole.keySet());
      whole.forEach(
          (name, values) -> {
            double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
            assertThat(largestDifference(parts.getOrDefault(name, new double[0]), values))
                .as("%s, micro-batch %d, %d workers", name, cut[0], cut[1])
                .isLessThanOrEqualTo(1e-10 * largest);
          });
    }
  }

  private static double largestDifference(double[] found, double[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    return IntStream.range(0, expected.length)
        .mapToDouble(i -> Math.abs(found[i] - expected[i]))
        .max()
        .orElse(0);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "2, 2"})
  void equalRuns_giveEqualBits(int microBatch, int workers) {
    Map<String, double[]> first = afterThreeSteps(Precision.FLOAT32, 3, microBatch, workers);
    Map<String, double[]> second = afterThreeSteps(Precision.FLOAT32, 3, microBatch, workers);

    first.forEach((name, values) -> assertThat(second.get(name)).as(name).isEqualTo(values));
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 0, 1", "FLOAT64, 2, 2", "BFLOAT16, 3, 1"})
  void activationsComputedTwice_giveTheSameBits(Precision precision, int microBatch, int workers) {
    Map<String, double[]> kept = afterThreeSteps(precision, 2, microBatch, workers);

    Map<String, double[]> twice = afterThreeSteps(precision, 2, microBatch, workers, true);

    kept.forEach((name, values) -> assertThat(twice.get(name)).as(name).isEqualTo(values));
  }

  private static Map<String, double[]> afterThreeSteps(
      Precision precision, int locals, int microBatch, int workers) {
    return afterThreeSteps(precision, locals, microBatch, workers, false);
  }

  private static Map<String, double[]> afterThreeSteps(
      Precision precision, int locals, int microBatch, int workers, boolean checkpointing) {
    MugsSettings settings = SmallMethod.settings(1, 0.5, 2, 0.3);
    MugsState state = MugsState.initial(settings, 5, precision.onCpu());
    try (Workers threads = new Workers(workers, 1)) {
      MugsStep step =
          new MugsStep(
              settings,
              state,
              new MugsStep.Execution(
                  precision.onCpu(), threads, microBatch, checkpointing, 3, Ranks.ALONE));
      for (int i = 0; i < 3; i++) {
        try (FloatCrops crops = SmallMethod.crops(i, IMAGES, locals, precision)) {
          step.run(crops, SmallMethod.at(i));
        }
      }
    }
    return SmallMethod.values(state);
  }

  @Test
  void dropPath_changesWhatIsLearned() {
    Map<String, double[]> with = afterThreeSteps(Precision.FLOAT64, 3, 0, 1);
    MugsSettings settings = SmallMethod.settings(1, 0.5, 2, 0);
    MugsState state = MugsState.initial(settings, 5, Precision.FLOAT64.onCpu());
    try (Workers workers = new Workers(1, 1)) {
      MugsStep step = SmallMethod.step(settings, state, workers, 0);
      for (int i = 0; i < 3; i++) {
        try (FloatCrops crops = SmallMethod.crops(i, IMAGES, 3, Precision.FLOAT64)) {
          step.run(crops, SmallMethod.at(i));
        }
      }
    }
    String last = "student.backbone.blocks.2.mlp.fc2.weight";
    assertThat(with.get(last)).isNotEqualTo(SmallMethod.values(state).get(last));
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, 0", "1, 0, 0", "0, 3, 0", "0, 0, 0.5", "1, 0.5, 2"})
  void everySupervision_countsAlone_andTheTotalIsTheirWeightedMean(
      double instance, double localGroup, double group) {
    Losses all = firstLosses(1, 1, 1);
    double[] weights = {instance, localGroup, group};
    List<String> names = List.of("instance", "local_group", "group");

    Losses some = firstLosses(instance, localGroup, group);

    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      String name = names.get(i);
      if (weights[i] == 0) {
        assertThat(some.bySupervision()).doesNotContainKey(name);
      } else {
        double loss = all.bySupervision().getOrDefault(name, Double.NaN);
        assertThat(some.bySupervision().get(name)).isCloseTo(loss, within(1e-13));
        sum += weights[i] * loss;
      }
    }
    assertThat(some.total()).isCloseTo(sum / Arrays.stream(weights).sum(), within(1e-13));
  }

  /** Every tensor starts from its own name, so networks with fewer heads start alike. */
  private static Losses firstLosses(double instance, double localGroup, double group) {
    MugsSettings settings = SmallMethod.settings(instance, localGroup, group, 0);
    MugsState state = MugsState.initial(settings, 5, Precision.FLOAT64.onCpu());
    try (Workers workers = new Workers(1, 1);
        FloatCrops crops = SmallMethod.crops(1, IMAGES, 2, Precision.FLOAT64)) {
      return SmallMethod.step(settings, state, workers, 0).run(crops, SmallMethod.at(0)).losses();
    }
  }

  @Test
  void whatBelongsToLocalGroups_rests_whileTheyAreOff() {
    MugsSettings settings = SmallMethod.settings(1, 0, 1, 0);
    MugsState state = MugsState.initial(settings, 5, Precision.FLOAT64.onCpu());
    Map<String, double[]> before = SmallMethod.values(state);

    runOnce(settings, state, SmallMethod.STEP);

    Map<String, double[]> after = SmallMethod.values(state);
    assertThat(after.keySet())
        .noneMatch(name -> name.contains("local_group"))
        .noneMatch(name -> name.startsWith("optimizer.") && name.contains("relation_blocks"));
    before.forEach(
        (name, values) -> {
          if (name.contains("memory") || name.contains("relation_blocks")) {
            assertThat(after.get(name)).as(name).isEqualTo(values);
          }
        });
    assertThat(after.get("instance_queue.pointer")).containsExactly(2 * IMAGES % 10);
  }

  @Test
  void memories_takeOneRowAnImage_theStudentsOnlyOfWeakOnes() {
    MugsSettings settings = SmallMethod.settings(1, 1, 1, 0);
    MugsState state = MugsState.initial(settings, 5, Precision.FLOAT64.onCpu());

    runOnce(settings, state, SmallMethod.STEP);

    // of 7 images those with an index of 1 and 4 are strong
    assertThat(state.teacherMemory().ring().pointer()).isEqualTo(7);
    assertThat(state.studentMemory().ring().pointer()).isEqualTo(5);
    assertThat(state.instanceQueue().orElseThrow().pointer()).isEqualTo(4);
    assertThat(state.localGroupQueue().orElseThrow().pointer()).isEqualTo(4);
  }

  @Test
  void frozenPrototypes_stayAsTheyAre_andAreNotCounted() {
    MugsSettings settings = SmallMethod.settings(1, 1, 1, 0);
    MugsState state = MugsState.initial(settings, 5, Precision.FLOAT64.onCpu());
    Map<String, double[]> before = SmallMethod.values(state);
    StepSettings frozen = new StepSettings(0, 0.01, 0.1, 0.9, 0.05, 3, true);

    runOnce(settings, state, frozen);

    Map<String, double[]> after = SmallMethod.values(state);
    for (String part : List.of("weight_v", "weight_g")) {
      String name = "group_head.last_layer." + part;
      assertThat(after.get("student." + name)).isEqualTo(before.get("student." + name));
      assertThat(state.optimiser().moments()).doesNotContainKey(name);
    }
    runOnce(settings, state, SmallMethod.STEP);
    assertThat(state.optimiser().moments())
        .containsKeys("group_head.last_layer.weight_v", "group_head.last_layer.weight_g");
  }

  private static void runOnce(MugsSettings settings, MugsState state, StepSettings now) {
    try (Workers workers = new Workers(1, 1);
        FloatCrops crops = SmallMethod.crops(1, IMAGES, 1, Precision.FLOAT64)) {
      SmallMethod.step(settings, state, workers, 0).run(crops, now);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"teacher", "globals", "locals"})
  void lossThatIsNotFinite_isNamed_andLeavesTheStateUnchanged(String where) {
    MugsSettings settings = SmallMethod.settings(1, 1, 1, 0.3);
    MugsState state = MugsState.initial(settings, 5, Precision.FLOAT64.onCpu());
    try (Workers workers = new Workers(2, 1);
        FloatCrops good = SmallMethod.crops(1, IMAGES, 2, Precision.FLOAT64);
        FloatCrops bad = SmallMethod.crops(2, IMAGES, 2, Precision.FLOAT64)) {
      MugsStep step = SmallMethod.step(settings, state, workers, 2);
      AtomicInteger changes = new AtomicInteger();
      step.run(good, SmallMethod.at(0), false, changes::incrementAndGet);
      assertThat(changes).hasValue(1);
      Map<String, double[]> before = SmallMethod.values(state);
      (switch (where) {
            case "teacher" -> bad.teacher();
            case "globals" -> bad.globals();
            default -> bad.locals();
          })
          .fill_(new Scalar(Double.NaN));

      assertThatThrownBy(() -> step.run(bad, SmallMethod.at(1), false, changes::incrementAndGet))
          .isInstanceOf(NotFiniteException.class)
          .hasMessageStartingWith(
              "a loss is not finite: {instance=NaN, local_group=NaN, group=NaN");
      assertThat(changes).as("it says that it changes nothing").hasValue(1);

      Map<String, double[]> after = SmallMethod.values(state);
      assertThat(after.keySet()).isEqualTo(before.keySet());
      before.forEach((name, values) -> assertThat(after.get(name)).as(name).isEqualTo(values));
    }
  }
}
