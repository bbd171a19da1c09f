package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Optional;
import mugs.method.Losses;
import mugs.method.StepReport;
import mugs.method.StepSettings;
import mugs.train.Pace;
import mugs.train.PretrainingListener.Progress;
import org.junit.jupiter.api.Test;

/** Eight images a step. */
class RecentPaceTest {
  private final RecentPace recent = new RecentPace();

  private Pace at(long index, double trained, double waited) {
    return recent.at(
        new Progress(
            index + 1,
            0,
            new StepSettings(index, 1e-3, 0.04, 0.99, 0.04, 3, false),
            new StepReport(new Losses(1, Map.of()), 1, 1, Optional.empty(), Map.of()),
            8,
            3 * trained, // the rest went to measuring
            trained,
            waited,
            0));
  }

  private static void assertPace(Pace pace, double imagesPerSecond, double dataWaitShare) {
    assertThat(pace.imagesPerSecond()).isCloseTo(imagesPerSecond, within(1e-9));
    assertThat(pace.dataWaitShare()).isCloseTo(dataWaitShare, within(1e-9));
  }

  @Test
  void youngRun_isSeenWhole() {
    assertPace(at(0, 4, 3), 2, 0.75);
    assertPace(at(1, 8, 4), 2, 0.5);
  }

  @Test
  void laterOn_theLastTenSecondsCount_whateverTheStartWas() {
    at(0, 50, 50);
    for (int step = 1; step < 100; step++) { // a step a second from now on
      Pace pace = at(step, 50 + step, 50 + 0.1 * step);

      if (step >= 10) {
        assertPace(pace, 8, 0.1);
      }
    }
  }

  @Test
  void stepsLongerThanTenSeconds_areSeenOneByOne() {
    at(0, 100, 0);

    assertPace(at(1, 120, 5), 8 / 20.0, 0.25);
    assertPace(at(2, 160, 5), 8 / 40.0, 0);
  }
}
