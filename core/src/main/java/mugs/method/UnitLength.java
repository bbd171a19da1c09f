package mugs.method;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/** L2 normalisation. */
final class UnitLength {
  /** Keeps rows of zeros from dividing by zero (PyTorch's {@code normalize}). */
  private static final double SMALLEST_NORM = 1e-12;

  private UnitLength() {}

  /** Returns the rows of length 1: {@code x / max(|x|, 1e-12)} over the last dimension. */
  static Tensor of(Tensor rows) {
    return rows.div(norms(rows));
  }

  /** Returns {@code [..., 1]}: the length of each row, at least 1e-12. */
  static Tensor norms(Tensor rows) {
    return rows.norm(new ScalarOptional(new Scalar(2.0)), new long[] {-1}, true)
        .clamp_min(new Scalar(SMALLEST_NORM));
  }
}
