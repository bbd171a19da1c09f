package mugs.evaluate;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import mugs.engine.Scope;
import mugs.train.EventLog;
import mugs.train.RunLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training of a probe as a whole: begun or gone on with, told of, its state written now and
 * then, stopped when asked. It belongs to one thread.
 */
final class ProbeRun {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeRun.class);
  private static final double NANOS_A_SECOND = 1e9;
  private static final double SECONDS_A_MINUTE = 60;

  /** Steps between two lines of events. */
  private static final long EVENT_EVERY = 10;

  private final StepwiseTraining training;
  private final ProbeFolder folder;
  private final double saveMinutes;
  private final Consumer<ProbeProgress> listener;
  private final AtomicBoolean stopping;

  private double secondsBefore;
  private double waited;
  private long stepsBefore;
  private long eventBytes;
  private long start;
  private long saved;

  /**
   * Prepares a run.
   *
   * @param training to carry through
   * @param folder that state and events go to
   * @param saveMinutes minutes between two states, above 0
   * @param listener hears of each step
   * @param stopping asks to end after the step that is under way
   */
  ProbeRun(
      StepwiseTraining training,
      ProbeFolder folder,
      double saveMinutes,
      Consumer<ProbeProgress> listener,
      AtomicBoolean stopping) {
    this.training = training;
    this.folder = folder;
    this.saveMinutes = saveMinutes;
    this.listener = listener;
    this.stopping = stopping;
  }

  /**
   * Trains to the end, or until it is stopped; the state is written in both cases.
   *
   * @return the seconds that it took over all restarts; empty if it was stopped
   * @throws IOException if pictures cannot be read or the folder not be written
   * @throws InterruptedException if the thread is interrupted while it waits for data
   */
  Optional<Double> run() throws IOException, InterruptedException {
    try (RunLock lock = RunLock.take(folder.path())) {
      long done = takeUp();
      try (EventLog events = new EventLog(folder.events(), eventBytes)) {
        start = System.nanoTime();
        saved = start;
        while (done < training.steps() && !stopping.get()) {
          done = step(done, events);
        }
        if (done > stepsBefore) {
          save(done, events);
        }
        return done == training.steps() ? Optional.of(seconds()) : Optional.empty();
      }
    }
  }

  /**
   * Takes a step, and returns how many are done. If it fails before it changed anything those
   * before it are kept; else the state that was last written is the one to go on from.
   */
  private long step(long before, EventLog events) throws IOException, InterruptedException {
    StepwiseTraining.StepFigures figures;
    try {
      figures = training.step(before);
    } catch (IOException | InterruptedException | RuntimeException e) {
      keep(before, events, e);
      throw e;
    }
    long done = before + 1;
    waited += figures.waitedSeconds();
    ProbeProgress progress = progress(done, figures);
    if (done % EVENT_EVERY == 0 || done == training.steps()) {
      events.write(event(progress));
    }
    listener.accept(progress);
    if (System.nanoTime() - saved >= saveMinutes * SECONDS_A_MINUTE * NANOS_A_SECOND) {
      saveIfPossible(done, events);
    }
    return done;
  }

  private void keep(long done, EventLog events, Exception failure) {
    boolean interrupted = Thread.interrupted(); // channels close on threads that are
    try {
      if (done > stepsBefore && training.isBetweenSteps()) {
        save(done, events);
      }
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private long takeUp() throws IOException {
    try (Scope scope = Scope.withoutGradients()) {
      Optional<ProbeFolder.Stored> stored = folder.readState();
      if (stored.isPresent()) {
        training.restore(stored.get().tensors());
        training.takeUp(stored.get().unreadable());
        ProbeFolder.Progress progress = stored.get().progress();
        secondsBefore = progress.seconds();
        waited = progress.waitedSeconds();
        eventBytes = progress.eventBytes();
        stepsBefore = progress.steps();
      }
      return stepsBefore;
    }
  }

  private double seconds() {
    return secondsBefore + (System.nanoTime() - start) / NANOS_A_SECOND;
  }

  private ProbeProgress progress(long done, StepwiseTraining.StepFigures figures) {
    long perEpoch = training.stepsPerEpoch();
    return new ProbeProgress(
        done,
        training.steps(),
        (done - 1) / perEpoch + 1,
        (training.steps() + perEpoch - 1) / perEpoch,
        figures.loss(),
        figures.rate(),
        training.batch(),
        seconds(),
        waited,
        done - stepsBefore,
        seconds() - secondsBefore);
  }

  private static Map<String, Object> event(ProbeProgress progress) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", "step");
    event.put("step", progress.step());
    event.put("epoch", progress.epoch());
    event.put("loss", progress.loss());
    event.put("learningRate", progress.rate());
    event.put("imagesPerSecond", progress.imagesPerSecond());
    event.put("dataWaitShare", progress.dataWaitShare());
    event.put("seconds", progress.seconds());
    return event;
  }

  /** A disk that is full costs this state, not the training. */
  private void saveIfPossible(long done, EventLog events) {
    try {
      save(done, events);
    } catch (IOException e) {
      saved = System.nanoTime();
      LOG.warn("The state after step {} is lost, training goes on: {}", done, e.getMessage());
    }
  }

  private void save(long done, EventLog events) throws IOException {
    try (Scope scope = Scope.withoutGradients()) {
      folder.writeState(
          new ProbeFolder.Stored(
              new ProbeFolder.Progress(done, seconds(), waited, events.bytes()),
              training.state(),
              training.unreadable()));
    }
    saved = System.nanoTime();
  }
}
