package mugs.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mugs.engine.Sha256;
import mugs.engine.Workers;
import mugs.evaluate.Division;
import mugs.evaluate.FineTuneProbe;
import mugs.evaluate.FineTuneSettings;
import mugs.evaluate.LabelPair;
import mugs.evaluate.ProbeFolder;
import mugs.evaluate.ProbeProgress;
import mugs.evaluate.TuneMemory;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.source.SubsetSource;

/** Carries out fine-tunings of one network, shows how far they are and lets signals stop them. */
final class TuneWork {
  private static final double NANOS_A_SECOND = 1e9;
  private static final String UNREADABLE_TRAIN = "unreadableTrain";
  private static final String UNREADABLE_TEST = "unreadableTest";
  private static final String UNREADABLE = "unreadable";

  private final TuneOptions options;
  private final Path weights;
  private final String sha256;
  private final int size;
  private final Workers workers;
  private final ProgressLine progress;
  private final StopOnSignal signals;

  /**
   * What is learned from, and what is tested.
   *
   * @param division of the pictures
   * @param trained indices of the pictures to learn from; those of the division, or some of them
   * @param level of the labels
   */
  record Task(Division division, int[] trained, LabelLevel level) {

    /** Returns the labels of both parts. */
    LabelPair labels() {
      return division.labels(level, trained, division.testPictures());
    }
  }

  /** Returns the settings as people read them, with the rate that the pictures lead to. */
  static String inWords(FineTuneSettings settings, Task task) {
    return "%s, %d of them with a rising rate, up to %s"
        .formatted(
            Counted.of(settings.epochs(), "epoch"),
            settings.warmUpEpochs(),
            Significant.digits(settings.withBatchOfAtMost(task.trained().length).rate()));
  }

  /** Prepares the work on a network. */
  TuneWork(
      TuneOptions options,
      Path weights,
      int size,
      Workers workers,
      ProgressLine progress,
      StopOnSignal signals)
      throws IOException {
    this.options = options;
    this.weights = weights;
    this.sha256 = Sha256.of(weights);
    this.size = size;
    this.workers = workers;
    this.progress = progress;
    this.signals = signals;
  }

  /**
   * Prepares logistic regressions on the features of the same network.
   *
   * @param seed of what is drawn
   * @param unreadable is told the pictures that cannot be read
   */
  SemiLogistic logistic(long seed, UnreadableList unreadable) {
    return new SemiLogistic(
        weights,
        sha256,
        options.network().embedding(),
        options.decodingThreads(),
        options.unreadable(),
        unreadable,
        seed,
        progress,
        signals);
  }

  /** Checks that the network has what settings tune. */
  void check(FineTuneSettings settings) throws IOException {
    new FineTuneProbe(settings, options.options(workers, 0)).check(weights);
  }

  /** Returns the hash of the weights. */
  String sha256() {
    return sha256;
  }

  /**
   * Tunes and tests.
   *
   * @param task to learn
   * @param settings of it
   * @param path of its folder
   * @param run folder of the whole command
   * @throws CommandException if a signal stopped it
   */
  FineTuneProbe.Result run(Task task, FineTuneSettings settings, Path path, Path run)
      throws IOException, InterruptedException {
    LabelPair labels = task.labels();
    check(settings);
    ProbeFolder folder = options.probe().open(path, decisive(task, settings));
    Optional<FineTuneProbe.Result> before = finished(folder);
    if (before.isPresent()) {
      return before.get();
    }
    Division division = task.division;
    TuneMemory needed =
        options.memory(
            TuneOptions.network(weights).vit(),
            settings.withBatchOfAtMost(task.trained.length),
            task,
            size,
            workers.count());
    FineTuneProbe probe =
        new FineTuneProbe(settings, options.options(workers, options.microBatch(needed, progress)));
    try (StopOnSignal.Work work =
        signals.during(
            () -> {
              progress.say("Stopping after this step; the state will be saved");
              probe.stop();
            })) {
      FineTuneProbe.Result result =
          probe
              .run(
                  weights,
                  labelled(division.train(), task.trained, labels.train()),
                  labelled(division.test(), division.testPictures(), labels.test()),
                  labels.classes().subList(0, labels.known()),
                  size,
                  folder,
                  new Shown(progress))
              .orElseThrow(
                  () ->
                      CommandException.stopped(
                          "stopped and saved in %s; to go on give the same command with --resume --run %s"
                              .formatted(path, ShellWord.of(run))));
      Map<String, Object> told = row(task, result);
      told.put(UNREADABLE_TRAIN, result.skippedTrain());
      told.put(UNREADABLE_TEST, result.skippedTest());
      folder.writeResults(told);
      return result;
    }
  }

  /** Returns what a tuning found that came to its end before, so that it is told and not redone. */
  private Optional<FineTuneProbe.Result> finished(ProbeFolder folder) throws IOException {
    if (!Files.exists(folder.weights())) {
      return Optional.empty();
    }
    return told(folder).map(row -> result(row, folder.weights()));
  }

  private Optional<JsonNode> told(ProbeFolder folder) throws IOException {
    Optional<JsonNode> results = folder.readResults();
    if (results.isPresent()) {
      progress.say("%s is finished: its results are told again".formatted(folder.path()));
    }
    return results;
  }

