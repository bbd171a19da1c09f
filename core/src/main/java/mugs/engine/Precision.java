package mugs.engine;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The floating-point types of a run. */
public enum Precision {
  /** 32-bit floats: training. */
  FLOAT32(ScalarType.Float, ScalarType.Float, 4),
  /** 64-bit floats: proofs. */
  FLOAT64(ScalarType.Double, ScalarType.Double, 8),
  /**
   * Matrix products of the networks with 16 bits, 8 of them for the exponent; parameters, norms,
   * losses, memories and the optimiser in 32.
   */
  BFLOAT16(ScalarType.Float, ScalarType.BFloat16, 4),
  /**
   * The same with 5 bits for the exponent: products three digits finer, over a range so narrow that
   * losses are scaled before their gradients are taken.
   */
  FLOAT16(ScalarType.Float, ScalarType.Half, 4),
  /**
   * 32-bit floats whose products a GPU takes with 10 digits each (TensorFloat-32): all products,
   * those of losses and of look-ups in memory too, because that is a switch of the whole process.
   */
  TF32(ScalarType.Float, ScalarType.Float, 4);

  private final ScalarType scalarType;
  private final ScalarType productType;
  private final int bytes;

  Precision(ScalarType scalarType, ScalarType productType, int bytes) {
    this.scalarType = scalarType;
    this.productType = productType;
    this.bytes = bytes;
  }

  /** Returns the type in which the networks take their matrix products. */
  ScalarType productType() {
    return productType;
  }

  /** Returns whether the networks take their products in a shorter type than the tensors'. */
  boolean shortensProducts() {
    return productType != scalarType;
  }

  /** Returns the bytes that a factor of the networks' products takes. */
  public int productBytes() {
    return shortensProducts() ? Short.BYTES : bytes;
  }

  /** Returns whether gradients would vanish in the products' type if losses were not scaled. */
  public boolean scalesLosses() {
    return this == FLOAT16;
  }

  /** Returns whether a GPU alone computes so. */
  public boolean needsCuda() {
    return this == TF32;
  }

  /** Returns this precision on the processor. */
  public Placement onCpu() {
    return on(Device.CPU);
  }

  /** Returns this precision on a device. */
  public Placement on(Device device) {
    return new Placement(this, device);
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
