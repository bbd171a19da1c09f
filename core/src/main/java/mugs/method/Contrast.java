package mugs.method;

import org.bytedeco.pytorch.Tensor;

/**
 * What instance and local-group discrimination share: InfoNCE against a queue of the teacher's
 * outputs for earlier pictures, to which a step's own are added at its end.
 */
abstract class Contrast implements Supervision {
  private final double weight;
  private final double temperature;
  private final RingBuffer queue;

  /**
   * Takes the negatives.
   *
   * @param weight of the loss
   * @param temperature of InfoNCE
   * @param queue of negatives, {@code [K, output]}, rows of length 1
   */
  Contrast(double weight, double temperature, RingBuffer queue) {
    this.weight = weight;
    this.temperature = temperature;
    this.queue = queue;
  }

  @Override
  public final double weight() {
    return weight;
  }

  @Override
  public final Tensor targets(Tensor outputs, StepSettings now) {
    return outputs;
  }

  @Override
  public final Tensor lossSum(Tensor predictions, Tensor targets) {
    return InfoNce.sum(predictions, targets, queue.rows(), temperature);
  }

  @Override
  public final Tensor toRemember(Tensor outputs) {
    return outputs;
  }

  /** Enqueues what the teacher said of t0 of all ranks, then of t1. */
  @Override
  public final void remember(Tensor remembered, long images, Ranks ranks) {
    queue.write(ranks.gather(remembered.select(0, 0)));
    queue.write(ranks.gather(remembered.select(0, 1)));
  }
}
