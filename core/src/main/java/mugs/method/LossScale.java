package mugs.method;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What losses are multiplied with before their gradients are taken, so that these do not vanish in
 * 16-bit floats (Micikevicius et al., 2018, "Mixed precision training"); and divided out again
 * before anything is made of them. All scales are powers of two, so gradients that neither vanish
 * nor overflow are the same with any.
 *
 * <p>The constants are those of PyTorch's {@code GradScaler}: the scale doubles after 2,000 steps
 * without overflow and is halved by one. There a step that overflows is lost; here it is taken
 * again with half the scale, because nothing has been changed yet when that is known.
 */
public final class LossScale {
  /** Below it there is nothing to scale: gradients overflow by themselves. */
  public static final double SMALLEST = 1;

  private static final double START = 65_536;
  private static final long GROWTH_INTERVAL = 2000;
  private static final String NAME = "loss_scale";
  private static final String STEPS = NAME + ".steps";

  private double scale;
  private long steps;

  /** Starts as a new run does. */
  public LossScale() {
    this(START, 0);
  }

  /**
   * Goes on.
   *
   * @param scale a power of two
   * @param steps since it was last changed
   */
  LossScale(double scale, long steps) {
    this.scale = scale;
    this.steps = steps;
  }

  /** Returns the scale as {@link #tensors} gave it, or a new one where there is none. */
  public static LossScale of(Map<String, Tensor> tensors) {
    Tensor scale = tensors.get(NAME);
    Tensor steps = tensors.get(STEPS);
    return scale == null || steps == null
        ? new LossScale()
        : new LossScale(scale.item_double(), steps.item_long());
  }

  /** Returns what the next step begins with. */
  public double scale() {
    return scale;
  }

  /** Returns the steps since the scale was last changed. */
  public long steps() {
    return steps;
  }

  /**
   * Takes note of a step that was taken.
   *
   * @param with the scale that its gradients did not overflow with, at most the one it began with
   */
  public void took(double with) {
    steps = with < scale ? 1 : steps + 1;
    scale = with;
    if (steps == GROWTH_INTERVAL) {
      scale *= 2;
      steps = 0;
    }
  }

  /**
   * Returns it for a file.
   *
   * @param like a tensor that lies where they are to
   */
  public Map<String, Tensor> tensors(Tensor like) {
    long[] one = {1};
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(
        NAME, like.new_zeros(one, new TensorOptions(ScalarType.Double)).fill_(new Scalar(scale)));
    tensors.put(
        STEPS, like.new_zeros(one, new TensorOptions(ScalarType.Long)).fill_(new Scalar(steps)));
    return tensors;
  }
}
