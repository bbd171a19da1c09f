package mugs.method;

import java.util.ArrayList;
import java.util.List;
import mugs.engine.Autograd;
import mugs.engine.Scope;
import mugs.vit.Parameters;
import org.bytedeco.pytorch.Tensor;

/**
 * The student as one worker sees it: tensors of its own over the memory that all workers share.
 * Backward passes side by side add up their gradients in these tensors, so neither do they race nor
 * does the order of addition depend on which is faster; and because a gradient is added the moment
 * it is known, a worker holds one set of gradients and not two.
 */
final class WorkerStudent implements AutoCloseable {
  private final Parameters leaves;
  private final MugsNetwork network;

  /**
   * Prepares a view.
   *
   * @param settings of the method
   * @param student whose memory is shared; later updates in place are seen
   */
  WorkerStudent(MugsSettings settings, Parameters student) {
    this.leaves = student.leaves();
    this.network = new MugsNetwork(settings, leaves, Role.STUDENT);
  }

  /**
   * Returns the student as it stands in a step, without gradients of a step that failed amid.
   *
   * @param memory of the student
   * @param scales of the step's prototypes; gradients stop there
   */
  Forward forward(NeighbourMemory memory, Tensor scales) {
    leaves.asMap().values().forEach(each -> Autograd.take(each).close());
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
    List<Tensor> gradients = new ArrayList<>();
    for (String name : names) {
      boolean ofScales = name.equals(GroupHead.MAGNITUDES);
      Tensor leaf = ofScales ? forward.scales() : leaves.get(name);
      gradients.add(Scope.keep(Autograd.take(leaf)));
    }
    return gradients;
  }
}
