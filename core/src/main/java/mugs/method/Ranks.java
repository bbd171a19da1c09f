package mugs.method;

import org.bytedeco.pytorch.Tensor;

/**
 * The processes that train together: the one place where rows of a batch meet those of other
 * processes, and where gradients and sums are shared.
 */
public interface Ranks {

  /** One process alone: everything is here already. */
  Ranks ALONE =
      new Ranks() {
        @Override
        public int count() {
          return 1;
        }

        @Override
        public Tensor gather(Tensor rows) {
          return rows;
        }

        @Override
        public Tensor sum(Tensor tensor) {
          return tensor;
        }
      };

  /** Returns the number of processes; each works on as many images a step. */
  int count();

  /**
   * Returns the rows of all processes, by rank.
   *
   * @param rows {@code [any number, ...]} of this process
   */
  Tensor gather(Tensor rows);

  /**
   * Returns the sum of a tensor over all processes.
   *
   * @param tensor of one shape everywhere
   */
  Tensor sum(Tensor tensor);
}
