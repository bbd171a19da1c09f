package mugs.app;

/** Shows how far a measurement is, and lets Ctrl-C and SIGTERM end it. */
final class Measuring implements AutoCloseable {
  private static final double NANOS_A_SECOND = 1e9;

  private final ProgressLine progress;
  private final StopOnSignal.Work work;
  private final long start = System.nanoTime();

  Measuring(ProgressLine progress, StopOnSignal signals) {
    this.progress = progress;
    this.work = signals.interrupting(() -> progress.say("Stopping"));
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
   * Sees whether it is to end.
   *
   * @throws CommandException if so
   */
  void checkStopped() {
    if (Thread.interrupted()) {
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
