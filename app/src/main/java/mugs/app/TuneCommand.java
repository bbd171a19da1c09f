package mugs.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import mugs.embed.NetworkDescription;
import mugs.embed.WeightsFile;
import mugs.engine.Workers;
import mugs.evaluate.Division;
import mugs.evaluate.FineTuneProbe;
import mugs.evaluate.LabelPair;
import mugs.evaluate.ProbeFolder;
import mugs.evaluate.SharedPictures;
import mugs.source.LabelLevel;
import picocli.CommandLine.Mixin;

/** What evaluations have in common that tune a whole network. */
abstract class TuneCommand extends Subcommand {
  private static final double NANOS_A_SECOND = 1e9;

  @Mixin private TuneOptions tuneOptions = new TuneOptions();
  @Mixin private FineTuneOptions fineTuneOptions = new FineTuneOptions();
  @Mixin private ResultOptions resultOptions = new ResultOptions();

  /** The pictures that cannot be read, of all tunings. */
  private final UnreadableList unreadable = new UnreadableList();

  /** What the command works with, once it has found its network. */
  record Tuning(
      TuneWork work,
      NetworkDescription network,
      Path run,
      ProgressLine progress,
      StopOnSignal.Work beginning) {}

  /** What was found: results for machines, a table for people, and what else machines are told. */
  record Found(
      Map<String, Object> settings,
      List<Map<String, Object>> results,
      Map<String, Object> besides,
      TextTable table) {}

  /** Returns what the protocol is called. */
  abstract String protocol();

  /** Checks the protocol's own options. */
  abstract void check() throws IOException;

  /** Returns the megabytes that a picture file may have. */
  abstract int maxMegabytes();

  /** Returns whether each of its probes has a folder of its own in that of the command. */
  boolean tunesSeveral() {
    return true;
  }

  /** Tunes and tests. */
  abstract Found measure(Tuning tuning) throws IOException, InterruptedException;

  @Override
  public final Integer call() throws IOException, InterruptedException {
    resultOptions.check();
    tuneOptions.check();
    check();
    Path run = tuneOptions.probe().folder(protocol());
    try (ProgressLine progress = progress();
        StopOnSignal.Work beginning = beginning("anything was learned");
        Workers workers = tuneOptions.probe().startWorkers(tuneOptions.network().device())) {
      Path weights = WeightsFile.find(tuneOptions.weights());
      NetworkDescription network = TuneOptions.network(weights);
      TuneWork work =
          new TuneWork(
              tuneOptions,
              weights,
              tuneOptions.network().size(network),
              workers,
              progress,
              signals());
      Found found = measure(new Tuning(work, network, run, progress, beginning));
      EvaluationRecord record =
          new EvaluationRecord(protocol(), found.settings, found.results)
              .weights(tuneOptions.weights(), work.sha256(), network.vit())
              .features(
                  tuneOptions.network().embedding(),
                  tuneOptions.network().size(network),
                  network.vit().width())
              .unreadable(unreadable)
              .limits(maxMegabytes(), tuneOptions.unreadable())
              .with("run", run.toString());
      found.besides.forEach(record::with);
      Map<String, Object> all = record.asMap();
      if (tunesSeveral()) {
        new ProbeFolder(run).writeResults(all);
      }
      signals().workIsComplete();
      progress.close();
      resultOptions.give(out(), all, found.table);
    }
    return ExitCode.GOOD;
  }

  /** Returns the options that override settings. */
  final FineTuneOptions overrides() {
    return fineTuneOptions;
  }

  /**
   * Reads the pictures of a division, to find those that are tested though they were learned from.
   *
   * @param trained indices of all pictures that will be learned from
   * @throws CommandException if a signal stopped it
   */
  final SharedPictures compared(Division division, int[] trained, Tuning tuning) {
    tuning.beginning.close();
    ProgressLine progress = tuning.progress;
    AtomicBoolean stopping = new AtomicBoolean();
    long start = System.nanoTime();
    try (StopOnSignal.Work work =
        signals()
            .during(
                () -> {
                  progress.say("Stopping");
                  stopping.set(true);
                })) {
      return SharedPictures.read(
              division,
              trained,
              (done, total) ->
                  progress.worked(
                      "compared", done, total, (System.nanoTime() - start) / NANOS_A_SECOND),
              stopping::get)
          .orElseThrow(
              () ->
                  CommandException.stopped(
                      "stopped while pictures were compared; to go on give the same command "
                          + (Files.exists(tuning.run)
                              ? "with --resume --run " + ShellWord.of(tuning.run)
                              : "again")));
    }
  }

  /** Warns of pictures that are tested though they were learned from, and of unknown classes. */
  final Map<String, Object> examined(
      TuneWork.Task task, SharedPictures compared, double share, long seed) {
    Division division = task.division();
    LabelPair labels = task.labels();
    int shared = compared.among(task.trained());
    DivisionWarnings warnings = new DivisionWarnings(err());
    warnings.ofCopies(division.kind(), shared);
    warnings.ofUnknown(labels);
    return measured(task, shared, share, seed);
  }

  /**
   * Returns the pictures of a task for machines.
   *
   * @param shared pictures that are tested though they were learned from
   * @param share of each class that is tested, where one source was cut
   * @param seed by which they were drawn
   */
  static Map<String, Object> measured(TuneWork.Task task, int shared, double share, long seed) {
    Division division = task.division();
    return new MeasuredPictures(division, share, seed)
        .of(
            MeasuredPictures.part(division.train(), task.trained().length),
            MeasuredPictures.part(division.test(), division.testPictures().length),
            shared,
            List.of(task.labels()))
        .asMap();
  }

  /** Returns the pictures that cannot be read; they are told with the results. */
  final UnreadableList unreadable() {
    return unreadable;
  }

  /** Warns of pictures that could not be read. */
  final void warnOfSkipped(TuneWork.Task task, FineTuneProbe.Result result) {
    warnOfSkipped("", task, result);
  }

  /**
   * Warns of pictures that could not be read.
   *
   * @param set that they are in
   */
  final void warnOfSkipped(String set, TuneWork.Task task, FineTuneProbe.Result result) {
    unreadable.add(set, task.division(), result.skippedTrain(), result.skippedTest());
    unreadable.warn(err());
  }

  /** Returns the one level that is learned: the finest, if none was asked for. */
  static LabelLevel level(Division division, List<String> asked) {
    List<LabelLevel> levels = division.levels(asked);
    return levels.get(levels.size() - 1);
  }
}
