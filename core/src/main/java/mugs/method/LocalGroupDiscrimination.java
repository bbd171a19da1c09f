package mugs.method;

import org.bytedeco.pytorch.Tensor;

/**
 * Local-group discrimination (paper, section 3.2): tells a picture with its nearest neighbours from
 * other such groups.
 *
 * <pre>  r = relation block([mean token; neighbours in memory])
 *   InfoNCE( predictor(projector(r)) of the student, projector(r) of the teacher, queue )</pre>
 *
 * <p>Student and teacher each look for neighbours in a memory of their own.
 */
final class LocalGroupDiscrimination extends Contrast {

  LocalGroupDiscrimination(MugsSettings.LocalGroup settings, RingBuffer queue) {
    super(settings.weight(), settings.temperature(), queue);
  }

  @Override
  public String name() {
    return "local_group";
  }

  @Override
  public Tensor output(Seen seen) {
    return seen.network().localGroupHead().apply(seen.localGroups());
  }
}
