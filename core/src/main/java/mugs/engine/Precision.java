package mugs.engine;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The floating-point type of parameters, activations and losses. */
public enum Precision {
  /** 32-bit floats: training. */
  FLOAT32(ScalarType.Float, 4),
  /** 64-bit floats: proofs. */
  FLOAT64(ScalarType.Double, 8);

  private final ScalarType scalarType;
  private final int bytes;

  Precision(ScalarType scalarType, int bytes) {
    this.scalarType = scalarType;
    this.bytes = bytes;
  }

  /** Returns libtorch's name of the type. */
  public ScalarType scalarType() {
    return scalarType;
  }

  /** Returns the bytes a value takes. */
  public int bytes() {
    return bytes;
  }

  /** Returns options for new tensors of this type on the CPU. */
  public TensorOptions options() {
    return new TensorOptions(scalarType);
  }

  /**
   * Returns the tensor in this type; the same tensor if it has it already.
   *
   * @param tensor of any numeric type
   */
  public Tensor of(Tensor tensor) {
    return tensor.to(scalarType);
  }
}
