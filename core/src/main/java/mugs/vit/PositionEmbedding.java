package mugs.vit;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Learned positions of the class token and of a square grid of patches, fitted to other grids. */
final class PositionEmbedding {
  /** Keeps the number of rows after rounding down what it should be (DINO's program). */
  private static final double ROUNDING_GUARD = 0.1;

  private final Tensor learned;
  private final int grid;

  /**
   * Takes the learned positions.
   *
   * @param learned {@code [1, 1 + grid * grid, width]}, the class token's first
   * @param grid patches along a side
   */
  PositionEmbedding(Tensor learned, int grid) {
    this.learned = learned;
    this.grid = grid;
  }

  /**
   * Returns positions for a grid of patches; of another size than learned, they are interpolated
   * bicubically, and gradients flow through.
   *
   * @return {@code [1, 1 + rows * columns, width]}
   */
  Tensor forGrid(long rows, long columns) {
    if (rows == grid && columns == grid) {
      return learned;
    }
    long width = learned.size(2);
    double rowFactor = (rows + ROUNDING_GUARD) / grid;
    double columnFactor = (columns + ROUNDING_GUARD) / grid;
    Tensor patches =
        learned.narrow(1, 1, (long) grid * grid).view(1, grid, grid, width).permute(0, 3, 1, 2);
    Tensor fitted =
        torch.upsample_bicubic2d(
            patches,
            new long[] {(long) (grid * rowFactor), (long) (grid * columnFactor)},
            false,
            new DoubleOptional(rowFactor),
            new DoubleOptional(columnFactor));
    Tensor asTokens = fitted.permute(0, 2, 3, 1).reshape(1, -1, width);
    return torch.cat(new TensorVector(learned.narrow(1, 0, 1), asTokens), 1);
  }
}
