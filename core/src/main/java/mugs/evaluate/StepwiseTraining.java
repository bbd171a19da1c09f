package mugs.evaluate;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import org.bytedeco.pytorch.Tensor;

/**
 * Training of a probe, step by step, that can be put away after any step and gone on with as if
 * nothing had been. It belongs to one thread.
 */
interface StepwiseTraining extends AutoCloseable {

  /** Returns the number of steps of the whole schedule. */
  long steps();

  /** Returns the number of steps in a pass over the pictures. */
  long stepsPerEpoch();

  /** Returns the number of images in a step. */
  int batch();

  /**
   * Takes a step.
   *
   * @param index of the step from 0: that of the first call, then one more each time
   * @throws IOException if pictures cannot be read
   * @throws InterruptedException if the thread is interrupted while it waits for data
   */
  StepFigures step(long index) throws IOException, InterruptedException;

  /**
   * Returns whether all that steps change stands as the last whole step left it: not so once a step
   * failed after its first update.
   */
  boolean isBetweenSteps();

  /** Returns all that a step changes, by name. */
  Map<String, Tensor> state();

  /**
   * Takes up a state.
   *
   * @param state as {@link #state} gave it, read back
   * @throws IllegalArgumentException if it is another training's
   * @throws IOException if more pictures could not be read until then than may be
   */
  void restore(Map<String, Tensor> state) throws IOException;

  /** Returns the pictures that could not be read, over all restarts: reasons by index. */
  default SortedMap<Integer, String> unreadable() {
    return Collections.emptySortedMap();
  }

  /**
   * Takes up the pictures that could not be read, before the first step: they count, and are not
   * tried again.
   *
   * @param known as {@link #unreadable} gave them
   * @throws IOException if they are more than may be
   */
  default void takeUp(Map<Integer, String> known) throws IOException {}

  @Override
  void close();

  /**
   * What a step tells.
   *
   * @param loss of the batch, a mean
   * @param rate of learning
   * @param waitedSeconds for data
   */
  record StepFigures(double loss, double rate, double waitedSeconds) {}
}
