package mugs.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import mugs.app.report.Comparison;
import mugs.app.report.Health;
import mugs.app.report.LossCurve;
import mugs.app.report.Point;
import mugs.train.Recipe;

/**
 * Runs side by side.
 *
 * @param runs at least one
 */
record RunComparison(List<RunFigures> runs) {
  private static final String NOTHING = "-";

  /** Returns what each run is called: its folder's name, or its path where names are not unique. */
  List<String> names() {
    List<String> names =
        runs.stream().map(run -> RunReport.name(run.history().folder().path())).toList();
    return Set.copyOf(names).size() == names.size()
        ? names
        : runs.stream().map(run -> run.history().folder().path().toString()).toList();
  }

  /** Returns the recipe's keys to which not all runs give the same value. */
  List<Comparison.Row> differences() {
    Recipe first = runs.get(0).history().recipe();
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (int i = 1; i < runs.size(); i++) {
      for (Recipe.Difference difference : first.differences(runs.get(i).history().recipe())) {
        List<String> values =
            rows.computeIfAbsent(
                difference.key(),
                unseen -> new ArrayList<>(runs.stream().map(run -> difference.here()).toList()));
        values.set(i, difference.there());
      }
    }
    List<Comparison.Row> found = new ArrayList<>();
    rows.forEach((key, values) -> found.add(new Comparison.Row(key, values)));
    return found;
  }

  /** Returns the figures of all runs, one row a figure. */
  List<Comparison.Row> table() {
    List<Comparison.Row> rows = new ArrayList<>();
    rows.add(row("state", run -> run.standing().words()));
    rows.add(
        row(
            "pictures",
            run ->
                format(
                    "%,d from %s",
                    run.history().origin().pictureCount(), run.history().origin().pictures())));
    rows.add(
        row(
            "steps",
            run -> format("%,d of %,d", run.history().steps(), run.history().plannedSteps())));
    rows.add(row("images seen", run -> format("%,d", run.history().imagesSeen())));
    for (String name : every(run -> run.lastLosses().keySet())) {
      rows.add(
          row(
              "last loss, " + name.replace('_', ' '),
              run -> told(run.lastLosses(), name, loss -> format("%.3f", loss))));
    }
    for (String level : every(run -> run.knn().keySet())) {
      rows.add(
          row(
              "best " + measured(level),
              run ->
                  told(
                      run.knn(),
                      level,
                      knn -> format("%.1f %% (step %,d)", 100 * knn.best(), knn.bestStep()))));
      rows.add(
          row(
              "last " + measured(level),
              run -> told(run.knn(), level, knn -> format("%.1f %%", 100 * knn.last()))));
    }
    rows.add(
        row(
            "images/s",
            run ->
                run.imagesPerSecond().stream()
                    .mapToObj(RunComparison::whole)
                    .findFirst()
                    .orElse(NOTHING)));
    rows.add(row("warnings", run -> format("%,d", run.history().warnings().size())));
    return rows;
  }

  /** Returns the page with the curves of all runs. */
  Comparison page() {
    List<Comparison.Run> shown = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      shown.add(
          new Comparison.Run(names().get(i), runs.get(i).history().folder().path().toString()));
    }
    return new Comparison(
        shown,
        differences(),
        table(),
        List.of(
            new Comparison.Group(
                "Losses",
                "Lower is better. A dashed line is where a network stands that knows nothing.",
                losses()),
            new Comparison.Group(
                "Accuracy while training",
                "Of the teacher, by nearest neighbours; training itself never sees a label.",
                knn()),
            new Comparison.Group("Health", "", health())));
  }

  private List<Comparison.Chart> losses() {
    Map<String, List<Optional<LossCurve>>> byName = new LinkedHashMap<>();
    for (String name : every(run -> run.history().losses().keySet())) {
      byName.put(
          name,
          runs.stream()
              .map(
                  run ->
                      Optional.ofNullable(RunCurves.points(run.history().losses()).get(name))
                          .map(
                              points ->
                                  RunCurves.loss(
                                      run.history().recipe().supervision(), name, points)))
              .toList());
    }
    List<Comparison.Chart> charts = new ArrayList<>();
    byName.forEach(
        (name, curves) ->
            charts.add(
                new Comparison.Chart(
                    name.replace('_', ' ') + " supervision",
                    "loss",
                    false,
                    curves.stream()
                        .map(curve -> curve.map(LossCurve::points).orElse(List.of()))
                        .toList(),
                    common(
                        curves.stream()
                            .flatMap(Optional::stream)
                            .map(
                                curve ->
                                    new Health.Bound(
                                        format(
                                            "chance: %s = %.2f",
                                            curve.chanceFormula(), curve.chance()),
                                        curve.chance()))
                            .toList()))));
    return charts;
  }

  private List<Comparison.Chart> knn() {
    List<Map<String, List<Point>>> curves =
        runs.stream().map(run -> RunCurves.top1(run.history())).toList();
    return every(run -> run.knn().keySet()).stream()
        .map(
            level ->
                new Comparison.Chart(
                    isAgreement(level) ? "neighbour agreement" : "accuracy, " + level,
                    isAgreement(level) ? "agreement" : "top-1 accuracy",
                    true,
                    curves.stream().map(levels -> levels.getOrDefault(level, List.of())).toList(),
                    Optional.empty()))
        .toList();
  }

  private List<Comparison.Chart> health() {
    List<List<Health.Curve>> watched =
        runs.stream().map(run -> RunCurves.health(run.history())).toList();
    List<Comparison.Chart> charts = new ArrayList<>();
    for (int i = 0; i < watched.get(0).size(); i++) {
      int which = i;
      List<Health.Curve> curves = watched.stream().map(run -> run.get(which)).toList();
      charts.add(
          new Comparison.Chart(
              curves.get(0).name(),
              curves.get(0).unit(),
              false,
              curves.stream().map(Health.Curve::points).toList(),
              common(curves.stream().flatMap(curve -> curve.bound().stream()).toList())));
    }
    return charts;
  }

  /** Returns what all have in common: a level that is true of some lines alone would mislead. */
  private static Optional<Health.Bound> common(List<Health.Bound> bounds) {
    return Set.copyOf(bounds).size() == 1 ? Optional.of(bounds.get(0)) : Optional.empty();
  }

  private String measured(String level) {
    return isAgreement(level) ? "neighbour agreement" : "kNN, " + level;
  }

  /** Two crops are compared where there are no labels, and no pictures that vote. */
  private boolean isAgreement(String level) {
    return runs.stream()
        .flatMap(run -> run.history().measurements().stream())
        .anyMatch(found -> found.gallery() == 0 && found.top1().containsKey(level));
  }

  /** Returns all names that at least one run has, in the order in which they are met. */
  private Set<String> every(Function<RunFigures, Set<String>> names) {
    Set<String> all = new LinkedHashSet<>();
    runs.forEach(run -> all.addAll(names.apply(run)));
    return all;
  }

  private static <T> String told(Map<String, T> figures, String name, Function<T, String> words) {
    return Optional.ofNullable(figures.get(name)).map(words).orElse(NOTHING);
  }

  private Comparison.Row row(String name, Function<RunFigures, String> value) {
    return new Comparison.Row(name, runs.stream().map(value).toList());
  }

  private static String whole(double value) {
    return format("%,.0f", value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
