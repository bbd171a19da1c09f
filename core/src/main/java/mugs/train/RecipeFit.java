package mugs.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import mugs.load.SkippedPictures;

/**
 * Whether a recipe suits a collection of pictures.
 *
 * @param recipe by name
 * @param points in the order of the recipe
 */
public record RecipeFit(String recipe, List<Point> points) {

  /** Copies the points. */
  public RecipeFit {
    points = List.copyOf(points);
  }

  /**
   * One key of the recipe.
   *
   * @param key such as {@code optimiser.batch}
   * @param fits whether it suits the pictures
   * @param words its value and what comes of it, in a line
   */
  public record Point(String key, boolean fits, String words) {}

  /**
   * Looks at a recipe.
   *
   * @param recipe to follow
   * @param pictures of the collection
   * @param unreadable how many of them cannot be read
   * @param smallerThan tells how many have a shorter side below a number of pixels
   */
  public static RecipeFit of(
      Recipe recipe, int pictures, int unreadable, IntUnaryOperator smallerThan) {
    SupervisionSettings supervision = recipe.supervision();
    List<Point> points = new ArrayList<>();
    points.add(skipped(recipe.pictures().maxSkipped(), pictures, unreadable));
    points.add(crops(recipe.crops().globalSize(), smallerThan));
    int readable = pictures - unreadable;
    if (supervision.instance().weight() > 0) {
      points.add(rows("supervision.instance.queue", supervision.instance().queue(), readable));
    }
    if (supervision.localGroup().weight() > 0) {
      points.add(rows("supervision.local-group.queue", supervision.localGroup().queue(), readable));
      points.add(
          rows("supervision.local-group.memory", supervision.localGroup().memory(), readable));
    }
    points.add(batch(recipe, pictures));
    return new RecipeFit(recipe.name(), points);
  }

  /** Returns whether every point fits. */
  public boolean fits() {
    return points.stream().allMatch(Point::fits);
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
    return new Point(
        "crops.global-size",
        true,
        format(
            "%d pixels: %s",
            side,
            smaller == 0
                ? "no picture has a shorter side than that"
                : format("%,d pictures have a shorter side and are enlarged", smaller)));
  }

  private static Point rows(String key, int rows, int pictures) {
    boolean fits = rows <= pictures;
    return new Point(
        key,
        fits,
        fits
            ? format("%,d rows: each picture stands in it at most once", rows)
            : format(
                "%,d rows are more than the %,d pictures, which would stand in it some %.1f times:"
                    + " take at most %2$,d",
                rows, pictures, (double) rows / Math.max(1, pictures)));
  }

  private static Point batch(Recipe recipe, int pictures) {
    int batch = recipe.optimiser().batch();
    if (batch > pictures) {
      return new Point(
          "optimiser.batch",
          false,
          format(
              "%,d pictures do not fill a batch of %,d: take at most that many", pictures, batch));
    }
    Timetable timetable = new Timetable(recipe, pictures);
    return new Point(
        "optimiser.batch",
        true,
        format(
            "%,d: %,d steps an epoch, %,d in all",
            batch, timetable.stepsPerPass(), timetable.steps()));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
