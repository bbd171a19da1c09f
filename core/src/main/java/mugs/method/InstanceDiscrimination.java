package mugs.method;

import org.bytedeco.pytorch.Tensor;

/**
 * Instance discrimination (paper, section 3.1): tells a picture from all others.
 *
 * <pre>
 *   InfoNCE( predictor(projector([CLS])) of the student, projector([CLS]) of the teacher, queue )
 * </pre>
 *
 * <p>The negatives are a queue of the teacher's outputs for earlier pictures.
 */
final class InstanceDiscrimination implements Supervision {
  private final MugsSettings.Instance settings;
  private final RingBuffer queue;

  InstanceDiscrimination(MugsSettings.Instance settings, RingBuffer queue) {
    this.settings = settings;
    this.queue = queue;
  }

  @Override
  public String name() {
    return "instance";
  }

  @Override
  public double weight() {
    return settings.weight();
  }

  @Override
  public Tensor output(Seen seen) {
    return seen.network().instanceHead().apply(seen.classTokens());
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
