package mugs.train;

import java.util.Map;

/** What must hold in every recipe: the bounds of each key, and what two keys owe each other. */
final class RecipeChecks {

  private RecipeChecks() {}

  /**
   * Checks a recipe.
   *
   * @throws RecipeException naming the keys at fault
   */
  static void check(Recipe recipe) {
    for (Map.Entry<String, Object> entry : RecipeKeys.values(recipe).entrySet()) {
      RecipeKeys.named(entry.getKey()).check(entry.getValue());
    }
    CropRecipe crops = recipe.crops();
    require(
        crops.channels() != 2,
        "crops.channels is 2: it takes 1 for grey pictures or 3 for colour",
        "crops.channels");
    atMost(
        "crops.rand-augment.count",
        crops.randAugment().count(),
        "the number of crops.rand-augment.operations",
        crops.randAugment().operations().operations().size(),
        "crops.rand-augment.operations");
    int patch = recipe.backbone().patchSize();
    wholePatches("crops.global-size", crops.globalSize(), patch);
    if (crops.localCrops() > 0) {
      wholePatches("crops.local-size", crops.localSize(), patch);
    }

    int width = recipe.backbone().width();
    int heads = recipe.backbone().heads();
    require(
        width % heads == 0,
        "backbone.width is %d, which %d heads (backbone.heads) cannot share: take a multiple of %2$d"
            .formatted(width, heads),
        "backbone.width",
        "backbone.heads");

    SupervisionSettings supervision = recipe.supervision();
    SupervisionSettings.LocalGroup localGroup = supervision.localGroup();
    require(
        supervision.instance().weight() + localGroup.weight() + supervision.group().weight() > 0,
        "supervision: the weights of instance, local-group and group are all 0:"
            + " give at least one a weight above 0",
        "supervision.instance.weight",
        "supervision.local-group.weight",
        "supervision.group.weight");
    atMost(
        "supervision.local-group.neighbours",
        localGroup.neighbours(),
        "supervision.local-group.memory",
        localGroup.memory());
    RunSettings run = recipe.run();
    require(
        !run.precision().needsCuda() || run.device().isCuda(),
        "run.precision is tf32, which a GPU alone computes, and run.device is cpu:"
            + " take float32, or a GPU with run.device=cuda",
        "run.precision",
        "run.device");
    int batch = recipe.optimiser().batch();
    atMost("run.micro-batch", recipe.run().microBatch().images(), "optimiser.batch", batch);
    atMost("run.workers", recipe.run().workers(), "optimiser.batch", batch);
    atMost(
        "schedule.warm-up-epochs",
        recipe.schedule().warmUpEpochs(),
        "schedule.epochs",
        recipe.schedule().epochs());
  }

  private static void wholePatches(String key, int size, int patch) {
    int below = size / patch * patch;
    require(
        size % patch == 0,
        "%s is %d, which is no whole number of patches (backbone.patch-size is %d): take %s%d"
            .formatted(key, size, patch, below > 0 ? below + " or " : "", below + patch),
        key,
        "backbone.patch-size");
  }

  private static void atMost(String key, int value, String limitKey, int limit) {
    atMost(key, value, limitKey, limit, limitKey);
  }

  private static void atMost(
      String key, int value, String limitInWords, int limit, String limitKey) {
    require(
        value <= limit,
        "%s is %d: it takes at most %s, which is %d".formatted(key, value, limitInWords, limit),
        key,
        limitKey);
  }

  private static void require(boolean holds, String message, String... keys) {
    if (!holds) {
      throw new RecipeException(message, keys);
    }
  }
}
