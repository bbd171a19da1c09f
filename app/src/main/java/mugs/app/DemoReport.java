package mugs.app;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import mugs.app.report.KnnHistory;
import mugs.app.report.NeighbourGrid;
import mugs.app.report.Report;
import mugs.app.report.ScoreBlock;
import mugs.engine.Engine;
import mugs.evaluate.GranularityProbe;
import mugs.measure.GranularityFigures;
import mugs.measure.Neighbours;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.train.Recipe;

/**
 * The demo's report.
 *
 * @param recipe that was followed
 * @param trainedOn the pictures
 * @param measuredOn the pictures without skin tones
 * @param probe the measure
 * @param history of losses and kNN
 * @param result what was found
 * @param parameters of the student
 */
record DemoReport(
    Recipe recipe,
    PictureSource trainedOn,
    PictureSource measuredOn,
    GranularityProbe probe,
    DemoHistory history,
    Demo.Result result,
    long parameters) {

  /**
   * Returns the report.
   *
   * @param chosen queries of the grid
   * @param before their neighbours by the untrained network
   * @param after their neighbours by the trained network
   * @param minutes from start to report
   */
  Report with(List<Integer> chosen, Neighbours before, Neighbours after, double minutes) {
    return new Report(
        "Mugs demo",
        "A small vision transformer looked at emoji without any label. Here is what its features"
            + " know at three granularities, beside raw pixels and the same network untrained.",
        facts(minutes),
        List.of(block(ScoreBlock.Queries.CROPS), block(ScoreBlock.Queries.WHOLE)),
        RunCurves.losses(recipe.supervision(), history.losses()),
        knn(),
        Optional.empty(),
        Optional.of(grid(chosen, before, after)),
        List.of(
            new Report.NextStep(
                "Train on pictures of your own (32 to 64 pixels; see mugs recipe list for others):",
                "mugs pretrain my-pictures/ --recipe small-pictures --out runs/mine"),
            new Report.NextStep("Give the demo more time:", "mugs demo --minutes 20"),
            new Report.NextStep(
                "Check that this machine computes what the authors' program computed:",
                "mugs verify")));
  }

  private List<Report.Fact> facts(double minutes) {
    long images = result.outcome().steps() * recipe.optimiser().batch();
    return List.of(
        new Report.Fact(
            "Pictures",
            format(
                "%,d Noto emoji, 64 x 64 pixels; measured on the %,d without skin tone",
                trainedOn.size(), probe.pictures())),
        new Report.Fact("Network", RunReport.network(recipe, parameters)),
        new Report.Fact("Time", format("%.1f minutes from start to report", minutes)),
        new Report.Fact(
            "Training",
            format(
                "%,d steps of %d images: %,d images seen, %.0f a second%s",
                result.outcome().steps(),
                recipe.optimiser().batch(),
                images,
                images / result.outcome().trainedSeconds(),
                result.outcome().complete() ? "" : "; stopped before the schedule's end")),
        new Report.Fact("Seed", Long.toString(recipe.run().seed())),
        new Report.Fact(
            "Program",
            format(
                "%s, Java %s, %s, %d processors",
                new MugsCommand.Version().getVersion()[0].replaceAll(" \\(.*", ""),
                Runtime.version(),
                Engine.usesMkl() ? "MKL" : "OpenBLAS",
                Engine.processors())),
        new Report.Fact("Date", LocalDate.now(ZoneId.systemDefault()).toString()));
  }

  private ScoreBlock block(ScoreBlock.Queries queries) {
    Map<String, GranularityProbe.Figures> figures = result.figures();
    return new ScoreBlock(
        queries,
        probe.pictures(),
        probe.localGroups().classes().size(),
        probe.groups().classes().size(),
        of(queries, figures, Demo.RAW_PIXELS),
        of(queries, figures, Demo.UNTRAINED),
        of(queries, figures, Demo.TRAINED));
  }

  private static GranularityFigures of(
      ScoreBlock.Queries queries, Map<String, GranularityProbe.Figures> figures, String features) {
    GranularityProbe.Figures own =
        Optional.ofNullable(figures.get(features)).orElseThrow(IllegalStateException::new);
    return queries == ScoreBlock.Queries.CROPS ? own.crops() : own.whole();
  }

  private Optional<KnnHistory> knn() {
    Map<String, Integer> classes =
        trainedOn.levels().stream()
            .collect(Collectors.toMap(LabelLevel::name, level -> level.classes().size()));
    return RunCurves.knn(history.top1(), classes, history.gallery(), history.queries());
  }

  private NeighbourGrid grid(List<Integer> chosen, Neighbours before, Neighbours after) {
    List<NeighbourGrid.Row> rows = new ArrayList<>();
    for (int row = 0; row < chosen.size(); row++) {
      int query = chosen.get(row);
      rows.add(
          new NeighbourGrid.Row(
              new NeighbourGrid.Picture("a crop of " + name(query), probe.query(query)),
              found(query, row, before),
              found(query, row, after)));
    }
    return new NeighbourGrid(
        "untrained network",
        "trained network",
        format("%d pictures spread evenly over all, not chosen by hand.", chosen.size()),
        rows);
  }

  private List<NeighbourGrid.Neighbour> found(int query, int row, Neighbours neighbours) {
    List<NeighbourGrid.Neighbour> found = new ArrayList<>();
    for (int rank = 0; rank < neighbours.count(); rank++) {
      int index = neighbours.index(row, rank);
      found.add(
          new NeighbourGrid.Neighbour(
              new NeighbourGrid.Picture(name(index), probe.picture(index)), match(query, index)));
    }
    return found;
  }

  private NeighbourGrid.Match match(int query, int found) {
    int[] finer = probe.localGroups().labels();
    int[] coarser = probe.groups().labels();
    if (found == query) {
      return NeighbourGrid.Match.OWN_PICTURE;
    } else if (finer[found] == finer[query]) {
      return NeighbourGrid.Match.LOCAL_GROUP;
    }
    return coarser[found] == coarser[query] ? NeighbourGrid.Match.GROUP : NeighbourGrid.Match.OTHER;
  }

  private String name(int picture) {
    String[] parts = measuredOn.path(picture).split("/", -1);
    return parts.length >= 2 ? parts[parts.length - 2] : parts[0];
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
