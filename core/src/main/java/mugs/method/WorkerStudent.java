package mugs.method;

import java.util.List;
import mugs.engine.Autograd;
import mugs.engine.Scope;
import mugs.vit.Parameters;
import org.bytedeco.pytorch.Tensor;

/** The student as one worker sees it, see {@link WorkerLeaves}. */
final class WorkerStudent implements AutoCloseable {
  private final WorkerLeaves leaves;
  private final MugsNetwork network;

  /**
   * Prepares a view.
   *
   * @param settings of the method
   * @param student whose memory is shared; later updates in place are seen
   */
  WorkerStudent(MugsSettings settings, Parameters student) {
    this.leaves = new WorkerLeaves(student);
    this.network = new MugsNetwork(settings, leaves.parameters(), Role.STUDENT);
  }

  /**
   * Returns the student as it stands in a step, without gradients of a step that failed amid.
   *
   * @param memory of the student
   * @param scales of the step's prototypes; gradients stop there
   */
  Forward forward(NeighbourMemory memory, Tensor scales) {
    leaves.forget();
    Tensor leaf = scales.defined() ? Autograd.leaf(scales) : scales;
    return new Forward(network, memory, leaf);
  }

  @Override
  public void close() {
    leaves.close();
  }

  /**
   * Returns the gradients added up since the last call, and forgets them.
   *
   * @param names of the parameters; for the prototypes' magnitudes the gradient of their scales is
   *     meant
   * @param forward that the backward passes went through
   * @return one a name, kept; undefined where no loss depended on it
   */
  List<Tensor> take(List<String> names, Forward forward) {
    List<Tensor> gradients = leaves.take(names);
    int ofScales = names.indexOf(GroupHead.MAGNITUDES);
    if (ofScales >= 0) {
      gradients.set(ofScales, Scope.keep(Autograd.take(forward.scales())));
    }
    return gradients;
  }
}
