package mugs.method;

import org.bytedeco.pytorch.Tensor;

/**
 * One of the method's supervisions: what it asks of both networks, how it compares them, what it
 * remembers after the step. Every loss of a step reads the state as it stood before the step.
 */
public interface Supervision {

  /** Returns its name in reports, such as {@code instance}. */
  String name();

  /** Returns the weight of its loss, above 0. */
  double weight();

  /**
   * Returns a network's output for crops it has seen.
   *
   * @param seen by the student or the teacher
   * @return {@code [crops, output]}
   */
  Tensor output(Seen seen);

  /**
   * Turns the teacher's outputs into what the student is compared with.
   *
   * @param outputs {@code [2, images, output]}
   * @param now the step's settings
   */
  Tensor targets(Tensor outputs, StepSettings now);

  /**
   * Returns the losses of all pairs and images, added up.
   *
   * @param predictions the student's outputs, {@code [crops, images, output]}
   * @param targets by pair, {@code [targets of a crop, crops or 1, images, ...]}
   */
  Tensor lossSum(Tensor predictions, Tensor targets);

  /**
   * Returns what the end of the step needs of the teacher's outputs.
   *
   * @param outputs {@code [2, images, output]} of a part of the batch
   * @return {@code [2, rows, ...]}; the parts are joined along the rows
   */
  Tensor toRemember(Tensor outputs);

  /**
   * Returns whether only the sum over the rows of {@link #toRemember} matters, so that parts may be
   * added up as they come, which saves memory where parts are many.
   */
  default boolean remembersSum() {
    return false;
  }

  /**
   * Writes at the end of the step.
   *
   * @param remembered {@code [2, rows, ...]} of all parts of the batch
   * @param images of this process's batch
   * @param ranks where the rows of other processes come from
   */
  void remember(Tensor remembered, long images, Ranks ranks);
}
