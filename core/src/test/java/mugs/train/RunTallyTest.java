package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunTallyTest {
  private static final long SECOND = 1_000_000_000L;

  private long now = -7 * SECOND; // a clock may stand anywhere
  private final RunTally tally = new RunTally(RunProgress.NONE, () -> now);

  private void pass(int seconds) {
    now += seconds * SECOND;
  }

  @Test
  void time_isBookedToWaiting_toSteps_andToTheRest() {
    pass(2);
    tally.asks();
    pass(3);
    tally.gets();
    pass(5);
    tally.trains();
    pass(11); // a measurement
    tally.asks();
    pass(1);
    tally.gets();
    pass(1);
    tally.trains();

    assertThat(tally.done()).isEqualTo(2);
    assertThat(tally.waitedSeconds()).isEqualTo(4);
    assertThat(tally.trainedSeconds()).isEqualTo(10);
    assertThat(tally.seconds()).isEqualTo(23);
  }

  @Test
  void stateIsWhole_butWhileAStepChangesIt() {
    tally.asks();
    tally.gets();
    assertThat(tally.stateIsWhole()).as("losses and gradients are computed").isTrue();
    tally.changes();
    assertThat(tally.stateIsWhole()).isFalse();
    tally.trains();
    assertThat(tally.stateIsWhole()).isTrue();
  }

  @Test
  void stepUnderWay_countsWhenItIsDone() {
    tally.asks();
    pass(3);
    tally.gets();
    pass(5);

    assertThat(tally.done()).isZero();
    assertThat(tally.trainedSeconds()).isZero();
    assertThat(tally.waitedSeconds()).isEqualTo(3);
  }
}
