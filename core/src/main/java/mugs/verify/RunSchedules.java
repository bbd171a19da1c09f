package mugs.verify;

import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import mugs.method.StepSettings;
import mugs.train.OptimiserSettings;
import mugs.train.Schedule;

/**
 * What moves from step to step in a recorded run, worked out anew from the run's settings.
 *
 * @param rate learning rate by step
 * @param weightDecay by step
 * @param momentum of the teacher, by step
 * @param teacherTemperature by epoch
 * @param stepsPerEpoch how many steps make an epoch
 */
record RunSchedules(
    Schedule rate,
    Schedule weightDecay,
    Schedule momentum,
    Schedule teacherTemperature,
    int stepsPerEpoch) {

  private static final double TOLERANCE = 1e-12;

  /** The teacher's momentum always ends here: the teacher stands still. */
  private static final double MOMENTUM_END = 1;

  /**
   * Works the schedules out.
   *
   * @param config of the run
   * @throws IllegalArgumentException if its numbers of steps do not fit together
   */
  static RunSchedules of(JsonFields config) throws IOException {
    int stepsPerEpoch = config.integer("steps_per_epoch");
    long steps = (long) config.integer("epochs") * stepsPerEpoch;
    if (stepsPerEpoch < 1) {
      throw new IllegalArgumentException("an epoch of " + stepsPerEpoch + " steps");
    }
    double scaledRate =
        config.number("lr") * config.integer("batch") / OptimiserSettings.RATE_BATCH;
    return new RunSchedules(
        Schedule.warmUpThenCosine(
            scaledRate,
            config.number("min_lr"),
            (long) config.integer("warmup_epochs") * stepsPerEpoch,
            steps),
        Schedule.cosine(config.number("wd"), config.number("wd_end"), steps),
        Schedule.cosine(config.number("momentum"), MOMENTUM_END, steps),
        Schedule.linearByEpoch(
            config.number("t_warm"), config.number("t_end"), config.integer("t_warm_epochs")),
        stepsPerEpoch);
  }

  /**
   * Compares the schedules with what was recorded.
   *
   * @param recorded what the recorded schedules said of each step, in any order
   */
  Comparison compareWith(List<StepSettings> recorded) {
    TensorGroup group = new TensorGroup("schedules", TOLERANCE, true);
    compare(group, "learning rate", recorded, StepSettings::rate, rate);
    compare(group, "weight decay", recorded, StepSettings::weightDecay, weightDecay);
    compare(group, "momentum", recorded, StepSettings::momentum, momentum);
    compare(
        group,
        "teacher temperature",
        recorded,
        StepSettings::teacherTemperature,
        step -> teacherTemperature.at(step / stepsPerEpoch));
    return group.comparison();
  }

  private static void compare(
      TensorGroup group,
      String name,
      List<StepSettings> recorded,
      ToDoubleFunction<StepSettings> field,
      Schedule schedule) {
    double[] expected = recorded.stream().mapToDouble(field).toArray();
    double[] found =
        IntStream.range(0, expected.length)
            .mapToDouble(i -> schedule.at(recorded.get(i).step()))
            .toArray();
    group.compare(name, expected, found);
  }
}
