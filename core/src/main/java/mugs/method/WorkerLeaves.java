package mugs.method;

import java.util.ArrayList;
import java.util.List;
import mugs.engine.Autograd;
import mugs.engine.Scope;
import mugs.vit.Parameters;
import org.bytedeco.pytorch.Tensor;

/**
 * Parameters as one worker sees them: tensors of its own over the memory that all workers share.
 * Backward passes side by side add up their gradients in these tensors, so neither do they race nor
 * does the order of addition depend on which is faster; and because a gradient is added the moment
 * it is known, a worker holds one set of gradients and not two.
 */
public final class WorkerLeaves implements AutoCloseable {
  private final Parameters leaves;

  /**
   * Prepares a view.
   *
   * @param parameters whose memory is shared; later updates in place are seen
   */
  public WorkerLeaves(Parameters parameters) {
    this.leaves = parameters.leaves();
  }

  /** Returns the worker's own tensors, to make a network of. */
  public Parameters parameters() {
    return leaves;
  }

  /** Forgets gradients of a step that failed amid. */
  public void forget() {
    leaves.asMap().values().forEach(each -> Autograd.take(each).close());
  }

  /**
   * Returns the gradients added up since the last call, and forgets them.
   *
   * @param names of the parameters
   * @return one a name, kept; undefined where no loss depended on it
   */
  public List<Tensor> take(List<String> names) {
    List<Tensor> gradients = new ArrayList<>();
    for (String name : names) {
      gradients.add(Scope.keep(Autograd.take(leaves.get(name))));
    }
    return gradients;
  }

  @Override
  public void close() {
    leaves.close();
  }
}
