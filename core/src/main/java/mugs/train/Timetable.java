package mugs.train;

import mugs.method.StepSettings;

/** Everything in a recipe that moves from step to step, worked out for a number of pictures. */
public final class Timetable {

  private final Recipe recipe;
  private final long stepsPerPass;
  private final long steps;
  private final long warmUpSteps;
  private final Schedule learningRate;
  private final Schedule weightDecay;
  private final Schedule momentum;
  private final Schedule teacherTemperature;

  /**
   * Works out a recipe's schedules.
   *
   * @param recipe to follow
   * @param pictures of the collection; the last incomplete batch of a pass is dropped
   * @throws RecipeException if the pictures do not fill one batch
   */
  public Timetable(Recipe recipe, long pictures) {
    OptimiserSettings optimiser = recipe.optimiser();
    ScheduleSettings schedule = recipe.schedule();
    SupervisionSettings.Group group = recipe.supervision().group();
    this.recipe = recipe;
    stepsPerPass = pictures / optimiser.batch();
    if (stepsPerPass == 0) {
      throw new RecipeException(
          ("optimiser.batch is %d, but there are only %d pictures:"
                  + " take more pictures, or a batch of at most %<d")
              .formatted(optimiser.batch(), pictures),
          "optimiser.batch");
    }
    if (schedule.steps() > 0) {
      steps = schedule.steps();
      warmUpSteps = Math.round((double) schedule.warmUpEpochs() * steps / schedule.epochs());
    } else {
      steps = schedule.epochs() * stepsPerPass;
      warmUpSteps = schedule.warmUpEpochs() * stepsPerPass;
    }
    learningRate =
        Schedule.warmUpThenCosine(optimiser.scaledRate(), optimiser.endRate(), warmUpSteps, steps);
    weightDecay = Schedule.cosine(optimiser.weightDecay(), optimiser.weightDecayEnd(), steps);
    momentum = Schedule.cosine(schedule.momentum(), schedule.momentumEnd(), steps);
    teacherTemperature =
        Schedule.linearByEpoch(
            group.teacherTemperature(),
            group.teacherTemperatureEnd(),
            group.teacherTemperatureWarmUpEpochs());
  }

  /** Returns the number of steps of the whole schedule; {@code run.max-steps} is not looked at. */
  public long steps() {
    return steps;
  }

  /** Returns the number of steps that a run has: the schedule's, or {@code run.max-steps}. */
  public long plannedSteps() {
    long most = recipe.run().maxSteps();
    return most > 0 ? Math.min(most, steps) : steps;
  }

  /** Returns the number of steps over which the learning rate rises. */
  public long warmUpSteps() {
    return warmUpSteps;
  }

  /** Returns the number of full batches in one pass over the pictures, at least 1. */
  public long stepsPerPass() {
    return stepsPerPass;
  }

  /**
   * Returns the schedule's epoch that a step lies in, counted from 0: a pass over the pictures, or
   * a part of the schedule where {@code schedule.steps} is given.
   *
   * @param step counted from 0
   */
  public long epoch(long step) {
    return recipe.schedule().steps() > 0
        ? Math.floorDiv(Math.multiplyExact(step, recipe.schedule().epochs()), steps)
        : step / stepsPerPass;
  }

  /**
   * Returns the main learning rate; the patch embedding takes its share of it.
   *
   * @param step counted from 0
   */
  public double learningRate(long step) {
    return learningRate.at(step);
  }

  /**
   * Returns the weight decay.
   *
   * @param step counted from 0
   */
  public double weightDecay(long step) {
    return weightDecay.at(step);
  }

  /**
   * Returns the share of itself that the teacher keeps.
   *
   * @param step counted from 0
   */
  public double momentum(long step) {
    return momentum.at(step);
  }

  /**
   * Returns the temperature of the teacher's softmax over prototypes.
   *
   * @param step counted from 0
   */
  public double teacherTemperature(long step) {
    return teacherTemperature.at(epoch(step));
  }

  /**
   * Returns whether the prototypes still stand as they started.
   *
   * @param step counted from 0
   */
  public boolean prototypesFrozen(long step) {
    return epoch(step) < recipe.supervision().group().frozenEpochs();
  }

  /**
   * Returns the largest norm of one tensor's gradient.
   *
   * @param step counted from 0
   */
  public double clip(long step) {
    return recipe.optimiser().clipAt(epoch(step));
  }

  /**
   * Returns all that the schedules say of a step.
   *
   * @param step counted from 0
   */
  public StepSettings at(long step) {
    return new StepSettings(
        step,
        learningRate(step),
        weightDecay(step),
        momentum(step),
        teacherTemperature(step),
        clip(step),
        prototypesFrozen(step));
  }
}
