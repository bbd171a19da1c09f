package mugs.train;

import java.util.SortedMap;
import java.util.function.LongSupplier;

/**
 * What a run counts as it goes, over all restarts: its steps, where its time went, its best
 * teacher. It belongs to one thread.
 */
final class RunTally {
  private static final double NANOS_A_SECOND = 1e9;

  private final RunProgress before;
  private final LongSupplier clock;
  private final long start;
  private long done;
  private long asked;
  private long waited;
  private long trained;
  private boolean changing;
  private RunProgress.BestKnn best;
  private long measured;
  private HealthWatch.Memory health;

  /** Goes on counting. */
  RunTally(RunProgress before) {
    this(before, System::nanoTime);
  }

  /**
   * Goes on counting.
   *
   * @param before what was counted so far
   * @param clock in nanoseconds, from any moment on
   */
  RunTally(RunProgress before, LongSupplier clock) {
    this.before = before;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.done = before.steps();
    this.best = before.best();
    this.measured = before.measured();
    this.health = before.health();
  }

  /** Says that a step begins by asking for its data. */
  void asks() {
    asked = clock.getAsLong();
  }

  /** Says that the data asked for is there. */
  void gets() {
    waited += clock.getAsLong() - asked;
  }

  /** Says that the networks begin to change. */
  void changes() {
    changing = true;
  }

  /** Says that the step that asked has trained the networks. */
  void trains() {
    trained += clock.getAsLong() - asked;
    changing = false;
    done++;
  }

  /** Takes in an online kNN, and returns whether it is the best so far. */
  boolean measures(PretrainingListener.Measurement measurement) {
    RunProgress.BestKnn known = best;
    best = best.or(measurement);
    measured = measurement.step();
    return !best.equals(known);
  }

  /** Says that there was nothing to measure at this step, however often it is tried. */
  void measuresNothing() {
    measured = done;
  }

  /** Takes in what was seen of the run's health. */
  void watches(HealthWatch.Memory seen) {
    health = seen;
  }

  /** Returns what was last seen of the run's health. */
  HealthWatch.Memory health() {
    return health;
  }

  /** Returns the steps after which the teacher was last measured; 0 if it never was. */
  long measured() {
    return measured;
  }

  /** Returns whether the networks stand as after {@link #done} steps, and not amid the next. */
  boolean stateIsWhole() {
    return !changing;
  }

  /** Returns the number of steps done. */
  long done() {
    return done;
  }

  /** Returns the seconds since the start. */
  double seconds() {
    return before.seconds() + (clock.getAsLong() - start) / NANOS_A_SECOND;
  }

  /** Returns the seconds spent on training, waiting for their data included. */
  double trainedSeconds() {
    return before.trainedSeconds() + trained / NANOS_A_SECOND;
  }

  /** Returns the seconds spent waiting for data. */
  double waitedSeconds() {
    return before.waitedSeconds() + waited / NANOS_A_SECOND;
  }

  /** Returns the steps after which the online kNN was best; 0 if there was none. */
  long bestStep() {
    return best.step();
  }

  /** Returns all of it, for a checkpoint, with what others know of. */
  RunProgress progress(long eventBytes, SortedMap<Integer, String> skipped) {
    return new RunProgress(
        done,
        seconds(),
        trainedSeconds(),
        waitedSeconds(),
        eventBytes,
        best,
        measured,
        health,
        skipped);
  }
}
