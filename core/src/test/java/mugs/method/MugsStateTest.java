package mugs.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.Workers;
import mugs.load.FloatCrops;
import mugs.vit.ParameterMismatchException;
import mugs.vit.VitSettings;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MugsStateTest {
  private final Scope scope = Scope.withoutGradients();

  @AfterEach
  void free() {
    scope.close();
  }

  @Test
  void start_followsTheMethodsDistributions() {
    MugsSettings settings =
        new MugsSettings(
            VitSettings.of(8, 4, 64, 1, 2),
            0,
            new MugsSettings.Heads(96, 80, 48, 96, 50),
            new MugsSettings.Instance(1, 0.2, 300),
            new MugsSettings.LocalGroup(1, 0.2, 200, 400, 8),
            new MugsSettings.Group(1, 0.1, 500, 0.9, true),
            new MugsSettings.Optimiser(0.9, 0.999, 1e-8, 0.2));

    MugsState start = MugsState.initial(settings, 5, Precision.FLOAT64.onCpu());

    double[] projector = of(start, "student.instance_head.projector.0.weight");
    assertThat(deviation(projector)).isCloseTo(0.02, within(0.001));
    assertUniform(of(start, "student.instance_head.predictor.0.weight"), 1 / Math.sqrt(48));
    assertUniform(of(start, "student.local_group_head.predictor.2.weight"), 1 / Math.sqrt(80));
    assertUniform(of(start, "student.group_head.last_layer.weight_v"), 1 / Math.sqrt(50));
    assertThat(of(start, "student.group_head.last_layer.weight_g")).hasSize(500).containsOnly(1);
    assertThat(of(start, "student.group_head.projector.0.bias")).hasSize(96).containsOnly(0);
    assertThat(of(start, "centre")).hasSize(500).containsOnly(0);
    assertThat(deviation(of(start, "student_memory"))).isCloseTo(1, within(0.02));
    assertThat(of(start, "student_memory")).isNotEqualTo(of(start, "teacher_memory"));
    assertUnitRows(of(start, "instance_queue"), 300);
    assertUnitRows(of(start, "local_group_queue"), 200);
  }

  @Test
  void close_freesEveryTensor() {
    MugsSettings settings = SmallMethod.settings(1, 1, 1, 0);
    MugsState state = MugsState.initial(settings, 5, Precision.FLOAT32.onCpu());
    try (Workers workers = new Workers(1, 1);
        MugsStep step = SmallMethod.step(settings, state, workers, 0);
        FloatCrops crops = SmallMethod.crops(1, 5, 1, Precision.FLOAT32)) {
      step.run(crops, SmallMethod.at(0));
    }
    List<Tensor> all =
        state.tensors().entrySet().stream()
            .filter(entry -> !entry.getKey().matches(".*\\.pointer|optimizer\\.step\\..*"))
            .map(Map.Entry::getValue)
            .toList();

    state.close();

    assertThat(all).hasSizeGreaterThan(100).allMatch(tensor -> tensor.isNull());
  }

  @Test
  void teacher_startsAsACopyOfTheStudent_withoutPredictorsAndGradients() {
    MugsState start =
        MugsState.initial(SmallMethod.settings(1, 1, 1, 0), 5, Precision.FLOAT32.onCpu());

    assertThat(start.teacher().names())
        .hasSizeGreaterThan(40)
        .allSatisfy(
            name -> {
              Tensor own = start.teacher().get(name);
              Tensor students = start.student().get(name);
              assertThat(Tensors.toFloats(own)).isEqualTo(Tensors.toFloats(students));
              assertThat(own.requires_grad()).isFalse();
              assertThat(students.requires_grad()).isTrue();
              assertThat(own.is_alias_of(students)).isFalse();
            });
    assertThat(start.student().names())
        .filteredOn(name -> !start.teacher().has(name))
        .containsExactlyInAnyOrder(
            "instance_head.predictor.0.weight",
            "instance_head.predictor.2.weight",
            "local_group_head.predictor.0.weight",
            "local_group_head.predictor.2.weight");
  }

  @Test
  void state_isRebuiltFromItsTensors_optimiserIncluded() {
    MugsSettings settings = SmallMethod.settings(1, 1, 1, 0.3);
    MugsState state = MugsState.initial(settings, 5, Precision.FLOAT64.onCpu());
    try (Workers workers = new Workers(1, 1);
        FloatCrops crops = SmallMethod.crops(1, 5, 1, Precision.FLOAT64)) {
      SmallMethod.step(settings, state, workers, 0).run(crops, SmallMethod.at(0));
      MugsState rebuilt = MugsState.of(settings, state.tensors(), Precision.FLOAT64.onCpu());
      assertSame(rebuilt, state);

      SmallMethod.step(settings, state, workers, 0).run(crops, SmallMethod.at(1));
      SmallMethod.step(settings, rebuilt, workers, 0).run(crops, SmallMethod.at(1));
      assertSame(rebuilt, state);
    }
  }

  @Test
  void misfits_areNamed_whenAStateIsRebuilt() {
    MugsSettings settings = SmallMethod.settings(1, 1, 1, 0);
    Map<String, Tensor> tensors =
        new LinkedHashMap<>(MugsState.initial(settings, 5, Precision.FLOAT32.onCpu()).tensors());
    tensors.remove("centre");
    assertThatThrownBy(() -> MugsState.of(settings, tensors, Precision.FLOAT32.onCpu()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the state holds no tensor 'centre'");

    tensors.remove("teacher.backbone.norm.bias");
    assertThatThrownBy(() -> MugsState.of(settings, tensors, Precision.FLOAT32.onCpu()))
        .isInstanceOf(ParameterMismatchException.class)
        .hasMessageContaining("missing backbone.norm.bias [8]");
  }

  private static void assertSame(MugsState found, MugsState expected) {
    Map<String, double[]> values = SmallMethod.values(found);
    Map<String, double[]> wanted = SmallMethod.values(expected);
    assertThat(values.keySet()).isEqualTo(wanted.keySet());
    wanted.forEach((name, own) -> assertThat(values.get(name)).as(name).isEqualTo(own));
  }

  private static double[] of(MugsState state, String name) {
    Tensor tensor = state.tensors().get(name);
    assertThat(tensor).as(name).isNotNull();
    return tensor == null ? new double[0] : Tensors.toDoubles(tensor);
  }

  private static void assertUniform(double[] values, double bound) {
    assertThat(Arrays.stream(values).map(Math::abs).max().orElse(0)).isBetween(0.99 * bound, bound);
    assertThat(deviation(values)).isCloseTo(bound / Math.sqrt(3), within(0.02 * bound));
  }

  private static void assertUnitRows(double[] values, int rows) {
    int width = values.length / rows;
    for (int row = 0; row < rows; row++) {
      double square = 0;
      for (int i = 0; i < width; i++) {
        square += values[row * width + i] * values[row * width + i];
      }
      assertThat(square).isCloseTo(1, within(1e-14));
    }
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    return Math.sqrt(
        Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElse(0));
  }
}
