package mugs.train;

import java.util.function.LongSupplier;

/** What a run counts as it goes: its steps, and where its time went. It belongs to one thread. */
final class RunTally {
  private static final double NANOS_A_SECOND = 1e9;

  private final LongSupplier clock;
  private final long start;
  private long done;
  private long asked;
  private long waited;
  private long trained;

  RunTally() {
    this(System::nanoTime);
  }

  /**
   * Starts to count.
   *
   * @param clock in nanoseconds, from any moment on
   */
  RunTally(LongSupplier clock) {
    this.clock = clock;
    this.start = clock.getAsLong();
  }

  /** Says that a step begins by asking for its data. */
  void asks() {
    asked = clock.getAsLong();
  }

  /** Says that the data asked for is there. */
  void gets() {
    waited += clock.getAsLong() - asked;
  }

  /** Says that the step that asked has trained the networks. */
  void trains() {
    trained += clock.getAsLong() - asked;
  }

  /** Says that the step is over, all that it had to tell told. */
  void steps() {
    done++;
  }

  /** Returns the number of steps done. */
  long done() {
    return done;
  }

  /** Returns the seconds since the start. */
  double seconds() {
    return (clock.getAsLong() - start) / NANOS_A_SECOND;
  }

  /** Returns the seconds spent on training, waiting for their data included. */
  double trainedSeconds() {
    return trained / NANOS_A_SECOND;
  }

  /** Returns the seconds spent waiting for data. */
  double waitedSeconds() {
    return waited / NANOS_A_SECOND;
  }
}
