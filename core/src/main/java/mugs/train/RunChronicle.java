package mugs.train;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mugs.method.NotFiniteException;
import mugs.train.PretrainingListener.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run tells as it goes: events, TensorBoard's files, a log in words. */
final class RunChronicle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunChronicle.class);

  private final Recipe recipe;
  private final Beginning beginning;
  private final EventLog events;
  private final TensorBoardLog board;
  private final RunLog log;
  private long planned;
  private Optional<Progress> before = Optional.empty();
  private boolean eventsAreLost;
  private boolean boardIsLost;

  /**
   * Tells of the beginning, or that the run goes on.
   *
   * @param folder of the run
   * @param beginning how far the run has come, and the recipe that is followed
   * @param events of the run; closed with this
   * @throws IOException if the folder cannot be written
   */
  RunChronicle(RunFolder folder, Beginning beginning, EventLog events) throws IOException {
    long steps = beginning.progress().steps();
    this.recipe = beginning.recipe();
    this.beginning = beginning;
    this.events = events;
    this.log = new RunLog(folder.log());
    events.write(Events.ofStart(steps, recipe.run().device()));
    this.board = new TensorBoardLog(folder.tensorBoard(), steps);
  }

  /** Adds a line to the log in words. */
  void say(String line) {
    log.say(line);
  }

  /** Returns how long the events are by now, synced to the disk; see {@link EventLog#bytes}. */
  long eventBytes() {
    return events.bytes();
  }

  /** Tells what the run is about to do. */
  void begins(PretrainingListener.Plan plan) {
    log.begins(plan);
    beginning.settlement().ifPresent(settlement -> log.say(settlement.words()));
    planned = plan.steps();
    plan.advice().forEach(advice -> warned(0, advice));
    plan.machineDifferences().forEach(difference -> log.say("another machine: " + difference));
  }

  /**
   * Returns whether a step is told of: the first, every {@code run.log-every}-th, the last.
   *
   * @param step its number, from 1
   */
  boolean tellsOf(long step) {
    return step == 1 || step % recipe.run().logEvery() == 0 || step == planned;
  }

  /** Tells of a step, where it is one that is told of. */
  void stepped(Progress progress) {
    log.stepped(progress);
    if (!tellsOf(progress.step())) {
      return;
    }
    Pace pace =
        before
            .map(earlier -> Pace.between(earlier, progress))
            .orElseGet(() -> Pace.between(beginning.progress(), progress));
    before = Optional.of(progress);
    Map<String, Object> event = Events.ofStep(progress, pace, recipe);
    event(event);
    board(progress.step(), Scalars.ofStep(event));
  }

  /** Tells of an online kNN. */
  void measured(PretrainingListener.Measurement measurement) {
    log.measured(measurement);
    event(Events.ofKnn(measurement));
    board(measurement.step(), Scalars.ofKnn(measurement));
  }

  /** Tells that a run is to stop before the teacher is measured; a resume makes up for it. */
  void leavesUnmeasured(long step) {
    log.say(
        String.format(
            Locale.ROOT,
            "the teacher is not measured after step %,d, as the run is to stop: a resume does it",
            step));
  }

  /**
   * Tells of something that looks ill.
   *
   * @param step after which it was seen; 0 before the first
   */
  void warned(long step, String warning) {
    String when = step == 0 ? "" : String.format(Locale.ROOT, " at step %,d", step);
    log.say("WARNING%s: %s".formatted(when, warning));
    LOG.warn("Careful{}: {}", when, warning);
    event(Events.ofWarning(step, warning));
  }

  /**
   * Tells that the run failed, and of what.
   *
   * @param tally of the run
   * @param failure that ended it
   */
  void fails(RunTally tally, Throwable failure) {
    String reason =
        Optional.ofNullable(failure.getMessage()).orElse(failure.getClass().getSimpleName());
    log.say("the run failed: " + reason);
    boolean repeats = failure instanceof NotFiniteException; // each resume would end like this one
    long step =
        failure instanceof NotFiniteException notFinite ? notFinite.step() : tally.done() + 1;
    event(Events.ofFailure(step, reason, repeats ? Pretraining.ADVICE : ""));
  }

  private void event(Map<String, Object> event) {
    eventsAreLost = isLost("Events", () -> events.write(event), eventsAreLost);
  }

  private void board(long step, Map<String, Double> values) {
    boardIsLost = isLost("TensorBoard's values", () -> board.write(step, values), boardIsLost);
  }

  /** Something written to the disk. */
  private interface Entry {
    void write() throws IOException;
  }

  /** A disk that is full costs the entry and not the run, and is told of once. */
  private static boolean isLost(String what, Entry entry, boolean already) {
    try {
      entry.write();
      return false;
    } catch (IOException e) {
      if (!already) {
        LOG.warn("{} are lost until this is mended: {}", what, e.getMessage());
      }
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    try (TensorBoardLog closed = board) {
      events.close();
    }
  }
}
