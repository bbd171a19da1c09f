package mugs.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhaseClockTest {
  private static final long MILLISECOND = 1_000_000;

  private long now;

  private PhaseClock worked(long start, int teacher, int student) {
    now = start;
    PhaseClock worker = new PhaseClock(() -> now);
    now += teacher * MILLISECOND;
    worker.lap(Phase.TEACHER);
    now += student * MILLISECOND;
    worker.lap(Phase.STUDENT);
    return worker;
  }

  @Test
  void workers_countAsTheirMean_andWhatIsLeftOfTheTimeIsWaiting() {
    PhaseClock clock = new PhaseClock(() -> now);
    PhaseClock slow = worked(0, 30, 70);
    PhaseClock fast = worked(0, 10, 50);
    now = 104 * MILLISECOND;

    clock.lap(List.of(slow, fast));
    now += 6 * MILLISECOND;
    clock.lap(Phase.OPTIMISER);

    assertThat(clock.milliseconds())
        .isEqualTo(
            Map.of(
                Phase.TEACHER, 20.0,
                Phase.STUDENT, 60.0,
                Phase.WAITING, 24.0,
                Phase.OPTIMISER, 6.0));
  }
}
