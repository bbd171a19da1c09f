package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mugs.engine.SafetensorsReader;
import mugs.load.PlainPictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeacherWeightsTest {

  /** A vision transformer of one block, as timm names its tensors. */
  private static final List<String> TIMM =
      List.of(
          "cls_token",
          "pos_embed",
          "patch_embed.proj.weight",
          "patch_embed.proj.bias",
          "norm.weight",
          "norm.bias");

  private static final List<String> BLOCK =
      List.of(
          "norm1.weight",
          "norm1.bias",
          "attn.qkv.weight",
          "attn.qkv.bias",
          "attn.proj.weight",
          "attn.proj.bias",
          "norm2.weight",
          "norm2.bias",
          "mlp.fc1.weight",
          "mlp.fc1.bias",
          "mlp.fc2.weight",
          "mlp.fc2.bias");

  /** The teacher's heads, as the authors' program names their tensors. */
  private static final List<String> HEADS =
      List.of(
          "instance_head.projector.0.weight",
          "instance_head.projector.2.weight",
          "instance_head.projector.4.weight",
          "local_group_head.projector.0.weight",
          "local_group_head.projector.2.weight",
          "local_group_head.projector.4.weight",
          "group_head.projector.0.weight",
          "group_head.projector.0.bias",
          "group_head.projector.2.weight",
          "group_head.projector.2.bias",
          "group_head.projector.4.weight",
          "group_head.projector.4.bias",
          "group_head.last_layer.weight_g",
          "group_head.last_layer.weight_v");

  @TempDir Path folder;

  @Test
  void file_holdsTheTeacher_underTheNamesOfOthers_andWhatRebuildsIt() throws Exception {
    Recipe recipe = TinyRun.recipe("run.max-steps=1");
    PlainPictures pictures = PlainPictures.coloured(16);
    Path weights;
    try (Pretraining pretraining = new Pretraining(recipe, pictures, PretrainingListener.NONE)) {
      weights = pretraining.run(RunFolder.create(folder.resolve("run"))).weights();
    }

    List<String> names = new ArrayList<>(TIMM);
    BLOCK.forEach(name -> names.add("blocks.0." + name));
    BLOCK.forEach(name -> names.add("relation_blocks.0." + name));
    names.addAll(HEADS);
    try (SafetensorsReader reader = SafetensorsReader.open(weights)) {
      assertThat(reader.names()).containsExactlyInAnyOrderElementsOf(names);
      assertThat(reader.shape("pos_embed")).containsExactly(1, 5, 16);
      assertThat(reader.shape("patch_embed.proj.weight")).containsExactly(16, 3, 8, 8);
      assertThat(reader.shape("group_head.last_layer.weight_v")).containsExactly(16, 8);
      assertThat(reader.metadata())
          .containsOnlyKeys(
              "format", "program", "recipe", "network", "pictures", "pictures_fingerprint", "steps")
          .containsEntry("format", "mugs-teacher-1")
          .containsEntry("recipe", recipe.toYaml())
          .containsEntry(
              "network",
              "{\"imageSize\":16,\"patchSize\":8,\"width\":16,\"blocks\":1,\"heads\":2,"
                  + "\"layerNormEpsilon\":1.0E-6,\"channels\":3,"
                  + "\"mean\":[0.485,0.456,0.406],\"deviation\":[0.229,0.224,0.225]}")
          .containsEntry("pictures_fingerprint", pictures.fingerprint())
          .containsEntry("steps", "1");
    }
  }
}
