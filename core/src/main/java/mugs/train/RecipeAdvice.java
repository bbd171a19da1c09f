package mugs.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import mugs.method.MugsSettings;

/**
 * Says what in a recipe will work but badly: settings that each stand within their bounds and do
 * not go together, or not with the collection.
 */
public final class RecipeAdvice {
  /**
   * The linear scaling rule was found at batches of some hundred pictures; below this one it gives
   * rates that learn next to nothing.
   */
  private static final int SMALL_BATCH = 128;

  /** The lowest rate of the built-in recipes is above three times this one. */
  private static final double TIMID_RATE = 2.5e-4;

  private final Recipe recipe;
  private final List<String> found = new ArrayList<>();

  private RecipeAdvice(Recipe recipe) {
    this.recipe = recipe;
  }

  /**
   * Returns warnings, each a sentence that names the keys and what to do.
   *
   * @param recipe to look at
   * @param pictures in the collection, if it is known
   */
  public static List<String> on(Recipe recipe, OptionalLong pictures) {
    RecipeAdvice advice = new RecipeAdvice(recipe);
    advice.rate();
    advice.schedule(pictures);
    pictures.ifPresent(advice::collection);
    return List.copyOf(advice.found);
  }

  private void rate() {
    OptimiserSettings optimiser = recipe.optimiser();
    if (optimiser.batch() < SMALL_BATCH && optimiser.scaledRate() < TIMID_RATE) {
      add(
          "optimiser.rate %s is stated for a batch of %d: at a batch of %d the learning rate is"
              + " %.2g, with which a network hardly learns; raise optimiser.rate to %.2g or more",
          text("optimiser.rate", optimiser.rate()),
          OptimiserSettings.RATE_BATCH,
          optimiser.batch(),
          optimiser.scaledRate(),
          TIMID_RATE * OptimiserSettings.RATE_BATCH / optimiser.batch());
    }
    if (optimiser.endRate() > optimiser.scaledRate()) {
      add(
          "optimiser.end-rate %s is above the learning rate after the warm-up, %.2g: the rate will"
              + " rise to the end; lower optimiser.end-rate",
          text("optimiser.end-rate", optimiser.endRate()), optimiser.scaledRate());
    }
  }

  private void schedule(OptionalLong pictures) {
    ScheduleSettings schedule = recipe.schedule();
    if (2 * schedule.warmUpEpochs() > schedule.epochs()) {
      add(
          "schedule.warm-up-epochs is %d of %d epochs (schedule.epochs): the learning rate is still"
              + " rising for most of the run; shorten the warm-up or train longer",
          schedule.warmUpEpochs(), schedule.epochs());
    }
    int frozen = recipe.supervision().group().frozenEpochs();
    if (recipe.supervision().group().weight() > 0 && frozen >= schedule.epochs()) {
      add(
          "supervision.group.frozen-epochs is %d of %d epochs: the prototypes never move; lower it",
          frozen, schedule.epochs());
    }
    long most = recipe.run().maxSteps();
    if (pictures.isPresent() && most > 0) {
      long warmUp = new Timetable(recipe, pictures.getAsLong()).warmUpSteps();
      if (most <= warmUp) {
        add(
            "run.max-steps is %,d and the warm-up takes %,d steps: the run ends before the learning"
                + " rate is up; raise run.max-steps or lower schedule.warm-up-epochs",
            most, warmUp);
      }
    }
  }

  private void collection(long pictures) {
    MugsSettings method = recipe.method();
    if (method.instance().weight() > 0) {
      longer("supervision.instance.queue", method.instance().queue(), pictures, "negatives");
    }
    if (method.localGroup().weight() > 0) {
      longer("supervision.local-group.queue", method.localGroup().queue(), pictures, "negatives");
      longer(
          "supervision.local-group.memory", method.localGroup().memory(), pictures, "neighbours");
    }
    if (method.group().weight() > 0 && method.group().prototypes() > pictures) {
      add(
          "supervision.group.prototypes is %,d for %,d pictures: there are more groups than"
              + " pictures to fill them; take a quarter of the pictures or fewer",
          method.group().prototypes(), pictures);
    }
    int batch = recipe.optimiser().batch();
    if (batch > pictures / 2) {
      add(
          "optimiser.batch is %,d for %,d pictures: an epoch is a single step; take a smaller batch",
          batch, pictures);
    }
  }

  /**
   * A queue takes two rows a picture, a memory one; either way it soon holds the picture itself.
   */
  private void longer(String key, int rows, long pictures, String what) {
    if (rows > pictures) {
      add(
          "%s is %,d for %,d pictures: a picture meets older copies of itself among its %s; take a"
              + " quarter of the pictures or fewer",
          key, rows, pictures, what);
    }
  }

  private void add(String format, Object... values) {
    found.add(String.format(Locale.ROOT, format, values));
  }

  private static String text(String key, double value) {
    return RecipeKeys.named(key).text(value);
  }
}
