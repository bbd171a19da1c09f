package mugs.augment;

import java.util.EnumMap;
import java.util.Map;
import mugs.engine.ThreadUse;

/**
 * Adds up the time on a processor that one thread spends in each stage of making crops. Other
 * programs on the machine lengthen it less than they lengthen time by the wall clock.
 *
 * <p>Not for use by several threads at once, but for {@link #off()}.
 */
public final class StageClock {

  private static final StageClock OFF = new StageClock(false);

  private final boolean on;
  private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);

  /** A part of the work. */
  public enum Stage {
    /** From the bytes of a file to pixels. */
    DECODE,
    /** From a box of the picture to the pixels of a crop. */
    RESAMPLE,
    /** The weak changes of colour: brightness, contrast, saturation, hue, grey, solarising. */
    COLOUR,
    /** The Gaussian blur. */
    BLUR,
    /** The operations of RandAugment. */
    STRONG,
    /** Everything else: drawing, flips, copies. */
    REST
  }

  private StageClock(boolean on) {
    this.on = on;
  }

  /** Returns a clock that runs. */
  public static StageClock running() {
    return new StageClock(true);
  }

  /** Returns the clock that measures nothing; any number of threads may share it. */
  public static StageClock off() {
    return OFF;
  }

  /** Returns the time at which something begins, for {@link #add}. */
  public long begin() {
    return on ? ThreadUse.cpuTime() : 0;
  }

  /**
   * Adds the time since something began.
   *
   * @param stage that it belongs to
   * @param begun what {@link #begin} returned
   */
  public void add(Stage stage, long begun) {
    if (on) {
      nanos.merge(stage, ThreadUse.cpuTime() - begun, Long::sum);
    }
  }

  /** Returns the nanoseconds of each stage so far. */
  public Map<Stage, Long> nanos() {
    Map<Stage, Long> spent = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      spent.put(stage, nanos.getOrDefault(stage, 0L));
    }
    return spent;
  }
}
