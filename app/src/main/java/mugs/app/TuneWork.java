package mugs.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import mugs.engine.Sha256;
import mugs.engine.Workers;
import mugs.evaluate.Division;
import mugs.evaluate.FineTuneProbe;
import mugs.evaluate.FineTuneSettings;
import mugs.evaluate.LabelPair;
import mugs.evaluate.ProbeFolder;
import mugs.evaluate.ProbeProgress;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.source.SubsetSource;

/** Carries out fine-tunings of one network, shows how far they are and lets signals stop them. */
final class TuneWork {
  private static final double NANOS_A_SECOND = 1e9;

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
    new FineTuneProbe(settings, options.options(workers)).check(weights);
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
    FineTuneProbe probe = new FineTuneProbe(settings, options.options(workers));
    ProbeFolder folder = options.probe().open(path, decisive(task, settings));
    Division division = task.division;
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
      folder.writeResults(row(task, result));
      return result;
    }
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
    all.put("trained", Integer.toHexString(Arrays.hashCode(task.trained)));
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
}
