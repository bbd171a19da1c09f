package mugs.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.app.report.GranularityPage;
import mugs.embed.WeightsFile;
import mugs.engine.Sha256;
import mugs.engine.WholeFile;
import mugs.evaluate.Division;
import mugs.evaluate.FeatureReport;
import mugs.evaluate.GranularityStudy;
import mugs.evaluate.LabelPair;
import mugs.measure.ClusterScores;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.source.SubsetSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mugs evaluate granularity}. */
@Command(
    name = "granularity",
    description = {
      "Measure what features know at every granularity: whether a fresh crop finds its own picture"
          + " (the instance), and at every level of labels whether pictures of a class lie together,"
          + " by nearest neighbours, whole rankings and clusters; beside raw pixels and the same"
          + " network untrained.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs evaluate granularity emoji:without-skin-tones --weights runs/demo-1",
      "  mugs evaluate granularity photos/ --weights runs/photos/best --pictures 2000 --page page.html"
    })
final class EvaluateGranularityCommand extends Subcommand {
  private static final String PAGE = "granularity.html";

  @Mixin private WholeOptions pictures = new WholeOptions();
  @Mixin private FrozenOptions frozenOptions = new FrozenOptions();
  @Mixin private ResultOptions resultOptions = new ResultOptions();

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "5000",
      description =
          "Of a larger collection so many are measured, spread evenly over its classes (default:"
              + " ${DEFAULT-VALUE}).")
  private int most;

  @Option(
      names = "--restarts",
      paramLabel = "N",
      defaultValue = "10",
      description = "Tries of k-means from other centres (default: ${DEFAULT-VALUE}).")
  private int restarts;

  @Option(
      names = "--page",
      paramLabel = "FILE.html",
      description =
          "The page to write, anew if it is there (default: RUN/"
              + PAGE
              + ", where the weights are"
              + " those of a run).")
  private Optional<Path> page = Optional.empty();

  @Override
  public Integer call() throws IOException {
    pictures.check(true);
    frozenOptions.check();
    resultOptions.check();
    checkRange("--pictures", most, 3, 1_000_000);
    checkRange("--restarts", restarts, 1, 10_000);
    page.ifPresent(file -> OutFile.ending("--page", file, ".html"));
    try (ProgressLine progress = progress()) {
      Path weights = WeightsFile.find(frozenOptions.weights());
      try (StopOnSignal.Work beginning = beginning(FeatureWork.NOT_MADE);
          PictureSource whole = pictures.open(progress);
          FeatureFolder folder = FeatureFolder.choose(frozenOptions.cache(), weights)) {
        PictureSource source = SubsetSource.spread(whole, most);
        List<LabelLevel> levels = new ArrayList<>(Division.levels(source, pictures.labels()));
        Collections.reverse(levels); // the finest first, after the instance
        beginning.close();
        CostlyLevels.warning(levels, "fewer --restarts or --pictures shorten it")
            .ifPresent(progress::say);
        GranularityStudy.Pictures taken = taken(source, levels, weights, folder, progress);
        GranularityStudy.Facts facts = taken.facts();
        UnreadableList unreadable = new UnreadableList();
        unreadable.add(source, facts.unreadable());
        unreadable.warn(err());
        new DivisionWarnings(err()).ofCopies(Division.Kind.WHOLE, facts.shared());
        facts.labels().stream()
            .filter(level -> level.known() > ClusterScores.MOST_MATCHED)
            .forEach(level -> progress.say(EvaluateClusterCommand.notMatched(level)));
        give(
            measured(taken, progress), facts, whole, source, unreadable, weights, folder, progress);
      }
    }
    return ExitCode.GOOD;
  }

  private GranularityStudy.Pictures taken(
      PictureSource source,
      List<LabelLevel> levels,
      Path weights,
      FeatureFolder folder,
      ProgressLine progress)
      throws IOException {
    FeatureWork work =
        new FeatureWork(
            folder,
            frozenOptions.decodingThreads(),
            frozenOptions.unreadable(),
            progress,
            signals());
    GranularityStudy.Settings settings =
        new GranularityStudy.Settings(levels, restarts, pictures.seed());
    return GranularityStudy.pictures(
        source,
        weights,
        frozenOptions.embedderOptions(),
        settings,
        work::features,
        () -> new Pixels(new Measuring(progress, signals())));
  }

  /** Shows how far the work on raw pixels is, and lets signals end it. */
  private record Pixels(Measuring measuring) implements GranularityStudy.PixelListener {
    @Override
    public void taken(int done, int total) {
      measuring.worked("pixels taken", done, total);
    }

    @Override
    public void close() {
      measuring.close();
    }
  }

  private GranularityStudy measured(GranularityStudy.Pictures taken, ProgressLine progress) {
    try (Measuring measuring = new Measuring(progress, signals())) {
      StudyProgress study =
          new StudyProgress(
              measuring, taken.facts().labels().stream().map(LabelPair::level).toList());
      return taken.measure(study::began, study);
    }
  }

  private void give(
      GranularityStudy study,
      GranularityStudy.Facts facts,
      PictureSource whole,
      PictureSource source,
      UnreadableList unreadable,
      Path weights,
      FeatureFolder folder,
      ProgressLine progress)
      throws IOException {
    List<Map<String, Object>> results = new ArrayList<>();
    TextTable table =
        new TextTable(
            "granularity",
            "features",
            "classes",
            "kNN top-1",
            "mAP",
            "recall@1",
            "cluster acc.",
            "NMI",
            "ARI",
            "FMI");
    for (int i = 0; i < study.granularities().size(); i++) {
      for (Map.Entry<String, List<FeatureReport.Row>> kind : study.rows().entrySet()) {
        FeatureReport.Row row = kind.getValue().get(i);
        results.add(result(kind.getKey(), row));
        table.add(cells(kind.getKey(), row));
      }
    }
    Map<String, Object> settings =
        FrozenCommand.row(
            "k",
            FeatureReport.votersAmong(study.pictures()),
            "temperature",
            FeatureReport.TEMPERATURE,
            "restarts",
            restarts,
            "seed",
            pictures.seed(),
            "rawPixelsSide",
            study.pixelsSide());
    EvaluationRecord record =
        new EvaluationRecord("granularity", settings, results)
            .weights(frozenOptions.weights(), Sha256.of(weights), facts.vit())
            .features(frozenOptions.embedderOptions(), facts.size(), facts.width())
            .limits(pictures.maxMegabytes(), frozenOptions.unreadable())
            .pictures(measuredPictures(facts, source))
            .unreadable(unreadable);
    Optional<Path> file = page.or(() -> folder.run().map(run -> run.resolve(PAGE)));
    if (file.isPresent()) {
      WholeFile.write(
          file.get(),
          GranularityPage.render(
              new GranularityWords(
                      study,
                      whole.name(),
                      whole.size(),
                      frozenOptions.weights(),
                      facts,
                      frozenOptions.embedderOptions().token().name(),
                      pictures.seed())
                  .content()));
      record.with("page", file.get().toString());
    }
    progress.close();
    resultOptions.give(out(), record.asMap(), table);
    progress.say(
        file.map(path -> "The plot: " + path)
            .orElse("No plot is written: the weights are in no run; --page FILE.html names one"));
  }

  /** Every picture that can be read is looked up, and is among those that others are found in. */
  private MeasuredPictures measuredPictures(GranularityStudy.Facts facts, PictureSource source) {
    int skipped = facts.unreadable().size();
    Map<String, Object> all = MeasuredPictures.part(source, source.size() - skipped, skipped);
    return new MeasuredPictures(Division.whole(source), pictures.share(), pictures.seed())
        .of(all, all, facts.shared(), facts.labels());
  }

  /** Returns the plain name of a kind of features. */
  static String words(String features) {
    return switch (features) {
      case GranularityStudy.RAW_PIXELS -> "raw pixels";
      case GranularityStudy.UNTRAINED -> "untrained network";
      default -> "trained network";
    };
  }

  private static Map<String, Object> result(String features, FeatureReport.Row row) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("level", row.granularity());
    result.put("features", features);
    result.put("classes", row.classes());
    result.put("knnTop1", row.knnTop1());
    result.put("meanAveragePrecision", row.meanAveragePrecision());
    result.put("recallAt1", row.recallAt1());
    row.clusters()
        .ifPresent(
            scores -> {
              scores.accuracy().ifPresent(share -> result.put("clusterAccuracy", share));
              result.put("normalisedMutualInformation", scores.mutualInformation());
              result.put("adjustedRand", scores.adjustedRand());
              result.put("fowlkesMallows", scores.fowlkesMallows());
            });
    return result;
  }

  private static String[] cells(String features, FeatureReport.Row row) {
    Optional<ClusterScores> clusters = row.clusters();
    return new String[] {
      row.granularity(),
      words(features),
      Integer.toString(row.classes()),
      TextTable.percent(row.knnTop1()),
      TextTable.percent(row.meanAveragePrecision()),
      TextTable.percent(row.recallAt1()),
      clusters.map(scores -> EvaluateClusterCommand.percent(scores.accuracy())).orElse(""),
      clusters.map(scores -> TextTable.percent(scores.mutualInformation())).orElse(""),
      clusters.map(scores -> TextTable.percent(scores.adjustedRand())).orElse(""),
      clusters.map(scores -> TextTable.percent(scores.fowlkesMallows())).orElse("")
    };
  }
}
