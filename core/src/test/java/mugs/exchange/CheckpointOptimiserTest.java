package mugs.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import mugs.engine.ElementType;
import mugs.engine.Scope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** The order is that of the recorded answers' description: by dimensions, patch embedding apart. */
class CheckpointOptimiserTest {
  private final Map<String, ForeignTensor> student = new LinkedHashMap<>();
  private final Map<String, Object> values = new LinkedHashMap<>();

  private void student() {
    tensor("backbone.cls_token", 1, 1, 8);
    tensor("backbone.patch_embed.proj.weight", 8, 3, 4, 4);
    tensor("backbone.patch_embed.proj.bias", 8);
    tensor("backbone.norm.weight", 8);
    tensor("group_head.projector.0.weight", 5, 8);
    tensor("group_head.projector.0.bias", 5);
    tensor("group_head.last_layer.weight_g", 9, 1);
    tensor("group_head.last_layer.weight_v", 9, 5);
  }

  private void tensor(String name, long... shape) {
    student.put(name, new ForeignTensor(ElementType.F32, Arrays.stream(shape).boxed().toList()));
  }

  private void groups(int... sizes) {
    int number = 0;
    for (int group = 0; group < sizes.length; group++) {
      for (int i = 0; i < sizes[group]; i++) {
        values.put("optimizer/param_groups/" + group + "/params/" + i, (long) number++);
      }
    }
  }

  @Test
  void tensors_areNumberedByGroup_inTheStudentsOrder() throws UnusableWeightsException {
    student();
    groups(4, 1, 2, 1);

    assertThat(CheckpointOptimiser.numbers(student, values))
        .isEqualTo(
            Map.of(
                "backbone.cls_token", 0,
                "group_head.projector.0.weight", 1,
                "group_head.last_layer.weight_g", 2,
                "group_head.last_layer.weight_v", 3,
                "backbone.patch_embed.proj.weight", 4,
                "backbone.norm.weight", 5,
                "group_head.projector.0.bias", 6,
                "backbone.patch_embed.proj.bias", 7));
  }

  @Test
  void magnitudesThatAreNotTrained_haveNoNumber() throws UnusableWeightsException {
    student();
    groups(3, 1, 2, 1);

    assertThat(CheckpointOptimiser.numbers(student, values))
        .doesNotContainKey("group_head.last_layer.weight_g")
        .containsEntry("group_head.last_layer.weight_v", 2)
        .containsEntry("backbone.patch_embed.proj.weight", 3);
  }

  @Test
  void stepsThatAreNoTensor_areCountedToo() throws IOException {
    try (Scope scope = Scope.withoutGradients();
        ForeignFile file =
            ForeignFile.open(TorchFileTest.resource("interchange-more/numpy-scalars.pth"))) {
      Tensor steps = CheckpointOptimiser.steps(file, 0);
      assertThat(steps.numel()).isEqualTo(1);
      assertThat(steps.item_double()).isEqualTo(5);
      assertThatThrownBy(() -> CheckpointOptimiser.steps(file, 1))
          .isInstanceOf(UnusableWeightsException.class)
          .hasMessageContaining("'optimizer/state/1/step' is no single number");
    }
  }

  @Test
  void otherOptimisers_areRefusedByName() throws UnusableWeightsException {
    Set<String> moments = Set.of("optimizer/state/0/exp_avg", "optimizer/state/0/exp_avg_sq");
    CheckpointOptimiser.check(moments, Map.of("args/optimizer", "adamw"));
    CheckpointOptimiser.check(Set.of("optimizer/param_groups/0/lr"), values);

    assertThatThrownBy(() -> CheckpointOptimiser.check(moments, Map.of("args/optimizer", "lars")))
        .hasMessageContaining("its optimiser is lars, and only AdamW");
    assertThatThrownBy(
            () -> CheckpointOptimiser.check(Set.of("optimizer/state/0/momentum_buffer"), values))
        .hasMessageContaining("one that remembers momentum_buffer");
  }

  @Test
  void optimiserOfAnotherStudent_isRefused() {
    student();
    groups(4, 1, 3, 1);

    assertThatThrownBy(() -> CheckpointOptimiser.numbers(student, values))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("3 tensors in group 2, its student 2");
  }
}
