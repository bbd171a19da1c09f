package mugs.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import mugs.engine.Engine;
import mugs.image.ImageDecoder;
import mugs.load.DuplicatePictures;
import mugs.load.PictureSurvey;
import mugs.load.SkippedPictures;
import mugs.load.Spread;
import mugs.load.UnreadablePictures;
import mugs.source.PictureSource;
import mugs.train.Recipe;
import mugs.train.RecipeFit;

/**
 * What there is to know of a collection of pictures.
 *
 * @param source of the pictures
 * @param leftOut files of its folders
 * @param survey of all of them
 * @param duplicates among them, where the whole of them was read
 * @param classes of each label level
 * @param maxSkipped share of unreadable pictures above which training stops
 * @param fit of a recipe, where one was asked for
 */
record PictureInspection(
    PictureSource source,
    FilesLeftOut leftOut,
    PictureSurvey survey,
    Optional<DuplicatePictures> duplicates,
    List<ClassCounts> classes,
    double maxSkipped,
    Optional<RecipeFit> fit)
    implements Inspection {
  private static final int SHOWN_FILES = 10;
  private static final int SHOWN_GROUPS = 5;
  private static final int SHOWN_COPIES = 4;
  private static final int LISTED_GROUPS = 100;
  private static final int LISTED_COPIES = 20;

  /** Whose share of unreadable pictures holds where no other recipe is named. */
  private static final String USUAL_RECIPE = "vit-s16-100ep";

  private static final double NANOS_A_SECOND = 1e9;

  /**
   * Looks at a collection.
   *
   * @param source of the pictures
   * @param leftOut files of its folders
   * @param decode whether to decode them, or to read their headers alone
   * @param recipe that may suit them, whose limit of pixels says what cannot be read
   * @param progress shows how far it has got
   */
  static PictureInspection of(
      PictureSource source,
      FilesLeftOut leftOut,
      boolean decode,
      Optional<Recipe> recipe,
      ProgressLine progress) {
    Engine.start();
    long start = System.nanoTime();
    PictureSurvey survey =
        PictureSurvey.of(
            source,
            decode,
            recipe.map(wanted -> wanted.pictures().maxPixels()).orElse(ImageDecoder.MAX_PIXELS),
            Engine.processors(),
            done ->
                progress.worked(
                    "inspected",
                    done,
                    source.size(),
                    (System.nanoTime() - start) / NANOS_A_SECOND));
    return new PictureInspection(
        source,
        leftOut,
        survey,
        survey.duplicates(),
        source.levels().stream().map(ClassCounts::of).toList(),
        recipe.orElseGet(() -> Recipe.load(USUAL_RECIPE)).pictures().maxSkipped(),
        recipe.map(
            wanted ->
                RecipeFit.of(
                    wanted, source.size(), survey.unreadable().count(), survey::smallerThan)));
  }

  @Override
  public void print(PrintWriter out) {
    out.println(
        format("%s: %,d picture%s", source.name(), source.size(), source.size() == 1 ? "" : "s"));
    if (leftOut.count() > 0) {
      line(out, "left out", leftOut.inWords());
    }
    printSizes(out);
    printLabels(out);
    printUnreadable(out);
    duplicates.ifPresentOrElse(
        equal -> print(out, equal),
        () -> line(out, "duplicates", "not looked for (headers alone were read)"));
    fit.ifPresent(wanted -> print(out, wanted));
  }

  private void printSizes(PrintWriter out) {
    survey.widths().ifPresent(spread -> line(out, "width", range(spread, "pixels")));
    survey.heights().ifPresent(spread -> line(out, "height", range(spread, "pixels")));
    survey.pixels().ifPresent(spread -> line(out, "area", range(spread, "pixels")));
    if (survey.readable() > 0) {
      line(
          out,
          "formats",
          survey.formats().stream()
              .map(entry -> format("%s %,d", entry.getKey(), entry.getValue()))
              .collect(Collectors.joining(", ")));
    }
  }

  private static String range(Spread spread, String unit) {
    return format("%,d to %,d %s, median %,d", spread.min(), spread.max(), unit, spread.median());
  }

  private void printLabels(PrintWriter out) {
    if (classes.isEmpty()) {
      line(out, "labels", "none");
    }
    for (ClassCounts level : classes) {
      line(out, "labels", level.inWords());
      line(out, "", level.examples());
    }
  }

  private void printUnreadable(PrintWriter out) {
    UnreadablePictures unreadable = survey.unreadable();
    String blind = survey.decoded() ? "" : " (headers alone were read)";
    if (unreadable.count() == 0) {
      line(out, "unreadable", "none" + blind);
      return;
    }
    line(
        out,
        "unreadable",
        format(
            "%,d, %s of all; %s%s",
            unreadable.count(),
            percent(unreadable.count(), source.size()),
            whatTrainingDoes(unreadable.count()),
            blind));
    unreadable.kinds().forEach((kind, count) -> line(out, "", format("%,d x %s", count, kind)));
    unreadable.first().entrySet().stream()
        .limit(SHOWN_FILES)
        .forEach(entry -> line(out, "", source.path(entry.getKey()) + ": " + entry.getValue()));
    if (unreadable.count() > SHOWN_FILES) {
      line(out, "", format("and %,d more", unreadable.count() - SHOWN_FILES));
    }
  }

  private String whatTrainingDoes(int unreadable) {
    if (unreadable == source.size()) {
      return "training stops, as there is nothing else";
    }
    int most = SkippedPictures.most(source.size(), maxSkipped);
    return unreadable <= most
        ? "training skips them"
        : format("training stops: %,d may be skipped (pictures.max-skipped)", most);
  }

  private void print(PrintWriter out, DuplicatePictures duplicates) {
    List<int[]> groups = duplicates.groups();
    if (groups.isEmpty()) {
      line(out, "duplicates", "none");
      return;
    }
    int different = duplicates.differentlyLabelled(source.levels());
    line(
        out,
        "duplicates",
        format(
            "%,d exact cop%s of other pictures, in %,d group%s%s",
            duplicates.copies(),
            duplicates.copies() == 1 ? "y" : "ies",
            groups.size(),
            groups.size() == 1 ? "" : "s",
            source.levels().isEmpty() ? "" : format("; %,d with different labels", different)));
    groups.stream()
        .limit(SHOWN_GROUPS)
        .forEach(group -> line(out, "", String.join(" = ", paths(group, SHOWN_COPIES))));
    if (groups.size() > SHOWN_GROUPS) {
      line(out, "", format("and %,d more", groups.size() - SHOWN_GROUPS));
    }
  }

  private static void print(PrintWriter out, RecipeFit fit) {
    line(out, "recipe", fit.recipe() + (fit.fits() ? " suits them" : " does not suit them"));
    fit.points()
        .forEach(
            point ->
                line(
                    out,
                    "",
                    format(
                        "%-3s %-30s %s", point.fits() ? "ok" : "NO", point.key(), point.words())));
  }

  private static void line(PrintWriter out, String head, String words) {
    out.println(format("%-12s%s", head, words));
  }

  private List<String> paths(int[] group, int most) {
    List<String> paths =
        Arrays.stream(group)
            .limit(most)
            .mapToObj(source::path)
            .collect(Collectors.toCollection(ArrayList::new));
    if (group.length > most) {
      paths.add(format("%,d more", group.length - most));
    }
    return paths;
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", "pictures");
    fields.put("name", source.name());
    fields.put("pictures", source.size());
    fields.put("filesLeftOut", leftOut.count());
    fields.put("decoded", survey.decoded());
    survey.widths().ifPresent(spread -> fields.put("width", spread));
    survey.heights().ifPresent(spread -> fields.put("height", spread));
    survey.pixels().ifPresent(spread -> fields.put("pixels", spread));
    Map<String, Integer> formats = new LinkedHashMap<>();
    survey.formats().forEach(entry -> formats.put(entry.getKey(), entry.getValue()));
    fields.put("formats", formats);
    fields.put("levels", classes.stream().map(ClassCounts::fields).toList());
    fields.put("unreadable", unreadableFields());
    duplicates.ifPresent(equal -> fields.put("duplicates", fields(equal)));
    fit.ifPresent(
        wanted -> {
          Map<String, Object> recipe = new LinkedHashMap<>();
          recipe.put("name", wanted.recipe());
          recipe.put("fits", wanted.fits());
          recipe.put("points", wanted.points());
          fields.put("recipe", recipe);
        });
    return fields;
  }

  private Map<String, Object> fields(DuplicatePictures duplicates) {
    Map<String, Object> equal = new LinkedHashMap<>();
    equal.put("copies", duplicates.copies());
    equal.put("groups", duplicates.groups().size());
    equal.put("differentLabels", duplicates.differentlyLabelled(source.levels()));
    equal.put(
        "examples",
        duplicates.groups().stream()
            .limit(LISTED_GROUPS)
            .map(group -> Arrays.stream(group).limit(LISTED_COPIES).mapToObj(source::path).toList())
            .toList());
    return equal;
  }

  private Map<String, Object> unreadableFields() {
    UnreadablePictures unreadable = survey.unreadable();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("pictures", unreadable.count());
    fields.put("kinds", unreadable.kinds());
    List<Map<String, String>> files = new ArrayList<>();
    unreadable
        .first()
        .forEach(
            (index, reason) -> files.add(Map.of("path", source.path(index), "reason", reason)));
    fields.put("files", files);
    return fields;
  }

  /** A share, however small it is. */
  private static String percent(int part, int whole) {
    double percent = 100.0 * part / whole;
    return format(percent < 0.1 ? "%.4f %%" : "%.1f %%", percent);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
