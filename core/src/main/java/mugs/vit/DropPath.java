package mugs.vit;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Stochastic depth (Huang et al., 2016): leaves out a branch of a block for some pictures, and
 * enlarges it for the others so that its mean stays.
 */
public interface DropPath {

  /** The two residual branches of a block. */
  enum Branch {
    /** Attention. */
    ATTENTION,
    /** Perceptron. */
    MLP
  }

  /** Leaves out nothing. */
  DropPath NONE = (block, branch) -> Optional.empty();

  /**
   * Returns what to multiply a branch with.
   *
   * @param block index from 0
   * @param branch of the block
   * @return {@code [images, 1, 1]}, each value 0 or 1 / (1 - rate); empty if nothing is left out
   */
  Optional<Tensor> factors(int block, Branch branch);
}
