package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.method.Losses;
import mugs.method.StepReport;
import mugs.method.TeacherHealth;
import org.junit.jupiter.api.Test;

/** Sixteen prototypes, queues of thirty-two, a warm-up of six steps. */
class HealthWatchTest {
  private static final TeacherHealth WELL =
      new TeacherHealth(Optional.of(1.0), Optional.of(5.0), 0.6, Optional.of(0.7));

  private final Recipe recipe = TinyRun.recipe("schedule.epochs=100");
  private final Timetable timetable = new Timetable(recipe, 48);
  private HealthWatch watch = new HealthWatch(recipe.method(), timetable, HealthWatch.Memory.NONE);

  /** What a stop does, and a resume. */
  private void resume() {
    watch = new HealthWatch(recipe.method(), timetable, watch.memory());
  }

  private List<String> look(long index, TeacherHealth health, double norm, double loss) {
    Map<String, Double> losses = new LinkedHashMap<>();
    losses.put("instance", loss);
    losses.put("local_group", loss);
    losses.put("group", loss);
    return watch.warnings(
        new PretrainingListener.Progress(
            index + 1,
            0,
            timetable.at(index),
            new StepReport(new Losses(loss, losses), norm, norm, Optional.of(health), Map.of()),
            8,
            1,
            1,
            0,
            0));
  }

  private List<String> looks(long from, int count, TeacherHealth health, double norm, double loss) {
    List<String> all = new ArrayList<>();
    for (long step = from; step < from + count; step++) {
      all.addAll(look(step, health, norm, loss));
    }
    return all;
  }

  @Test
  void healthyRun_isLeftInPeace() {
    assertThat(looks(0, 100, WELL, 1, 2)).isEmpty();
  }

  @Test
  void teacherThatNeverChooses_isTold_onceTheWarmUpIsOver() {
    TeacherHealth undecided =
        new TeacherHealth(
            Optional.of(0.99 * Math.log(16)), Optional.of(15.0), 0.6, Optional.empty());

    assertThat(look(5, undecided, 1, 2)).isEmpty();
    assertThat(look(6, undecided, 1, 2))
        .singleElement()
        .asString()
        .startsWith("the teacher does not choose between prototypes")
        .contains("2.74 of at most 2.77", "Lower supervision.group.teacher-temperature");
    assertThat(look(7, undecided, 1, 2)).as("told once").isEmpty();
    assertThat(look(8, WELL, 1, 2)).isEmpty();
    assertThat(look(9, undecided, 1, 2)).as("told again when it was well in between").hasSize(1);
  }

  @Test
  void onePrototypeForAll_isTold_onceTheyMayMove() {
    TeacherHealth collapsed =
        new TeacherHealth(Optional.of(0.01), Optional.of(1.1), 0.6, Optional.empty());

    // TinyRun freezes the prototypes for the first epoch, six steps
    assertThat(look(5, collapsed, 1, 2)).isEmpty();
    assertThat(look(6, collapsed, 1, 2))
        .singleElement()
        .asString()
        .startsWith("all pictures go to one prototype (1.1 in use)");
  }

  @Test
  void featuresThatAreAlike_areTold() {
    TeacherHealth alike =
        new TeacherHealth(Optional.of(1.0), Optional.of(5.0), 0.04, Optional.empty());

    assertThat(look(0, alike, 1, 2))
        .singleElement()
        .asString()
        .contains("deviation 0.040", "lower optimiser.rate");
  }

  @Test
  void gradientFarAboveTheUsual_isTold_onceTheUsualIsKnown() {
    assertThat(look(0, WELL, 1e6, 2)).isEmpty();
    assertThat(looks(1, 40, WELL, 2, 2)).isEmpty();

    assertThat(look(41, WELL, 199, 2)).isEmpty();
    assertThat(look(42, WELL, 201, 2))
        .singleElement()
        .asString()
        .startsWith("a gradient of norm 201 where 2.00 is usual");
  }

  @Test
  void resumedRun_isLookedAtAsOneThatWentOn() {
    TeacherHealth alike =
        new TeacherHealth(Optional.of(1.0), Optional.of(5.0), 0.04, Optional.empty());
    double chance = Math.log(33);
    assertThat(looks(0, 25, alike, 2, chance)).as("features, before losses are known").hasSize(1);

    resume();

    List<String> next = look(25, alike, 201, chance);
    assertThat(next).as("a gradient and three losses; of the features it was told").hasSize(4);
    assertThat(next.get(0)).startsWith("a gradient of norm 201 where 2.00 is usual");
    assertThat(next.get(1)).startsWith("the instance loss is 3.50");
    resume();
    assertThat(look(26, alike, 201, chance)).as("all of it was told").isEmpty();
  }

  @Test
  void lossesAtTheValueForChance_areToldByName_afterTheWarmUp() {
    double chance = Math.log(33); // instance and local group; above ln 16 too
    // the warm-up's six looks do not count
    assertThat(looks(0, 25, WELL, 1, chance)).isEmpty();
    List<String> warnings = look(25, WELL, 1, chance);

    assertThat(warnings).hasSize(3);
    assertThat(warnings.get(0))
        .startsWith("the instance loss is 3.50 after the warm-up, and a network that knows nothing")
        .contains("has 3.50");
    assertThat(warnings.get(1)).startsWith("the local-group loss is 3.50");
    assertThat(warnings.get(2)).startsWith("the group loss is 3.50").contains("has 2.77");
    assertThat(looks(26, 40, WELL, 1, 2)).as("they fall").isEmpty();
  }
}
