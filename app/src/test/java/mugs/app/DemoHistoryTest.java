package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mugs.app.report.Point;
import mugs.train.PretrainingListener;
import org.junit.jupiter.api.Test;

class DemoHistoryTest {

  /** Keeps what is handed on. */
  private static final class Heard implements PretrainingListener {
    private final List<Object> all = new ArrayList<>();

    @Override
    public void started(Plan plan) {
      all.add(plan);
    }

    @Override
    public void stepped(Progress progress) {
      all.add(progress);
    }

    @Override
    public void measured(Measurement measurement) {
      all.add(measurement);
    }
  }

  private final Heard heard = new Heard();
  private final DemoHistory history = new DemoHistory(heard);

  @Test
  void everything_isKeptAsCurves_andHandedOn() {
    PretrainingListener.Plan plan =
        new PretrainingListener.Plan(48, 7, 12, 6, 0, List.of(), List.of());
    PretrainingListener.Measurement measured =
        new PretrainingListener.Measurement(6, Map.of("group", .5), 39, 9);

    history.started(plan);
    history.stepped(ProgressLineTest.step(4, 1));
    history.stepped(ProgressLineTest.step(5, 2));
    history.measured(measured);

    assertThat(history.losses().keySet()).containsExactly("instance", "local_group", "group");
    assertThat(history.losses().get("local_group"))
        .containsExactly(new Point(5, 2), new Point(6, 2));
    assertThat(history.top1()).containsEntry("group", List.of(new Point(6, .5)));
    assertThat(history.gallery()).isEqualTo(39);
    assertThat(history.queries()).isEqualTo(9);
    assertThat(heard.all)
        .containsExactly(plan, ProgressLineTest.step(4, 1), ProgressLineTest.step(5, 2), measured);
  }
}
