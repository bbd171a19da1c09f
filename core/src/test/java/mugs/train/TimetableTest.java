package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TimetableTest {

  private static final Recipe TEN_EPOCHS =
      Recipe.load(
          "bench-small",
          "optimiser.batch=64",
          "optimiser.rate=0.4",
          "schedule.epochs=10",
          "schedule.warm-up-epochs=2",
          "supervision.group.frozen-epochs=1",
          "supervision.group.teacher-temperature-end=0.07",
          "supervision.group.teacher-temperature-warm-up-epochs=4",
          "optimiser.late-clip=0.3",
          "optimiser.late-clip-from-epoch=7");

  @Test
  void lengthByEpochs_countsFullBatchesAlone() {
    Timetable timetable = new Timetable(TEN_EPOCHS, 5 * 64 + 63);

    assertThat(timetable.stepsPerPass()).isEqualTo(5);
    assertThat(timetable.steps()).isEqualTo(50);
    assertThat(timetable.warmUpSteps()).isEqualTo(10);
    assertThat(timetable.epoch(4)).isZero();
    assertThat(timetable.epoch(5)).isEqualTo(1);
    assertThat(timetable.epoch(49)).isEqualTo(9);
  }

  @Test
  void rate_isScaledByTheBatch_andMovesByStep() {
    Timetable timetable = new Timetable(TEN_EPOCHS, 5 * 64);

    assertThat(timetable.learningRate(0)).isZero();
    assertThat(timetable.learningRate(9)).isCloseTo(0.1, within(1e-16));
    assertThat(timetable.learningRate(30)).isCloseTo((0.1 + 1e-6) / 2, within(1e-16));
    assertThat(timetable.weightDecay(25)).isCloseTo(0.12, within(1e-15));
    assertThat(timetable.momentum(25)).isCloseTo(0.998, within(1e-15));
  }

  @Test
  void whatGoesByEpochs_changesWithTheEpoch() {
    Timetable timetable = new Timetable(TEN_EPOCHS, 5 * 64);

    assertThat(timetable.prototypesFrozen(4)).isTrue();
    assertThat(timetable.prototypesFrozen(5)).isFalse();
    assertThat(timetable.teacherTemperature(4)).isEqualTo(0.04);
    assertThat(timetable.teacherTemperature(5)).isCloseTo(0.05, within(1e-16));
    assertThat(timetable.teacherTemperature(49)).isEqualTo(0.07);
    assertThat(timetable.clip(34)).isEqualTo(3);
    assertThat(timetable.clip(35)).isEqualTo(0.3);
  }

  @Test
  void lengthBySteps_keepsTheProportionsOfTheEpochs_whateverThePictures() {
    for (int pictures : new int[] {64, 5000}) {
      Timetable timetable = new Timetable(TEN_EPOCHS.with("schedule.steps=25"), pictures);

      assertThat(timetable.steps()).isEqualTo(25);
      assertThat(timetable.warmUpSteps()).isEqualTo(5);
      assertThat(timetable.epoch(2)).isZero();
      assertThat(timetable.epoch(3)).isEqualTo(1);
      assertThat(timetable.epoch(24)).isEqualTo(9);
      assertThat(timetable.prototypesFrozen(2)).isTrue();
      assertThat(timetable.prototypesFrozen(3)).isFalse();
    }
  }

  @Test
  void lengthBySteps_equalToTheEpochsLength_changesNothing() {
    Timetable byEpochs = new Timetable(TEN_EPOCHS, 5 * 64);
    Timetable bySteps = new Timetable(TEN_EPOCHS.with("schedule.steps=50"), 5 * 64);

    for (long step = 0; step < 50; step++) {
      assertThat(bySteps.epoch(step)).isEqualTo(byEpochs.epoch(step));
      assertThat(bySteps.learningRate(step)).isEqualTo(byEpochs.learningRate(step));
      assertThat(bySteps.teacherTemperature(step)).isEqualTo(byEpochs.teacherTemperature(step));
    }
  }

  @Test
  void maxSteps_leavesTheScheduleAsItIs() {
    Timetable timetable = new Timetable(TEN_EPOCHS.with("run.max-steps=3"), 5 * 64);

    assertThat(timetable.steps()).isEqualTo(50);
  }

  @Test
  void fewerPicturesThanABatch_areRefused() {
    assertThatThrownBy(() -> new Timetable(TEN_EPOCHS, 63))
        .isInstanceOf(RecipeException.class)
        .hasMessage(
            "optimiser.batch is 64, but there are only 63 pictures:"
                + " take more pictures, or a batch of at most 63");
  }
}
