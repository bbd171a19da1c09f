package mugs.method;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Adds up the time of each phase on one thread. */
final class PhaseClock {
  private static final double NANOS_A_MILLISECOND = 1e6;

  private final Map<Phase, Double> milliseconds = new EnumMap<>(Phase.class);
  private final LongSupplier clock;
  private long last;

  PhaseClock() {
    this(System::nanoTime);
  }

  /**
   * Starts to measure.
   *
   * @param clock in nanoseconds, from any moment on
   */
  PhaseClock(LongSupplier clock) {
    this.clock = clock;
    this.last = clock.getAsLong();
  }

  /** Books the time since the last call (or the start) under a phase. */
  void lap(Phase phase) {
    long now = clock.getAsLong();
    milliseconds.merge(phase, (now - last) / NANOS_A_MILLISECOND, Double::sum);
    last = now;
  }

  /**
   * Books the time since the last call (or the start), in which other threads worked: what each
   * phase took them, as the mean of those threads, and as {@link Phase#WAITING} what is left over.
   */
  void lap(List<PhaseClock> others) {
    long now = clock.getAsLong();
    double left = (now - last) / NANOS_A_MILLISECOND;
    last = now;
    for (PhaseClock other : others) {
      for (Map.Entry<Phase, Double> phase : other.milliseconds.entrySet()) {
        double time = phase.getValue() / others.size();
        milliseconds.merge(phase.getKey(), time, Double::sum);
        left -= time;
      }
    }
    milliseconds.merge(Phase.WAITING, left, Double::sum);
  }

  Map<Phase, Double> milliseconds() {
    return new EnumMap<>(milliseconds);
  }
}
