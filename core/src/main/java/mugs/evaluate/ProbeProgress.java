package mugs.evaluate;

/**
 * How far the training of a probe is.
 *
 * @param step that was taken, from 1
 * @param steps of the whole schedule
 * @param epoch that the step lies in, from 1
 * @param epochs of the whole schedule
 * @param loss of the step's batch
 * @param rate of learning in the step
 * @param images of a step
 * @param seconds of training, over all restarts
 * @param waitedSeconds of these, waiting for data
 * @param stepsHere steps since the training was begun or resumed
 * @param secondsHere seconds since then
 */
public record ProbeProgress(
    long step,
    long steps,
    long epoch,
    long epochs,
    double loss,
    double rate,
    int images,
    double seconds,
    double waitedSeconds,
    long stepsHere,
    double secondsHere) {

  /** Returns the images a second since the training was begun or resumed. */
  public double imagesPerSecond() {
    return stepsHere * (double) images / Math.max(secondsHere, 1e-9);
  }

  /** Returns the seconds that are left at this speed. */
  public double secondsLeft() {
    return (steps - step) * secondsHere / Math.max(stepsHere, 1);
  }

  /** Returns the share of the time that was spent waiting for data, 0 to 1. */
  public double dataWaitShare() {
    return waitedSeconds / Math.max(seconds, 1e-9);
  }
}
