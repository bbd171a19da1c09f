package mugs.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mugs.app.report.Health;
import mugs.app.report.KnnHistory;
import mugs.app.report.Report;
import mugs.method.MugsNetwork;
import mugs.method.Role;
import mugs.train.PretrainingListener.Measurement;
import mugs.train.Recipe;
import mugs.train.RunHistory;

/**
 * The report of any run, as far as it has come.
 *
 * @param figures of the run
 */
record RunReport(RunFigures figures) {
  private static final String UNKNOWN_TIME = "unknown";

  /** Returns the report. */
  Report report() {
    RunHistory history = figures.history();
    return new Report(
        "Run " + name(history.folder().path()),
        lead(),
        facts(),
        List.of(),
        RunCurves.losses(history.recipe().supervision(), RunCurves.points(history.losses())),
        knn(),
        health(),
        Optional.empty(),
        next());
  }

  /** Returns the folder's own name. */
  static String name(Path run) {
    Path whole = run.toAbsolutePath().normalize();
    return Optional.ofNullable(whole.getFileName()).orElse(whole).toString();
  }

  /** Returns a network in words. */
  static String network(Recipe recipe, long parameters) {
    return format(
        "vision transformer, %d wide, %d blocks, %d heads, %d-pixel patches; %.1f million"
            + " parameters with its heads",
        recipe.backbone().width(),
        recipe.backbone().blocks(),
        recipe.backbone().heads(),
        recipe.backbone().patchSize(),
        parameters / 1e6);
  }

  private String lead() {
    RunHistory history = figures.history();
    String steps = format("%,d of %,d steps are done", history.steps(), history.plannedSteps());
    return switch (figures.standing()) {
      case GOING_ON -> "The run is going on: " + steps + ".";
      case ENDED -> format("The run ended as planned, after %,d steps.", history.steps());
      case STOPPED_EARLY -> "The run was stopped early: " + steps + ".";
      case FAILED -> "The run " + figures.state() + ". " + steps + ".";
      case BROKEN_OFF ->
          "The run neither goes on nor came to an end; it was killed or failed. Of its last steps "
              + steps.replace("are done", "are told")
              + ".";
    };
  }

  private List<Report.Fact> facts() {
    RunHistory history = figures.history();
    RunHistory.Origin origin = history.origin();
    Recipe recipe = history.recipe();
    long parameters =
        MugsNetwork.parameterCounts(recipe.method(), Role.STUDENT).values().stream()
            .mapToLong(Long::longValue)
            .sum();
    List<Report.Fact> facts = new ArrayList<>();
    facts.add(new Report.Fact("State", figures.state()));
    facts.add(
        new Report.Fact(
            "Pictures",
            format("%,d from %s%s", origin.pictureCount(), origin.pictures(), skipped())));
    facts.add(new Report.Fact("Network", network(recipe, parameters)));
    facts.add(
        new Report.Fact(
            "Training",
            format(
                "%,d of %,d steps of %d images: %,d images seen",
                history.steps(),
                history.plannedSteps(),
                recipe.optimiser().batch(),
                history.imagesSeen())));
    if (history.seconds() > 0) {
      facts.add(new Report.Fact("Time", ProgressLine.duration(history.seconds())));
    }
    figures
        .imagesPerSecond()
        .ifPresent(
            speed -> facts.add(new Report.Fact("Speed", format("%,.0f images a second", speed))));
    facts.add(
        new Report.Fact(
            "Restarts", origin.restarts() == 0 ? "none" : Integer.toString(origin.restarts())));
    facts.add(new Report.Fact("Recipe", recipe.name()));
    facts.add(new Report.Fact("Seed", Long.toString(recipe.run().seed())));
    facts.add(
        new Report.Fact(
            "Program",
            format(
                "%s, Java %s, %s, %d processors",
                origin.program(),
                origin.java(),
                origin.blas().equals("mkl") ? "MKL" : "OpenBLAS",
                origin.processors())));
    facts.add(new Report.Fact("Began", minute(origin.started())));
    return facts;
  }

  private String skipped() {
    List<RunHistory.Value> skipped = figures.history().figure("skippedPictures");
    double last = skipped.isEmpty() ? 0 : skipped.get(skipped.size() - 1).value();
    return last == 0 ? "" : format("; %,.0f could not be read", last);
  }

  /** Leaves seconds and their fractions out. */
  private static String minute(String instant) {
    return instant.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d.*Z")
        ? instant.substring(0, "2026-01-01T00:00".length()).replace('T', ' ') + " UTC"
        : UNKNOWN_TIME;
  }

  private Optional<KnnHistory> knn() {
    List<Measurement> measurements = figures.history().measurements();
    if (measurements.isEmpty()) {
      return Optional.empty();
    }
    Measurement last = measurements.get(measurements.size() - 1);
    return RunCurves.knn(
        RunCurves.top1(figures.history()), Map.of(), last.gallery(), last.queries());
  }

  /** Before anything was looked at there is nothing to say, not even that all is well. */
  private Optional<Health> health() {
    RunHistory history = figures.history();
    return history.losses().isEmpty() && history.warnings().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Health(
                RunCurves.health(history),
                history.warnings().stream()
                    .map(warning -> new Health.Warning(warning.step(), warning.words()))
                    .toList()));
  }

  private List<Report.NextStep> next() {
    String path = ShellWord.of(figures.history().folder().path());
    List<Report.NextStep> next = new ArrayList<>();
    switch (figures.standing()) {
      case GOING_ON -> next.add(new Report.NextStep("Look again later:", "mugs report " + path));
      case STOPPED_EARLY, BROKEN_OFF ->
          next.add(
              new Report.NextStep(
                  "Go on from the last checkpoint:", "mugs pretrain --resume --out " + path));
      case FAILED -> next.add(afterFailure());
      case ENDED -> {}
    }
    next.add(
        new Report.NextStep("Lay it beside another run:", "mugs compare " + path + " ANOTHER-RUN"));
    return next;
  }

  private Report.NextStep afterFailure() {
    Path path = figures.history().folder().path();
    String advice = figures.history().failure().map(RunHistory.Failure::advice).orElse("");
    return advice.isEmpty()
        ? new Report.NextStep(
            "Mend what it says, then go on from the last checkpoint:",
            "mugs pretrain --resume --out " + ShellWord.of(path))
        : new Report.NextStep(
            "To resume would fail again; " + advice + ":",
            format(
                "mugs pretrain PICTURES --recipe %s --set optimiser.rate=LOWER --out ANOTHER-RUN",
                ShellWord.of(path.resolve("recipe.yaml"))));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
