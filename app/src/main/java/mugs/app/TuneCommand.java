package mugs.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import mugs.embed.NetworkDescription;
import mugs.embed.WeightsFile;
import mugs.engine.Workers;
import mugs.evaluate.Division;
import mugs.evaluate.FineTuneProbe;
import mugs.evaluate.LabelPair;
import mugs.evaluate.SharedPictures;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import picocli.CommandLine.Mixin;

/** What evaluations have in common that tune a whole network. */
abstract class TuneCommand extends Subcommand {
  private static final double NANOS_A_SECOND = 1e9;

  @Mixin private TuneOptions tuneOptions = new TuneOptions();
  @Mixin private FineTuneOptions fineTuneOptions = new FineTuneOptions();
  @Mixin private ResultOptions resultOptions = new ResultOptions();

  /** What the command works with, once it has found its network. */
  record Tuning(
      TuneWork work, NetworkDescription network, Path weights, Path run, ProgressLine progress) {}

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

  /** Tunes and tests. */
  abstract Found measure(Tuning tuning) throws IOException, InterruptedException;

  @Override
  public final Integer call() throws IOException, InterruptedException {
    resultOptions.check();
    tuneOptions.check();
    check();
    Path run = tuneOptions.probe().folder(protocol());
    try (ProgressLine progress = progress();
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
      Found found = measure(new Tuning(work, network, weights, run, progress));
      EvaluationRecord record =
          new EvaluationRecord(protocol(), found.settings, found.results)
              .with("weights", tuneOptions.weights().toString())
              .with("weightsSha256", work.sha256())
              .with("size", tuneOptions.network().size(network))
              .with("precision", tuneOptions.network().precisionName())
              .with("device", tuneOptions.network().device().inWords())
              .with("run", run.toString());
      found.besides.forEach(record::with);
      signals().workIsComplete();
      progress.close();
      resultOptions.give(out(), record.asMap(), found.table);
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
  final Map<String, Object> examined(TuneWork.Task task, SharedPictures compared) {
    Division division = task.division();
    LabelPair labels = task.labels();
    int shared = compared.among(task.trained());
    DivisionWarnings warnings = new DivisionWarnings(err());
    warnings.ofCopies(division.kind(), shared);
    warnings.ofUnknown(labels);
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("train", pictures(division.train(), task.trained().length));
    told.put("test", pictures(division.test(), division.testPictures().length));
    told.put("sharedPictures", shared);
    told.put("classes", labels.known());
    return told;
  }

  private static Map<String, Object> pictures(PictureSource source, int used) {
    return FrozenCommand.row(
        "source", source.name(), "fingerprint", source.fingerprint(), "pictures", used);
  }

  /** Warns of pictures that could not be read. */
  final void warnOfSkipped(FineTuneProbe.Result result) {
    new DivisionWarnings(err()).ofSkipped(result.skippedTrain() + result.skippedTest());
  }

  /** Checks that no more than one level was asked for. */
  static void checkOneLevel(List<String> asked) {
    if (asked.size() > 1) {
      throw CommandException.usage(
          "--label %s: a network is tuned to one level, give one"
              .formatted(String.join(",", asked)));
    }
  }

  /** Returns the one level that is learned: the finest, if none was asked for. */
  static LabelLevel level(Division division, List<String> asked) {
    List<LabelLevel> levels = division.levels(asked);
    return levels.get(levels.size() - 1);
  }
}
