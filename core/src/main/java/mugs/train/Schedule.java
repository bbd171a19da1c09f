package mugs.train;

/**
 * A setting that moves from step to step, as a function of the step alone.
 *
 * <p>The formulas are the ones of the method's released program, evaluated in double; a step is
 * counted from 0. From the last step on a schedule stays at its end.
 */
@FunctionalInterface
public interface Schedule {

  /**
   * Returns the value in a step.
   *
   * @param step counted from 0
   */
  double at(long step);

  /**
   * Returns the learning rate's schedule: a straight rise from 0 that reaches {@code base} in the
   * last warm-up step, {@code base s / (W - 1)}, then half a cosine, {@code end + (base - end)(1 +
   * cos(pi (s - W) / (S - W))) / 2}. A single warm-up step gives 0.
   *
   * @param base value after the warm-up
   * @param end value at the end
   * @param warmUpSteps W, 0 to S
   * @param totalSteps S, at least 1
   * @throws IllegalArgumentException if the numbers of steps are out of range
   */
  static Schedule warmUpThenCosine(double base, double end, long warmUpSteps, long totalSteps) {
    if (warmUpSteps < 0 || warmUpSteps > totalSteps) {
      throw new IllegalArgumentException(
          "warm-up of " + warmUpSteps + " steps in a run of " + totalSteps);
    }
    long remaining = totalSteps - warmUpSteps;
    Schedule fall = remaining == 0 ? step -> end : cosine(base, end, remaining);
    return step -> {
      if (step < warmUpSteps) {
        return warmUpSteps == 1 ? 0 : base * step / (warmUpSteps - 1);
      }
      return fall.at(step - warmUpSteps);
    };
  }

  /**
   * Returns half a cosine from one value to another: {@code end + (start - end)(1 + cos(pi s / S))
   * / 2}.
   *
   * @param start value in step 0
   * @param end value at the end
   * @param totalSteps S, at least 1
   * @throws IllegalArgumentException if {@code totalSteps} is below 1
   */
  static Schedule cosine(double start, double end, long totalSteps) {
    if (totalSteps < 1) {
      throw new IllegalArgumentException("a schedule of " + totalSteps + " steps");
    }
    return step ->
        step >= totalSteps
            ? end
            : end + 0.5 * (start - end) * (1 + Math.cos(Math.PI * step / totalSteps));
  }

  /**
   * Returns a straight line over the epochs, the teacher's temperature: {@code start + (end -
   * start) e / (E - 1)} in epoch e below E, then {@code end}. E = 1 gives {@code start} in epoch 0,
   * E = 0 gives {@code end} always.
   *
   * @param start value in epoch 0
   * @param end value from epoch E - 1 on
   * @param warmUpEpochs E, at least 0
   * @return a function of the epoch, not of the step
   */
  static Schedule linearByEpoch(double start, double end, int warmUpEpochs) {
    return epoch -> {
      if (epoch >= warmUpEpochs) {
        return end;
      }
      return warmUpEpochs == 1 ? start : start + (end - start) * epoch / (warmUpEpochs - 1);
    };
  }
}
