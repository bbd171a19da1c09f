package mugs.vit;

import mugs.engine.Placement;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * How a parameter starts.
 *
 * @param distribution of its values
 * @param scale standard deviation, bound or the value itself
 */
public record InitialValue(Distribution distribution, double scale) {

  /** The ways values are drawn. */
  public enum Distribution {
    /** Normal with mean 0; the scale is the standard deviation. */
    NORMAL,
    /** Uniform between minus and plus the scale. */
    UNIFORM,
    /** The scale everywhere. */
    CONSTANT
  }

  /** Weights of linear layers, the class token and positions (DINO's and Mugs' programs). */
  public static final InitialValue NORMAL = new InitialValue(Distribution.NORMAL, 0.02);

  /** Biases. */
  public static final InitialValue ZERO = new InitialValue(Distribution.CONSTANT, 0);

  /** Scales of layer normalisations, magnitudes of prototypes. */
  public static final InitialValue ONE = new InitialValue(Distribution.CONSTANT, 1);

  /**
   * Returns the start of a layer without a rule of its own: uniform in plus and minus the inverse
   * root of its inputs.
   *
   * @param inputs of one output value
   */
  public static InitialValue uniformOver(long inputs) {
    return new InitialValue(Distribution.UNIFORM, 1 / Math.sqrt((double) inputs));
  }

  Tensor create(long seed, Placement placement, long... shape) {
    return switch (distribution) {
      case NORMAL -> placement.normal(seed, scale, shape);
      case UNIFORM -> placement.uniform(seed, scale, shape);
      case CONSTANT -> placement.zeros(shape).fill_(new Scalar(scale));
    };
  }
}
