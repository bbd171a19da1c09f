package mugs.train;

/** What a run counts as it goes, over all restarts. */
final class Tally {
  private static final double NANOS_A_SECOND = 1e9;

  private final long start = System.nanoTime();
  private final double secondsBefore;
  private long done;
  private double waited;
  private RunProgress.BestKnn best;
  private boolean stepping;

  /** Goes on counting. */
  Tally(RunProgress before) {
    secondsBefore = before.seconds();
    done = before.steps();
    waited = before.waitedSeconds();
    best = before.best();
  }

  /** Returns the steps done. */
  long done() {
    return done;
  }

  /** Returns the seconds that the run has taken so far. */
  double seconds() {
    return secondsBefore + (System.nanoTime() - start) / NANOS_A_SECOND;
  }

  /** Returns the seconds of these in which it waited for data. */
  double waited() {
    return waited;
  }

  /** Adds time spent waiting for data. */
  void wait(double seconds) {
    waited += seconds;
  }

  /** Says that a step begins to change things. */
  void stepBegins() {
    stepping = true;
  }

  /** Says that a step is done. */
  void stepEnds() {
    stepping = false;
    done++;
  }

  /** Says that a step failed before it changed anything. */
  void stepChangedNothing() {
    stepping = false;
  }

  /** Returns whether the state is that after {@link #done} steps, and not amid the next. */
  boolean stateIsWhole() {
    return !stepping;
  }

  /** Takes in an online kNN, and returns whether it is the best so far. */
  boolean measured(PretrainingListener.Measurement measurement) {
    RunProgress.BestKnn before = best;
    best = best.or(measurement);
    return !best.equals(before);
  }

  /** Returns the step of the best online kNN; 0 if there was none. */
  long bestStep() {
    return best.step();
  }

  /** Returns all of it, for a checkpoint. */
  RunProgress progress(long eventBytes) {
    return new RunProgress(done, seconds(), waited, eventBytes, best);
  }
}
