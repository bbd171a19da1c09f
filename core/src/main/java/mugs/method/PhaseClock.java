package mugs.method;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Adds up the time of each phase on one thread. */
final class PhaseClock {
  private static final double NANOS_A_MILLISECOND = 1e6;

  private final Map<Phase, Double> milliseconds = new EnumMap<>(Phase.class);
  private long last = System.nanoTime();

  /** Books the time since the last call (or the start) under a phase. */
  void lap(Phase phase) {
    long now = System.nanoTime();
    milliseconds.merge(phase, (now - last) / NANOS_A_MILLISECOND, Double::sum);
    last = now;
  }

  /** Adds what clocks on other threads measured, as the mean of those threads. */
  void addMean(List<PhaseClock> others) {
    for (PhaseClock other : others) {
      other.milliseconds.forEach(
          (phase, time) -> milliseconds.merge(phase, time / others.size(), Double::sum));
    }
    last = System.nanoTime();
  }

  Map<Phase, Double> milliseconds() {
    return new EnumMap<>(milliseconds);
  }
}
