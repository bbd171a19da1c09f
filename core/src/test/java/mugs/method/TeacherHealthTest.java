package mugs.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.Workers;
import mugs.load.FloatCrops;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class TeacherHealthTest {
  private static final int IMAGES = 7;

  private static TeacherHealth health(
      MugsSettings settings, StepSettings now, int microBatch, int workers, double contrast) {
    MugsState state = MugsState.initial(settings, 5, Precision.FLOAT64.onCpu());
    try (Workers threads = new Workers(workers, 1);
        FloatCrops crops = SmallMethod.crops(1, IMAGES, 1, Precision.FLOAT64)) {
      crops.teacher().mul_(new Scalar(contrast));
      MugsStep step = SmallMethod.step(settings, state, threads, microBatch);
      Optional<TeacherHealth> health = step.run(crops, now, true, () -> {}).health();
      return health.orElseThrow();
    }
  }

  private static StepSettings at(double teacherTemperature) {
    StepSettings step = SmallMethod.STEP;
    return new StepSettings(
        0,
        step.rate(),
        step.weightDecay(),
        step.momentum(),
        teacherTemperature,
        step.clip(),
        step.prototypesFrozen());
  }

  @Test
  void health_isTheSame_howeverTheBatchIsCut() {
    MugsSettings settings = SmallMethod.settings(1, 1, 1, 0);
    TeacherHealth whole = health(settings, at(0.05), 0, 1, 1);

    for (int[] cut : new int[][] {{1, 1}, {3, 1}, {2, 2}}) {
      TeacherHealth parts = health(settings, at(0.05), cut[0], cut[1], 1);
      assertThat(parts.choiceEntropy().orElseThrow())
          .isCloseTo(whole.choiceEntropy().orElseThrow(), within(1e-12));
      assertThat(parts.prototypesUsed().orElseThrow())
          .isCloseTo(whole.prototypesUsed().orElseThrow(), within(1e-12));
      assertThat(parts.featureDeviation()).isCloseTo(whole.featureDeviation(), within(1e-12));
      assertThat(parts.neighbourSimilarity().orElseThrow())
          .isCloseTo(whole.neighbourSimilarity().orElseThrow(), within(1e-12));
    }
  }

  @Test
  void choiceWithoutPreference_hasTheLargestEntropy_andUsesAllPrototypes() {
    TeacherHealth health = health(SmallMethod.settings(1, 1, 1, 0), at(1e9), 0, 1, 1);

    assertThat(health.choiceEntropy().orElseThrow()).isCloseTo(Math.log(7), within(1e-9));
    assertThat(health.prototypesUsed().orElseThrow()).isCloseTo(7, within(1e-9));
  }

  @Test
  void sureChoice_hasNoEntropy() {
    TeacherHealth health = health(SmallMethod.settings(1, 1, 1, 0), at(1e-9), 0, 1, 1);

    assertThat(health.choiceEntropy().orElseThrow()).isCloseTo(0, within(1e-9));
    assertThat(health.prototypesUsed().orElseThrow()).isBetween(1.0, 7.0);
  }

  @Test
  void cropsWithoutContent_haveFeaturesThatAreAlike_andUseOnePrototype() {
    TeacherHealth health = health(SmallMethod.settings(1, 1, 1, 0), at(1e-9), 0, 1, 0);

    assertThat(health.featureDeviation()).isCloseTo(0, within(1e-6));
    assertThat(health.prototypesUsed().orElseThrow()).isCloseTo(1, within(1e-9));
  }

  @Test
  void supervisionThatIsOff_hasNoFigures() {
    TeacherHealth health = health(SmallMethod.settings(1, 0, 0, 0), at(0.05), 0, 1, 1);

    assertThat(health.choiceEntropy()).isEmpty();
    assertThat(health.prototypesUsed()).isEmpty();
    assertThat(health.neighbourSimilarity()).isEmpty();
    assertThat(health.featureDeviation()).isGreaterThan(0);
  }

  @Test
  void similarity_isTheMeanCosineToTheNeighbours() {
    try (Scope scope = Scope.withoutGradients()) {
      // rows at 0, 60, 90 and 180 degrees, of any length; the query at 0 degrees
      double[] rows = {3, 0, 1, Math.sqrt(3), 0, 5, -1, 0};
      NeighbourMemory memory = new NeighbourMemory(Tensors.of(rows, 4, 2), 0, 3);
      Tensor similarity = memory.similarity(Tensors.of(new double[] {7, 0}, 1, 2));

      assertThat(Tensors.toDoubles(similarity)[0]).isCloseTo((1 + 0.5 + 0) / 3, within(1e-12));
    }
  }
}
