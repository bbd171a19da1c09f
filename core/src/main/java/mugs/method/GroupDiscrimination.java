package mugs.method;

import mugs.engine.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Group discrimination (paper, section 3.3): teacher and student agree on which cluster a picture
 * belongs to.
 *
 * <pre>  -softmax((teacher - centre) / tau_t) . log softmax(student / tau_s)</pre>
 *
 * <p>The scores are products of the group head's features with the prototypes. The centre is a
 * moving mean of the teacher's scores and keeps one cluster from taking all.
 */
final class GroupDiscrimination implements Supervision {
  private final MugsSettings.Group settings;
  private final Tensor centre;

  GroupDiscrimination(MugsSettings.Group settings, Tensor centre) {
    this.settings = settings;
    this.centre = centre;
  }

  @Override
  public String name() {
    return "group";
  }

  @Override
  public double weight() {
    return settings.weight();
  }

  @Override
  public Tensor output(Seen seen) {
    return seen.network().groupHead().apply(seen.classTokens(), seen.scales());
  }

  @Override
  public Tensor targets(Tensor outputs, StepSettings now) {
    return outputs.sub(centre).div_(new Scalar(now.teacherTemperature())).softmax(-1);
  }

  @Override
  public Tensor lossSum(Tensor predictions, Tensor targets) {
    try (Scope scope = Scope.open()) {
      // all targets of a crop meet the same log-softmax, so they are added up first
      Tensor logOdds = predictions.div(new Scalar(settings.studentTemperature())).log_softmax(-1);
      Tensor together = targets.size(0) == 1 ? targets.squeeze(0) : targets.sum(0);
      return scope.handUp(logOdds.mul(together).sum().neg());
    }
  }

  @Override
  public Tensor toRemember(Tensor outputs) {
    return outputs.sum(new long[] {1}, true, new ScalarTypeOptional());
  }

  @Override
  public boolean remembersSum() {
    return true;
  }

  @Override
  public void remember(Tensor remembered, long images, Ranks ranks) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor sum = ranks.sum(remembered.sum(0, 1));
      double share = 1 - settings.centreMomentum();
      centre.lerp_(
          sum.div(new Scalar(2.0 * images * ranks.count())).unsqueeze(0), new Scalar(share));
    }
  }
}
