package mugs.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.IntUnaryOperator;
import mugs.engine.Precision;
import mugs.load.SkippedPictures;
import mugs.method.MugsSettings;

/**
 * Whether a recipe suits a collection of pictures, and itself: settings that each stand within
 * their bounds and do not go together, or not with the collection, work but badly.
 *
 * @param recipe by name
 * @param points one a key that was looked at
 */
public record RecipeFit(String recipe, List<Point> points) {
  /**
   * The linear scaling rule was found at batches of some hundred pictures; below this one it gives
   * rates that learn next to nothing.
   */
  private static final int SMALL_BATCH = 128;

  /** The lowest rate of the built-in recipes is above three times this one. */
  private static final double TIMID_RATE = 2.5e-4;

  /** Copies the points. */
  public RecipeFit {
    points = List.copyOf(points);
  }

  /**
   * One key of the recipe.
   *
   * @param key such as {@code optimiser.batch}
   * @param fits whether it goes with the pictures and the other keys
   * @param words its value and what comes of it, in a line; where it does not fit, what to do
   */
  public record Point(String key, boolean fits, String words) {}

  /**
   * Looks at what the settings of a recipe, and the number of pictures, have to do with each other.
   *
   * @param recipe to follow
   * @param pictures in the collection, of which the recipe may take some; empty if not known
   */
  public static RecipeFit of(Recipe recipe, OptionalLong pictures) {
    List<Point> points = new ArrayList<>();
    rate(recipe.optimiser(), points);
    schedule(recipe, pictures, points);
    device(recipe.run(), points);
    pictures.ifPresent(count -> collection(recipe, count, count, points));
    return new RecipeFit(recipe.name(), points);
  }

  /**
   * Looks at what a recipe makes of a collection that was looked at.
   *
   * @param recipe to follow
   * @param pictures of the collection
   * @param unreadable how many of them cannot be read
   * @param smallerThan tells how many have a shorter side below a number of pixels
   */
  public static RecipeFit of(
      Recipe recipe, int pictures, int unreadable, IntUnaryOperator smallerThan) {
    List<Point> points = new ArrayList<>();
    points.add(skipped(recipe.pictures().maxSkipped(), pictures, unreadable));
    points.add(crops(recipe.crops().globalSize(), smallerThan));
    collection(recipe, pictures, pictures - unreadable, points);
    return new RecipeFit(recipe.name(), points);
  }

  /** Returns whether every point fits. */
  public boolean fits() {
    return points.stream().allMatch(Point::fits);
  }

  /** Returns the points that do not fit, each as a sentence that begins with its key. */
  public List<String> warnings() {
    return points.stream()
        .filter(point -> !point.fits())
        .map(point -> point.key() + " " + point.words())
        .toList();
  }

  private static Point skipped(double share, int pictures, int unreadable) {
    int most = SkippedPictures.most(pictures, share);
    boolean fits = unreadable <= most && unreadable < Math.max(1, pictures);
    return new Point(
        "pictures.max-skipped",
        fits,
        format(
            "%s: %,d may be skipped, %,d cannot be read%s",
            RecipeKey.print(share), most, unreadable, fits ? "" : "; training would stop"));
  }

  private static Point crops(int side, IntUnaryOperator smallerThan) {
    int smaller = smallerThan.applyAsInt(side);
    return fits(
        "crops.global-size",
        "%d pixels: %s",
        side,
        smaller == 0
            ? "no picture has a shorter side than that"
            : format("%,d pictures have a shorter side and are enlarged", smaller));
  }

  private static void rate(OptimiserSettings optimiser, List<Point> points) {
    if (optimiser.batch() < SMALL_BATCH && optimiser.scaledRate() < TIMID_RATE) {
      points.add(
          fails(
              "optimiser.rate",
              "%s is stated for a batch of %d: at a batch of %d the learning rate is %.2g, with"
                  + " which a network hardly learns; raise optimiser.rate to %.2g or more",
              text("optimiser.rate", optimiser.rate()),
              OptimiserSettings.RATE_BATCH,
              optimiser.batch(),
              optimiser.scaledRate(),
              TIMID_RATE * OptimiserSettings.RATE_BATCH / optimiser.batch()));
    }
    if (optimiser.endRate() > optimiser.scaledRate()) {
      points.add(
          fails(
              "optimiser.end-rate",
              "%s is above the learning rate after the warm-up, %.2g: the rate will rise to the"
                  + " end; lower optimiser.end-rate",
              text("optimiser.end-rate", optimiser.endRate()),
              optimiser.scaledRate()));
    }
  }

