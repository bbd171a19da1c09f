package mugs.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.train.ImportedMetadata;
import mugs.train.Recipe;
import mugs.vit.VitSettings;

/**
 * The recipe of a training checkpoint: sizes by its tensors, and what the options that the program
 * was called with say. What neither tells is left to another recipe.
 */
final class CheckpointRecipe {
  private static final String OPTIONS = "args/";

  /** Recipe keys by the authors' options of the same meaning. */
  private static final Map<String, String> KEYS = keys();

  private final Map<String, Object> values;
  private final Map<String, String> assignments = new LinkedHashMap<>();

  private CheckpointRecipe(Map<String, Object> values) {
    this.values = values;
  }

  private static Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("epochs", "schedule.epochs");
    keys.put("warmup_epochs", "schedule.warm-up-epochs");
    keys.put("momentum_teacher", "schedule.momentum");
    keys.put("lr", "optimiser.rate");
    keys.put("min_lr", "optimiser.end-rate");
    keys.put("patch_embed_lr_mult", "optimiser.patch-embedding-rate");
    keys.put("weight_decay", "optimiser.weight-decay");
    keys.put("weight_decay_end", "optimiser.weight-decay-end");
    keys.put("clip_grad", "optimiser.clip");
    keys.put("drop_path_rate", "backbone.drop-path");
    keys.put("local_crops_number", "crops.local-crops");
    keys.put("norm_last_layer", "supervision.group.norm-last-layer");
    keys.put("freeze_last_layer", "supervision.group.frozen-epochs");
    keys.put("group_warmup_teacher_temp", "supervision.group.teacher-temperature");
    keys.put("group_teacher_temp", "supervision.group.teacher-temperature-end");
    keys.put(
        "group_warmup_teacher_temp_epochs", "supervision.group.teacher-temperature-warm-up-epochs");
    keys.put("group_student_temp", "supervision.group.student-temperature");
    keys.put("instance_temp", "supervision.instance.temperature");
    keys.put("local_group_temp", "supervision.local-group.temperature");
    keys.put("local_group_knn_top_n", "supervision.local-group.neighbours");
    keys.put("seed", "run.seed");
    return keys;
  }

  /**
   * Returns assignments for a recipe.
   *
   * @param vit sizes of the backbone
   * @param sizes of heads, queues and memories by recipe key
   * @param values of the checkpoint
   * @param base recipe for what the checkpoint does not tell; its size of local crops is taken
   *     where its global crops and patches are those of the checkpoint
   */
  static List<String> of(
      VitSettings vit, Map<String, Long> sizes, Map<String, Object> values, Recipe base) {
    CheckpointRecipe recipe = new CheckpointRecipe(values);
    recipe.options();
    recipe.put("crops.channels", vit.channels());
    recipe.put("crops.global-size", vit.imageSize());
    if (values.get(OPTIONS + "local_crops_size") instanceof Long size) {
      recipe.put("crops.local-size", size);
    } else if (base.crops().globalSize() != vit.imageSize()
        || base.crops().localSize() % vit.patchSize() != 0) {
      recipe.put("crops.local-size", ImportedMetadata.localSize(vit));
    }
    recipe.put("backbone.width", vit.width());
    recipe.put("backbone.blocks", vit.blocks());
    recipe.put("backbone.heads", vit.heads());
    recipe.put("backbone.patch-size", vit.patchSize());
    sizes.forEach(recipe::put);
    List<String> assignments = new ArrayList<>();
    recipe.assignments.forEach((key, value) -> assignments.add(key + "=" + value));
    return assignments;
  }

  private void options() {
    KEYS.forEach(
        (option, key) -> {
          Object value = values.get(OPTIONS + option);
          if (value instanceof Number || value instanceof Boolean) {
            put(key, value);
          }
        });
    if (values.get(OPTIONS + "batch_size_per_gpu") instanceof Long batch) {
      long processes = values.get(OPTIONS + "world_size") instanceof Long size ? size : 1;
      put("optimiser.batch", batch * processes);
    }
    range("global_crops_scale", "crops.global-area");
    range("local_crops_scale", "crops.local-area");
    List<String> supervisions = List.of("instance", "local-group", "group");
    for (int i = 0; i < supervisions.size(); i++) {
      if (values.get(OPTIONS + "loss_weights/" + i) instanceof Number weight) {
        put("supervision." + supervisions.get(i) + ".weight", weight);
      }
    }
  }

  private void range(String option, String key) {
    if (values.get(OPTIONS + option + "/0") instanceof Number from
        && values.get(OPTIONS + option + "/1") instanceof Number to) {
      put(key, "[%s, %s]".formatted(from, to));
    }
  }

  private void put(String key, Object value) {
    assignments.put(key, value.toString());
  }
}
