package mugs.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.train.Recipe;
import mugs.vit.VitSettings;
import org.junit.jupiter.api.Test;

/** The names are those of the options of the authors' program. */
class CheckpointRecipeTest {
  private static final VitSettings VIT = VitSettings.small(224, 16);
  private static final Recipe BASE = Recipe.load("vit-s16-100ep");

  @Test
  void theAuthorsOptions_becomeTheRecipe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("args/group_warmup_teacher_temp", 0.03);
    values.put("args/group_teacher_temp", 0.07);
    values.put("args/group_warmup_teacher_temp_epochs", 30L);
    values.put("args/group_student_temp", 0.15);
    values.put("args/instance_temp", 0.25);
    values.put("args/local_group_temp", 0.3);
    values.put("args/local_group_knn_top_n", 5L);
    values.put("args/global_crops_scale/0", 0.3);
    values.put("args/global_crops_scale/1", 1L);
    values.put("args/local_crops_scale/0", 0.04);
    values.put("args/local_crops_scale/1", 0.3);

    List<String> assignments = CheckpointRecipe.of(VIT, Map.of(), values, BASE);

    assertThat(assignments)
        .contains(
            "supervision.group.teacher-temperature=0.03",
            "supervision.group.teacher-temperature-end=0.07",
            "supervision.group.teacher-temperature-warm-up-epochs=30",
            "supervision.group.student-temperature=0.15",
            "supervision.instance.temperature=0.25",
            "supervision.local-group.temperature=0.3",
            "supervision.local-group.neighbours=5",
            "crops.global-area=[0.3, 1]",
            "crops.local-area=[0.04, 0.3]");
    Recipe recipe = Recipe.load("vit-s16-100ep", assignments.toArray(String[]::new));
    assertThat(recipe.supervision().localGroup().neighbours()).isEqualTo(5);
  }

  @Test
  void sizeOfLocalCrops_isTheCheckpoints_thenTheRecipes_thenTheirShareOfTheGlobalOnes() {
    Map<String, Object> told = Map.of("args/local_crops_size", 80L);
    assertThat(CheckpointRecipe.of(VIT, Map.of(), told, BASE)).contains("crops.local-size=80");
    assertThat(CheckpointRecipe.of(VIT, Map.of(), Map.of(), BASE))
        .noneMatch(assignment -> assignment.startsWith("crops.local-size"));
    // 96 / 224 of 448 pixels
    assertThat(CheckpointRecipe.of(VitSettings.small(448, 16), Map.of(), Map.of(), BASE))
        .contains("crops.local-size=192");
  }
}
