package mugs.app;

import java.util.function.Supplier;
import mugs.measure.FeatureRows;

/**
 * Shows how far a measurement is, and lets Ctrl-C and SIGTERM end it. The signal is asked for: an
 * interrupt would close the file whose rows the thread reads.
 */
final class Measuring implements AutoCloseable {
  private static final double NANOS_A_SECOND = 1e9;

  private final ProgressLine progress;
  private final StopOnSignal.Work work;
  private final long start = System.nanoTime();
  private volatile boolean stopped;

  Measuring(ProgressLine progress, StopOnSignal signals) {
    this.progress = progress;
    this.work = signals.during(this::stop);
  }

  private void stop() {
    progress.say("Stopping"); // first: what is said next is that it has stopped
    stopped = true;
  }

  /** Returns a view of rows that are read as long as it is not to end, by any thread. */
  FeatureRows reading(FeatureRows rows) {
    return rows.watched(from -> checkStopped());
  }

  /**
   * Shows how far it is.
   *
   * @param what is done to pictures, such as {@code classified}
   * @throws CommandException if it is to end
   */
  void worked(String what, long done, long total) {
    checkStopped();
    progress.worked(what, done, total, (System.nanoTime() - start) / NANOS_A_SECOND);
  }

  /**
   * Shows how far it is.
   *
   * @param words that say so, asked for when it is time for a line
   * @throws CommandException if it is to end
   */
  void at(Supplier<String> words) {
    checkStopped();
    progress.at(words, (System.nanoTime() - start) / NANOS_A_SECOND);
  }

  /**
   * Sees whether it is to end.
   *
   * @throws CommandException if so
   */
  void checkStopped() {
    if (stopped) {
      throw CommandException.stopped(
          "stopped before the figures were there; to get them give the same command again");
    }
  }

  /** Says something. */
  void say(String line) {
    progress.say(line);
  }

  @Override
  public void close() {
    work.close();
  }
}
