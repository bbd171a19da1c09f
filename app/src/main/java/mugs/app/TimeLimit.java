package mugs.app;

import java.util.function.BooleanSupplier;
import mugs.train.PretrainingListener;

/** Asks a run to stop after the first step at whose end its time is up; hands on what it hears. */
final class TimeLimit implements PretrainingListener {
  private static final double NANOS_AN_HOUR = 3600e9;

  private final PretrainingListener heard;
  private BooleanSupplier isUp = () -> false;
  private Runnable stop = () -> {};

  TimeLimit(PretrainingListener heard) {
    this.heard = heard;
  }

  /** Calls {@code stop} once it is up, and not again. */
  void stopWhen(BooleanSupplier up, Runnable stopRun) {
    isUp = up;
    stop = stopRun;
  }

  /** Calls {@code stop} so many hours from now. */
  void stopAfter(double hours, Runnable stopRun) {
    long start = System.nanoTime();
    stopWhen(() -> System.nanoTime() - start >= hours * NANOS_AN_HOUR, stopRun);
  }

  @Override
  public void started(Plan plan) {
    heard.started(plan);
  }

  @Override
  public void stepped(Progress progress) {
    heard.stepped(progress);
    if (isUp.getAsBoolean()) {
      isUp = () -> false;
      stop.run();
    }
  }

  @Override
  public void warned(long step, String warning) {
    heard.warned(step, warning);
  }

  @Override
  public void measured(Measurement measurement) {
    heard.measured(measurement);
  }
}
