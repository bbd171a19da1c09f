package mugs.train;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import mugs.engine.Engine;
import mugs.load.CropBatch;
import mugs.load.CropLoader;
import mugs.load.EvaluationLoader;
import mugs.load.PixelBatch;
import mugs.method.NotFiniteException;
import mugs.method.NotFiniteSearch;
import mugs.method.StepReport;
import mugs.method.StepSettings;

/**
 * The loop of a run: a batch, a step by the schedules; now and then a look at the teacher and a
 * checkpoint.
 */
final class TrainingLoop {
  private final Pretraining run;
  private final RunRecord record;
  private final RunChronicle chronicle;
  private final RunTally tally;
  private final PretrainingListener listener;

  TrainingLoop(Pretraining run, RunRecord record, RunTally tally, PretrainingListener listener) {
    this.run = run;
    this.record = record;
    this.chronicle = record.chronicle();
    this.tally = tally;
    this.listener = listener;
  }

  /** Trains until the run is complete or asked to stop. */
  void run() throws IOException, InterruptedException {
    try (EvaluationLoader evaluation =
            new EvaluationLoader(run.batches().reader(), Engine.processors());
        CropLoader loader = run.batches().from(tally.done())) {
      OnlineKnn knn =
          new OnlineKnn(
              run.batches().source(),
              evaluation,
              run.recipe().cropSettings(),
              run.recipe().run().seed(),
              run::isStopping);
      HealthWatch health = new HealthWatch(run.recipe().method(), run.timetable(), tally.health());
      if (tally.measured() < tally.done()) { // the stop came in between
        boolean isBest = measureIfDue(knn);
        if (isBest && tally.done() < run.steps()) {
          record.checkpointIfDue(run.state(), tally, true);
        }
      }
      while (tally.done() < run.steps() && !run.isStopping()) {
        tally.asks();
        PixelBatch pixels = loader.next();
        tally.gets();
        try (CropBatch crops = run.batches().normalised(pixels)) {
          PretrainingListener.Progress progress = step(crops);
          chronicle.stepped(progress);
          List<String> warnings = look(health, progress);
          listener.stepped(progress);
          warnings.forEach(warning -> listener.warned(progress.step(), warning));
        }
        boolean isBest = measureIfDue(knn);
        if (tally.done() < run.steps()) { // the last one is written at the end
          record.checkpointIfDue(run.state(), tally, isBest);
        }
      }
    }
  }

  private PretrainingListener.Progress step(CropBatch crops) {
    long index = tally.done();
    StepSettings now = run.timetable().at(index);
    StepReport report;
    try {
      report = run.step().run(crops, now, chronicle.tellsOf(index + 1), tally::changes);
    } catch (NotFiniteException e) {
      throw described(e, crops, now);
    }
    tally.trains();
    return new PretrainingListener.Progress(
        index + 1,
        index / run.timetable().stepsPerPass(),
        now,
        report,
        crops.images(),
        tally.seconds(),
        tally.trainedSeconds(),
        tally.waitedSeconds(),
        run.skipped().count());
  }

  /** Says which tensor was the first that is not finite, and keeps the crops. */
  private NotFiniteException described(
      NotFiniteException failure, CropBatch crops, StepSettings now) {
    String first =
        found(failure, () -> new NotFiniteSearch(run.state(), run.step(), now).first(crops))
            .map(tensor -> " (first " + tensor + ")")
            .orElse("");
    String where = failure.getMessage() + first;
    String kept =
        found(failure, () -> record.failed(now.step() + 1, crops, run.batches().source(), where))
            .map(place -> "; its crops are in " + place)
            .orElse("");
    return new NotFiniteException(now.step() + 1, where + kept, failure);
  }

  /** What goes wrong while a failure is looked into does not hide it. */
  private static <T> Optional<T> found(NotFiniteException failure, Supplier<Optional<T>> search) {
    try {
      return search.get();
    } catch (RuntimeException | OutOfMemoryError e) {
      failure.addSuppressed(e);
      return Optional.empty();
    }
  }

  /** Returns what is to be said of the run's health; it stands in the record. */
  private List<String> look(HealthWatch health, PretrainingListener.Progress progress) {
    if (progress.report().health().isEmpty()) {
      return List.of();
    }
    List<String> warnings = health.warnings(progress);
    tally.watches(health.memory());
    warnings.forEach(warning -> chronicle.warned(progress.step(), warning));
    return warnings;
  }

  /** Returns whether the teacher was measured and is the best so far. */
  private boolean measureIfDue(OnlineKnn knn) throws IOException {
    if (!knnIsDue(tally.done())) {
      return false;
    }
    Optional<PretrainingListener.Measurement> measured = knn.measure(tally.done(), run.features());
    if (measured.isEmpty()) {
      if (run.isStopping()) {
        chronicle.leavesUnmeasured(tally.done());
      } else {
        tally.measuresNothing();
      }
      return false;
    }
    boolean isBest = tally.measures(measured.get());
    chronicle.measured(measured.get());
    listener.measured(measured.get());
    return isBest;
  }

  private boolean knnIsDue(long done) {
    int every = run.recipe().run().knnEvery();
    if (every == 0) {
      return false;
    }
    boolean epochEnds = done % run.timetable().stepsPerPass() == 0;
    boolean due = epochEnds && done / run.timetable().stepsPerPass() % every == 0;
    return due || done == run.steps();
  }
}
