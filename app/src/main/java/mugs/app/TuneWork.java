package mugs.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
import mugs.train.SettledMicroBatch;

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
   * @param cache folder that was named to keep features in
   * @param seed of what is drawn
   */
  SemiLogistic logistic(Optional<Path> cache, long seed) {
    return new SemiLogistic(options, weights, sha256, cache, seed, progress, signals);
  }

  /** Checks that the network has what settings tune. */
  void check(FineTuneSettings settings) throws IOException {
    new FineTuneProbe(settings, options.options(workers, 0)).check(weights);
  }

  /**
   * Settles how many images a worker takes at a time.
   *
   * @throws CommandException if the memory that somebody gave is too small for one
   */
  SettledMicroBatch settled(Task task, FineTuneSettings settings) throws IOException {
    return options.settled(
        options.memory(
            TuneOptions.network(weights).vit(),
            settings.withBatchOfAtMost(task.trained.length),
            task,
            size,
            workers.count()));
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
    SettledMicroBatch settled = settled(task, settings);
    ProbeFolder folder = options.probe().open(path, decisive(task, settings));
    Optional<FineTuneProbe.Result> before =
        Files.exists(folder.weights())
            ? told(folder, row -> TuneResults.result(row, folder.weights()))
            : Optional.empty();
    if (before.isPresent()) {
      return before.get();
    }
    Division division = task.division;
    options.tell(settled, progress);
    FineTuneProbe probe = new FineTuneProbe(settings, options.options(workers, settled.images()));
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
      folder.writeResults(TuneResults.stored(task, result));
      return result;
    }
  }

  private Map<String, Object> decisive(Task task, FineTuneSettings settings) {
    Map<String, Object> all = network();
    all.putAll(TuneResults.decisive(task, settings));
    all.put("precision", options.network().precisionName());
    return all;
  }

  private Map<String, Object> network() {
    return FrozenCommand.row("weightsSha256", sha256, "size", size);
  }

  /**
   * Returns what was found by work that came to its end before, so that it is told and not redone;
   * it is redone where an earlier version told less.
   */
  private <T> Optional<T> told(ProbeFolder folder, Function<JsonNode, T> reading)
      throws IOException {
    Optional<JsonNode> results = folder.readResults();
    if (results.isEmpty()) {
      return Optional.empty();
    }
    try {
      T found = reading.apply(results.get());
      progress.say("%s is finished: its results are told again".formatted(folder.path()));
      return Optional.of(found);
    } catch (IllegalArgumentException e) { // of a field that is required
      progress.say(
          "%s is finished, but %s lacks what results have today: it is tested again"
              .formatted(folder.path(), folder.results()));
      return Optional.empty();
    }
  }

  /**
   * Learns by logistic regression from each of several choices of pictures; what was found before
   * is told again.
   *
   * @param logistic to do it
   * @param division of all pictures
   * @param level of the labels
   * @param known indices of the pictures whose labels are known, one choice an entry
   * @param path of the folder for the results
   */
  SemiLogistic.Outcome found(
      SemiLogistic logistic, Division division, LabelLevel level, List<int[]> known, Path path)
      throws IOException {
    Map<String, Object> decisive = network();
    decisive.putAll(TuneResults.decisive(division, level, known));
    decisive.putAll(logistic.settings());
    ProbeFolder folder = options.probe().open(path, decisive);
    Optional<SemiLogistic.Outcome> before = told(folder, TuneResults::outcome);
    if (before.isPresent()) {
      return before.get();
    }
    SemiLogistic.Outcome found = logistic.found(division, level, known);
    folder.writeResults(TuneResults.stored(found));
    return found;
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
}
