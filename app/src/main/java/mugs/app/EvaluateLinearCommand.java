package mugs.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.embed.Embedder;
import mugs.embed.EmbedderOptions;
import mugs.embed.WeightsFile;
import mugs.engine.Sha256;
import mugs.engine.Workers;
import mugs.evaluate.DividedFeatures;
import mugs.evaluate.Division;
import mugs.evaluate.LabelPair;
import mugs.evaluate.LinearOptimiser;
import mugs.evaluate.LinearProbe;
import mugs.evaluate.LinearSettings;
import mugs.evaluate.ProbeFolder;
import mugs.source.LabelLevel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mugs evaluate linear}. */
@Command(
    name = "linear",
    description = {
      "Train linear classifiers of frozen features, many rates side by side, and test the one that"
          + " is best on pictures kept apart.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs evaluate linear photos/ --weights runs/photos/best",
      "  mugs evaluate linear --train train/ --test val/ --weights vit.safetensors --preset vit-s16-300ep",
      "  mugs evaluate linear photos/ --weights runs/photos/best --token last-4 --rate 0.01,0.1 --json"
    })
final class EvaluateLinearCommand extends Subcommand {
  @Mixin private LearningOptions divisionOptions = new LearningOptions();
  @Mixin private FrozenOptions frozenOptions = new FrozenOptions();
  @Mixin private LinearOptions linearOptions = new LinearOptions();
  @Mixin private ProbeOptions probeOptions = new ProbeOptions();
  @Mixin private ResultOptions resultOptions = new ResultOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    divisionOptions.check(false);
    frozenOptions.check();
    resultOptions.check();
    EmbedderOptions asked = frozenOptions.embedderOptions();
    LinearSettings settings =
        linearOptions.settings(
            isGiven("--token") ? Optional.of(asked.token()) : Optional.empty(),
            divisionOptions.seed());
    probeOptions.check();
    EmbedderOptions options = asked.withToken(settings.features());
    Path path = probeOptions.folder("linear");
    try (ProgressLine progress = progress()) {
      Path weights = WeightsFile.find(frozenOptions.weights());
      try (StopOnSignal.Work beginning = beginning(FeatureWork.NOT_MADE);
          Division division = divisionOptions.open(false, progress);
          FeatureFolder folder = FeatureFolder.choose(frozenOptions.cache(), weights);
          Embedder embedder = Embedder.load(weights, options);
          Workers workers = probeOptions.startWorkers(options.device())) {
        List<LabelLevel> levels = levels(division);
        int microBatch =
            LinearWork.microBatch(
                settings,
                linearOptions.microBatch(),
                embedder,
                largest(division, levels),
                workers.count(),
                progress);
        String sha256 = Sha256.of(weights);
        FeatureWork work =
            new FeatureWork(
                folder,
                frozenOptions.decodingThreads(),
                frozenOptions.unreadable(),
                progress,
                signals());
        beginning.close();
        try (DividedFeatures features = work.features(division, embedder, sha256)) {
          List<LabelPair> labels = levels.stream().map(features::labels).toList();
          new DivisionWarnings(err())
              .ofFeatures(features, labels, true, DivisionWarnings.COUNTED_AS_WRONG);
          UnreadableList unreadable = new UnreadableList();
          unreadable.add(features);
          unreadable.warn(err());
          List<Map<String, Object>> results = new ArrayList<>();
          TextTable table =
              new TextTable(
                  "level", "optimiser", "rate", "decay", "kept apart top-1", "top-1", "top-5");
          EvaluationRecord record =
              new EvaluationRecord("linear", LinearResults.settings(settings), results)
                  .weights(frozenOptions.weights(), sha256, embedder)
                  .limits(divisionOptions.maxMegabytes(), frozenOptions.unreadable())
                  .pictures(
                      new MeasuredPictures(
                              division, divisionOptions.share(), divisionOptions.seed())
                          .of(features, labels))
                  .unreadable(unreadable)
                  .features(features.train().file(), folder.stays())
                  .with("run", path.toString());
          LinearWork linear =
              new LinearWork(
                  settings,
                  microBatch,
                  probeOptions,
                  frozenOptions.decodingThreads(),
                  workers,
                  progress);
          for (LabelPair pair : labels) {
            Path own = labels.size() == 1 ? path : path.resolve(pair.level());
            Map<String, Object> decisive = decisive(record, settings, pair, division);
            LinearProbe.Result result =
                linear
                    .run(
                        weights,
                        embedder,
                        features,
                        pair,
                        () -> probeOptions.open(own, decisive),
                        signals())
                    .orElseThrow(() -> stopped(own, path));
            results.add(LinearResults.row(pair.level(), result));
            table.add(LinearResults.cells(pair.level(), result));
            LinearResults.tell(result, progress);
            new ProbeFolder(own).writeResults(record.asMap());
          }
          if (labels.size() > 1) {
            new ProbeFolder(path).writeResults(record.asMap());
          }
          signals().workIsComplete();
          progress.close();
          resultOptions.give(out(), record.asMap(), table);
        }
      }
    }
    return ExitCode.GOOD;
  }

  /** Without a choice the finest level alone: each level is a training of its own. */
  private List<LabelLevel> levels(Division division) {
    List<LabelLevel> all = division.levels(divisionOptions.labels());
    all.forEach(level -> division.labels(level, new int[0], new int[0]));
    return divisionOptions.labels().isEmpty() ? all.subList(all.size() - 1, all.size()) : all;
  }

  /** Returns the labels of the level with most classes: heads that tell them apart are largest. */
  private static LabelPair largest(Division division, List<LabelLevel> levels) {
    return levels.stream()
        .map(level -> division.labels(level, division.trainPictures(), division.testPictures()))
        .max(Comparator.comparingInt(LabelPair::known))
        .orElseThrow();
  }

  private static CommandException stopped(Path own, Path run) {
    return CommandException.stopped(
        "stopped and saved in %s; to go on give the same command with --resume --run %s"
            .formatted(own, ShellWord.of(run)));
  }

  /** Returns all that decides on what heads learn, for a run that is gone on with. */
  private static Map<String, Object> decisive(
      EvaluationRecord record, LinearSettings settings, LabelPair pair, Division division) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("protocol", "linear");
    all.put("level", pair.level());
    Map<String, Object> told = record.asMap();
    for (String key : List.of("weightsSha256", "features", "division", "train", "test")) {
      all.put(key, told.getOrDefault(key, ""));
    }
    all.putAll(MeasuredPictures.decisive(division));
    all.putAll(LinearResults.settings(settings));
    if (settings.heads().stream().allMatch(head -> head.optimiser() == LinearOptimiser.SGD)) {
      all.remove("optimisers"); // as before there were others
    }
    return all;
  }
}
