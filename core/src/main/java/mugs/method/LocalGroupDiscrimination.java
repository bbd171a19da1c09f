package mugs.method;

import org.bytedeco.pytorch.Tensor;

/**
 * Local-group discrimination (paper, section 3.2): tells a picture with its nearest neighbours from
 * other such groups.
 *
 * <pre>  r = relation block([mean token; neighbours in memory])
 *   InfoNCE( predictor(projector(r)) of the student, projector(r) of the teacher, queue )</pre>
 *
 * <p>The negatives are a queue of the teacher's outputs; student and teacher each look for
 * neighbours in a memory of their own.
 */
final class LocalGroupDiscrimination implements Supervision {
  private final MugsSettings.LocalGroup settings;
  private final RingBuffer queue;

  LocalGroupDiscrimination(MugsSettings.LocalGroup settings, RingBuffer queue) {
    this.settings = settings;
    this.queue = queue;
  }

  @Override
  public String name() {
    return "local_group";
  }

  @Override
  public double weight() {
    return settings.weight();
  }

  @Override
  public Tensor output(Seen seen) {
    return seen.network().localGroupHead().apply(seen.localGroups());
  }

  @Override
  public Tensor targets(Tensor outputs, StepSettings now) {
    return outputs;
  }

  @Override
  public Tensor lossSum(Tensor predictions, Tensor targets) {
    return InfoNce.sum(predictions, targets, queue.rows(), settings.temperature());
  }

  @Override
  public Tensor toRemember(Tensor outputs) {
    return outputs;
  }

  @Override
  public void remember(Tensor remembered, long images, Ranks ranks) {
    queue.write(ranks.gather(remembered.select(0, 0)));
    queue.write(ranks.gather(remembered.select(0, 1)));
  }
}