  private static void schedule(Recipe recipe, OptionalLong pictures, List<Point> points) {
    ScheduleSettings schedule = recipe.schedule();
    if (2 * schedule.warmUpEpochs() > schedule.epochs()) {
      points.add(
          fails(
              "schedule.warm-up-epochs",
              "is %d of %d epochs (schedule.epochs): the learning rate is still rising for most of"
                  + " the run; shorten the warm-up or train longer",
              schedule.warmUpEpochs(),
              schedule.epochs()));
    }
    int frozen = recipe.supervision().group().frozenEpochs();
    if (recipe.supervision().group().weight() > 0 && frozen >= schedule.epochs()) {
      points.add(
          fails(
              "supervision.group.frozen-epochs",
              "is %d of %d epochs: the prototypes never move; lower it",
              frozen,
              schedule.epochs()));
    }
    long most = recipe.run().maxSteps();
    if (pictures.isPresent() && most > 0) {
      long warmUp = timetable(recipe, pictures.getAsLong()).warmUpSteps();
      if (most <= warmUp) {
        points.add(
            fails(
                "run.max-steps",
                "is %,d and the warm-up takes %,d step%s: the run ends before the learning rate is"
                    + " up; raise run.max-steps or lower schedule.warm-up-epochs",
                most,
                warmUp,
                warmUp == 1 ? "" : "s"));
      }
    }
  }

  private static void device(RunSettings run, List<Point> points) {
    if (run.device().isCuda() && run.workers() > 1) {
      points.add(
          fails(
              "run.workers",
              "is %d, and a GPU is given its work by one: run.device is %s; leave run.workers at 0",
              run.workers(),
              run.device()));
    }
    if (!run.device().isCuda() && run.precision() == Precision.FLOAT16) {
      points.add(
          fails(
              "run.precision",
              "is float16, which few processors multiply fast: take bfloat16 or float32, or a GPU"
                  + " with run.device"));
    }
  }

  private static Timetable timetable(Recipe recipe, long pictures) {
    return new Timetable(recipe, recipe.pictures().taken(pictures));
  }

  private static void collection(Recipe recipe, long pictures, long readable, List<Point> points) {
    MugsSettings method = recipe.method();
    long taken = recipe.pictures().taken(readable);
    if (method.instance().weight() > 0) {
      points.add(rows("supervision.instance.queue", method.instance().queue(), taken, "negatives"));
    }
    if (method.localGroup().weight() > 0) {
      points.add(
          rows("supervision.local-group.queue", method.localGroup().queue(), taken, "negatives"));
      points.add(
          rows(
              "supervision.local-group.memory", method.localGroup().memory(), taken, "neighbours"));
    }
    if (method.group().weight() > 0) {
      points.add(prototypes(method.group().prototypes(), taken));
    }
    points.add(batch(recipe, pictures));
  }

  /**
   * A queue takes two rows a picture, a memory one; either way it soon holds the picture itself.
   */
  private static Point rows(String key, int rows, long pictures, String what) {
    return rows <= pictures
        ? fits(key, "%,d rows for %,d pictures", rows, pictures)
        : fails(
            key,
            "is %,d for %,d pictures: a picture meets older copies of itself among its %s; take a"
                + " quarter of the pictures or fewer",
            rows,
            pictures,
            what);
  }

  private static Point prototypes(int prototypes, long pictures) {
    String key = "supervision.group.prototypes";
    return prototypes <= pictures
        ? fits(
            key,
            "%,d groups of %,.1f pictures on average",
            prototypes,
            (double) pictures / prototypes)
        : fails(
            key,
            "is %,d for %,d pictures: there are more groups than pictures to fill them; take a"
                + " quarter of the pictures or fewer",
            prototypes,
            pictures);
  }

  private static Point batch(Recipe recipe, long pictures) {
    String key = "optimiser.batch";
    int batch = recipe.optimiser().batch();
    long taken = recipe.pictures().taken(pictures);
    if (batch > taken / 2) {
      return fails(
          key,
          "is %,d for %,d pictures: %s; take a smaller batch",
          batch,
          taken,
          batch > taken ? "they do not fill a single one" : "an epoch is a single step");
    }
    Timetable timetable = timetable(recipe, pictures);
    return fits(
        key,
        "%,d: %,d steps an epoch, %,d in all",
        batch,
        timetable.stepsPerPass(),
        timetable.steps());
  }

  private static Point fits(String key, String format, Object... values) {
    return new Point(key, true, format(format, values));
  }

  private static Point fails(String key, String format, Object... values) {
    return new Point(key, false, format(format, values));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String text(String key, double value) {
    return RecipeKeys.named(key).text(value);
  }
}
