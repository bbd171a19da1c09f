package mugs.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TicksTest {

  @Test
  void aroundAnInterval_ticksAreRoundAndEncloseIt() {
    assertTicks(Ticks.around(3.1, 6.93, 4), 3, 4, 5, 6, 7);
    assertTicks(Ticks.around(0, 0.58, 4), 0, 0.2, 0.4, 0.6);
    assertTicks(Ticks.around(0, 0.9, 4), 0, 0.25, 0.5, 0.75, 1);
    assertTicks(Ticks.around(-7, 12, 4), -10, -5, 0, 5, 10, 15);
  }

  @Test
  void endsThatAreRoundThemselves_areNotWidened() {
    assertTicks(Ticks.around(2, 8, 3), 2, 4, 6, 8);
    assertTicks(Ticks.around(0.1, 0.3, 2), 0.1, 0.2, 0.3);
  }

  @Test
  void withinAnInterval_ticksStayInside() {
    assertTicks(Ticks.within(1, 2350, 3), 1000, 2000);
    assertTicks(Ticks.within(0, 20, 4), 0, 5, 10, 15, 20);
  }

  @Test
  void anIntervalWithoutLength_stillHasTwoTicks() {
    assertTicks(Ticks.around(5, 5, 1), 5, 10);
    assertTicks(Ticks.around(0, 0, 1), 0, 1);
  }

  @Test
  void labels_haveTheDecimalsOfTheStep() {
    assertThat(labels(Ticks.around(0, 100_000, 4))).startsWith("0", "25,000");
    assertThat(labels(Ticks.around(0, 0.9, 4)))
        .containsExactly("0.00", "0.25", "0.50", "0.75", "1.00");
    assertThat(labels(Ticks.around(4.5, 6.4, 4)))
        .containsExactly("4.5", "5.0", "5.5", "6.0", "6.5");
    assertThat(labels(Ticks.around(-1, 1, 2))).containsExactly("\u22121", "0", "1");
  }

  private static List<String> labels(Ticks ticks) {
    return ticks.values().stream().map(ticks::label).toList();
  }

  private static void assertTicks(Ticks ticks, double... expected) {
    double[] values = ticks.values().stream().mapToDouble(Double::doubleValue).toArray();
    assertThat(values).containsExactly(expected, Offset.offset(1e-9));
  }
}