  /**
   * Learns by logistic regression from each of several choices of pictures; what was found before
   * is told again.
   *
   * @param logistic to do it
   * @param unreadable is told the pictures that cannot be read
   * @param division of all pictures
   * @param level of the labels
   * @param known indices of the pictures whose labels are known, one choice an entry
   * @param path of the folder for the results
   * @return what was found of each choice
   */
  List<SemiLogistic.Found> found(
      SemiLogistic logistic,
      UnreadableList unreadable,
      Division division,
      LabelLevel level,
      List<int[]> known,
      Path path)
      throws IOException {
    Map<String, Object> decisive = new LinkedHashMap<>();
    decisive.put("weightsSha256", sha256);
    decisive.put("train", division.train().fingerprint());
    decisive.put("test", division.test().fingerprint());
    decisive.put("tested", hash(division.testPictures()));
    decisive.put("known", known.stream().map(TuneWork::hash).toList());
    decisive.put("level", level.name());
    decisive.put("size", size);
    decisive.putAll(logistic.settings());
    ProbeFolder folder = options.probe().open(path, decisive);
    Optional<JsonNode> before = told(folder);
    List<SemiLogistic.Found> found = new ArrayList<>();
    if (before.isPresent()) {
      before.get().required("results").forEach(fields -> found.add(SemiLogistic.Found.of(fields)));
      before
          .get()
          .required(UNREADABLE)
          .properties()
          .forEach(each -> unreadable.add(each.getKey(), reasons(each.getValue())));
    } else {
      found.addAll(logistic.found(division, level, known));
      folder.writeResults(
          Map.of(
              "results",
              found.stream().map(SemiLogistic.Found::fields).toList(),
              UNREADABLE,
              unreadable.bySource()));
    }
    return found;
  }

  private static String hash(int[] pictures) {
    return Integer.toHexString(Arrays.hashCode(pictures));
  }

  private static FineTuneProbe.Labelled labelled(
      PictureSource source, int[] pictures, int[] labels) {
    return new FineTuneProbe.Labelled(new SubsetSource(source, pictures, source.name()), labels);
  }

  private static final class Shown implements FineTuneProbe.Listener {
    private final ProgressLine progress;
    private long start = System.nanoTime();

    Shown(ProgressLine progress) {
      this.progress = progress;
    }

    @Override
    public void checked(int done, int total) {
      progress.worked("checked", done, total, (System.nanoTime() - start) / NANOS_A_SECOND);
    }

    @Override
    public void accept(ProbeProgress step) {
      progress.trained(step);
      start = System.nanoTime(); // the test begins after the last step
    }

    @Override
    public void tested(int done, int total) {
      progress.worked("tested", done, total, (System.nanoTime() - start) / NANOS_A_SECOND);
    }
  }

  /** Returns all that decides on what is learned. */
  private Map<String, Object> decisive(Task task, FineTuneSettings settings) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("weightsSha256", sha256);
    all.put("train", task.division.train().fingerprint());
    all.put("trainPictures", task.trained.length);
    all.put("trained", hash(task.trained));
    all.put("test", task.division.test().fingerprint());
    all.put("level", task.level.name());
    all.put("size", size);
    all.put("precision", options.network().precisionName());
    all.putAll(settings(settings));
    return all;
  }

  /** Returns settings for machines. */
  static Map<String, Object> settings(FineTuneSettings settings) {
    return FrozenCommand.row(
        "start", settings.start().name().toLowerCase(Locale.ROOT),
        "epochs", settings.epochs(),
        "batch", settings.batch(),
        "rate", settings.rate(),
        "endRate", settings.endRate(),
        "warmUpEpochs", settings.warmUpEpochs(),
        "weightDecay", settings.weightDecay(),
        "layerDecay", settings.layerDecay(),
        "dropPath", settings.dropPath(),
        "mixup", settings.mix().mixup(),
        "cutmix", settings.mix().cutmix(),
        "switchProbability", settings.mix().switchProbability(),
        "smoothing", settings.mix().smoothing(),
        "randAugment", settings.changes(),
        "erase", settings.eraseProbability(),
        "seed", settings.seed());
  }

  /** Returns what was found, for machines. */
  static Map<String, Object> row(Task task, FineTuneProbe.Result result) {
    return FrozenCommand.row(
        "level", task.level.name(),
        "top1", result.top1(),
        "top5", result.top5(),
        "trainPictures", result.trainPictures(),
        "testPictures", result.testPictures(),
        "skippedTrainPictures", result.skippedTrain().size(),
        "skippedTestPictures", result.skippedTest().size(),
        "batch", result.batch(),
        "rate", result.rate(),
        "steps", result.steps(),
        "seconds", result.seconds(),
        "weights", result.weights().toString());
  }

  private static Map<String, String> reasons(JsonNode byPath) {
    Map<String, String> reasons = new LinkedHashMap<>();
    byPath.properties().forEach(each -> reasons.put(each.getKey(), each.getValue().asText()));
    return reasons;
  }

  /** Returns what was told for machines. */
  private static FineTuneProbe.Result result(JsonNode row, Path weights) {
    return new FineTuneProbe.Result(
        row.required("trainPictures").asInt(),
        row.required("testPictures").asInt(),
        reasons(row.required(UNREADABLE_TRAIN)),
        reasons(row.required(UNREADABLE_TEST)),
        row.required("batch").asInt(),
        row.required("rate").asDouble(),
        row.required("steps").asLong(),
        row.required("top1").asDouble(),
        row.required("top5").asDouble(),
        row.required("seconds").asDouble(),
        weights);
  }
}
