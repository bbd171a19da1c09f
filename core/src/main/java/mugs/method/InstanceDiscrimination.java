package mugs.method;

import org.bytedeco.pytorch.Tensor;

/**
 * Instance discrimination (paper, section 3.1): tells a picture from all others.
 *
 * <pre>
 *   InfoNCE( predictor(projector([CLS])) of the student, projector([CLS]) of the teacher, queue )
 * </pre>
 */
final class InstanceDiscrimination extends Contrast {

  InstanceDiscrimination(MugsSettings.Instance settings, RingBuffer queue) {
    super(settings.weight(), settings.temperature(), queue);
  }

  @Override
  public String name() {
    return "instance";
  }

  @Override
  public Tensor output(Seen seen) {
    return seen.network().instanceHead().apply(seen.classTokens());
  }
}
