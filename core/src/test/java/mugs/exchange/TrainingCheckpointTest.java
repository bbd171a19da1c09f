package mugs.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import mugs.engine.SafetensorsReader;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.train.Recipe;
import mugs.train.RecipeException;
import mugs.train.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingCheckpointTest {
  private static final Path CHECKPOINT =
      TorchFileTest.resource("interchange/authors-checkpoint.pth");

  @TempDir private Path folder;

  @Test
  void everythingATrainingNeeds_comesAlong() throws IOException {
    TrainingCheckpoint.Imported imported = imported(CHECKPOINT);

    assertThat(imported.steps()).isEqualTo(1);
    Recipe recipe = imported.recipe();
    assertThat(recipe.heads().predictorHidden()).isEqualTo(28);
    assertThat(recipe.supervision().instance().queue()).isEqualTo(20);
    assertThat(recipe.supervision().localGroup().memory()).isEqualTo(16);
    assertThat(recipe.supervision().group().prototypes()).isEqualTo(30);
    assertThat(recipe.schedule().epochs()).isEqualTo(4); // its options say so
    assertThat(recipe.optimiser().rate()).isEqualTo(0.064);
    assertThat(recipe.optimiser().batch()).isEqualTo(4);

    Path written = folder.resolve("run/checkpoints/step-00000001/state.safetensors");
    try (Scope scope = Scope.withoutGradients();
        ForeignFile file = ForeignFile.open(CHECKPOINT);
        SafetensorsReader state = SafetensorsReader.open(written)) {
      assertSame(file, "student/module.backbone.cls_token", state, "student.backbone.cls_token");
      assertSame(
          file,
          "student/module.instance_head.predictor.2.weight",
          state,
          "student.instance_head.predictor.2.weight");
      assertSame(file, "teacher_mem/block.queue_k", state, "teacher_memory");
      assertSame(file, "student_mem/block.queue_k", state, "student_memory");
      assertSame(file, "group-sup./center", state, "centre");
      assertThat(Tensors.toLongs(state.read("instance_queue.pointer"))).containsExactly(8);
      assertThat(Tensors.toLongs(state.read("teacher_memory.pointer"))).containsExactly(0);
      // [width 12, 20 entries] there, an entry a row here
      double[] queue = Tensors.toDoubles(file.read("local-group-sup./queue"));
      double[] rows = Tensors.toDoubles(state.read("local_group_queue"));
      assertThat(rows[7 * 12 + 5]).isEqualTo(queue[5 * 20 + 7]);
      // 29 tensors of two or more dimensions, then the patch embedding's weight; its bias is last
      assertMoments(file, 0, state, "backbone.cls_token");
      assertMoments(file, 28, state, "group_head.last_layer.weight_v");
      assertMoments(file, 29, state, "backbone.patch_embed.proj.weight");
      assertMoments(file, 30, state, "backbone.blocks.0.norm1.weight");
      assertMoments(file, 58, state, "group_head.projector.4.bias");
      assertMoments(file, 59, state, "backbone.patch_embed.proj.bias");
    }
  }

  private static void assertMoments(
      ForeignFile file, int index, SafetensorsReader state, String name) throws IOException {
    String remembered = "optimizer/state/" + index + "/";
    assertSame(file, remembered + "exp_avg", state, "optimizer.first_moment." + name);
    assertSame(file, remembered + "exp_avg_sq", state, "optimizer.second_moment." + name);
    assertSame(file, remembered + "step", state, "optimizer.step." + name);
  }

  private static void assertSame(
      ForeignFile file, String theirs, SafetensorsReader state, String ours) throws IOException {
    assertThat(Tensors.toDoubles(state.read(ours)))
        .as(ours)
        .isEqualTo(Tensors.toDoubles(file.read(theirs)));
  }

  @Test
  void fileWithoutAStudent_isNoTrainingCheckpoint_andLeavesNothing() throws IOException {
    assertThatThrownBy(() -> imported(TorchFileTest.resource("interchange/authors-backbone.pth")))
        .isInstanceOf(UnusableWeightsException.class)
        .hasMessageContaining("authors-backbone.pth: it is no training checkpoint")
        .hasMessageContaining("'student'");
    assertEmpty();
  }

  @Test
  void recipeThatContradictsTheTensors_isRefused_andLeavesNothing() throws IOException {
    assertThatThrownBy(() -> imported(CHECKPOINT, "supervision.local-group.neighbours=17"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("supervision.local-group.memory, which is 16");
    assertThatThrownBy(() -> imported(CHECKPOINT, "heads.hidden=21"))
        .hasMessageContaining("instance_head.projector.0.weight is [20, 24], not [21, 24]");
    assertEmpty();
  }

  private void assertEmpty() {
    assertThat(folder.resolve("run")).isEmptyDirectory();
  }

  private TrainingCheckpoint.Imported imported(Path checkpoint, String... assignments)
      throws IOException {
    Path run = folder.resolve("run");
    return TrainingCheckpoint.toRun(
        checkpoint,
        new TrainingCheckpoint.Continuation(
            new ImportOptions(Optional.empty(), OptionalInt.of(3), 1e-6),
            "vit-s16-100ep",
            List.of(assignments),
            OptionalLong.empty()),
        Files.isDirectory(run) ? new RunFolder(run) : RunFolder.create(run));
  }
}
