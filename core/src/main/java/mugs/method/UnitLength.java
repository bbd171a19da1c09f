package mugs.method;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** L2 normalisation. */
public final class UnitLength {
  /** Keeps rows of zeros from dividing by zero (PyTorch's {@code normalize}). */
  public static final double SMALLEST_NORM = 1e-12;

  private UnitLength() {}

  /** Returns the rows of length 1: {@code x / max(|x|, 1e-12)} over the last dimension. */
  public static Tensor of(Tensor rows) {
    Tensor whole = whole(rows);
    return whole.div(norms(whole));
  }

  /** Returns values of 16 bits with 32, in which lengths are exact enough. */
  private static Tensor whole(Tensor rows) {
    return rows.element_size() < Float.BYTES ? rows.to(ScalarType.Float) : rows;
  }

  /** Returns {@code [..., 1]}: the length of each row, at least 1e-12. */
  static Tensor norms(Tensor rows) {
    return rows.norm(new ScalarOptional(new Scalar(2.0)), new long[] {-1}, true)
        .clamp_min(new Scalar(SMALLEST_NORM));
  }
}
