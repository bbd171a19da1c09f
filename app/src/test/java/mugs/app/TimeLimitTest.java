package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import mugs.train.PretrainingListener;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
  private final List<Long> heard = new ArrayList<>();
  private final TimeLimit limit =
      new TimeLimit(
          new PretrainingListener() {
            @Override
            public void stepped(Progress progress) {
              heard.add(progress.step());
            }
          });

  @Test
  void run_isStoppedOnce_afterTheFirstStepAtWhoseEndTimeIsUp() {
    List<Integer> stops = new ArrayList<>();
    boolean[] up = {false};
    limit.stopWhen(() -> up[0], () -> stops.add(heard.size()));

    limit.stepped(ProgressLineTest.step(0, 1));
    assertThat(stops).isEmpty();
    up[0] = true;
    limit.stepped(ProgressLineTest.step(1, 2));
    limit.stepped(ProgressLineTest.step(2, 3));

    assertThat(stops).containsExactly(2);
    assertThat(heard).containsExactly(1L, 2L, 3L);
  }

  @Test
  void warnings_areHandedOn() {
    List<String> warnings = new ArrayList<>();
    PretrainingListener listener =
        new PretrainingListener() {
          @Override
          public void warned(long step, String warning) {
            warnings.add(step + " " + warning);
          }
        };

    new TimeLimit(listener).warned(3, "careful");

    assertThat(warnings).containsExactly("3 careful");
  }

  @Test
  void hours_areCountedFromNow() {
    List<Integer> stops = new ArrayList<>();

    limit.stopAfter(1000, () -> stops.add(heard.size()));
    limit.stepped(ProgressLineTest.step(0, 1));
    assertThat(stops).isEmpty();
    limit.stopAfter(1e-15, () -> stops.add(heard.size()));
    limit.stepped(ProgressLineTest.step(1, 2));

    assertThat(stops).containsExactly(2);
  }
}
