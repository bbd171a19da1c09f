package mugs.app;

import java.util.Locale;
import mugs.method.StepSettings;
import mugs.train.Timetable;

/**
 * A run that is to train longer, or shorter, than it was begun for.
 *
 * @param before its schedules so far
 * @param after its schedules from now on
 * @param done steps that are done
 */
record Extension(Timetable before, Timetable after, long done) {

  /**
   * Says what becomes of the steps, and of the rates of the next one: a longer schedule changes
   * them at once, as the next step is at another place of it.
   */
  String inWords() {
    String steps =
        String.format(
            Locale.ROOT,
            "%s from %,d to %,d steps",
            after.plannedSteps() < before.plannedSteps() ? "Shortened" : "Extended",
            before.plannedSteps(),
            after.plannedSteps());
    StepSettings now = after.at(done);
    if (before.steps() == after.steps()) {
      return String.format(
          Locale.ROOT,
          "%s; the schedules, over %,d steps, do not change. At step %,d, as without it: learning"
              + " rate %.3g, weight decay %.3g, teacher's momentum %.6g",
          steps,
          after.steps(),
          done + 1,
          now.rate(),
          now.weightDecay(),
          now.momentum());
    }
    StepSettings then = before.at(Math.min(done, before.steps() - 1));
    return String.format(
        Locale.ROOT,
        "%s, the schedules from %,d to %,d. At step %,d: learning rate %.3g, was %.3g; weight"
            + " decay %.3g, was %.3g; teacher's momentum %.6g, was %.6g",
        steps,
        before.steps(),
        after.steps(),
        done + 1,
        now.rate(),
        then.rate(),
        now.weightDecay(),
        then.weightDecay(),
        now.momentum(),
        then.momentum());
  }
}
