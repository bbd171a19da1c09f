package mugs.train;

import mugs.train.PretrainingListener.Progress;

/**
 * How fast a stretch of a run went, the time left out that went to measuring and writing weights.
 *
 * @param imagesPerSecond trained on
 * @param dataWaitShare share of the time that was spent waiting for data, 0 to 1
 */
public record Pace(double imagesPerSecond, double dataWaitShare) {
  private static final double SHORTEST = 1e-9;

  /**
   * Returns the pace from the end of one step to the end of a later one.
   *
   * @param from the earlier step
   * @param to the later step
   */
  public static Pace between(Progress from, Progress to) {
    return of(
        (to.step() - from.step()) * to.images(),
        to.trainedSeconds() - from.trainedSeconds(),
        to.waitedSeconds() - from.waitedSeconds());
  }

  /**
   * Returns the pace from where a run stood when it was begun or resumed to the end of a step.
   *
   * @param from how far it had come
   * @param to the step
   */
  static Pace between(RunProgress from, Progress to) {
    return of(
        (to.step() - from.steps()) * to.images(),
        to.trainedSeconds() - from.trainedSeconds(),
        to.waitedSeconds() - from.waitedSeconds());
  }

  /**
   * Returns the pace from the start of a run to the end of a step.
   *
   * @param to the step
   */
  public static Pace untilNow(Progress to) {
    return of(to.step() * to.images(), to.trainedSeconds(), to.waitedSeconds());
  }

  private static Pace of(long images, double seconds, double waited) {
    double trained = Math.max(seconds, SHORTEST);
    return new Pace(images / trained, waited / trained);
  }
}
