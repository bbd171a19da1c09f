package mugs.engine;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorList;
import org.bytedeco.pytorch.TensorVector;

/**
 * Operations over lists of tensors that have no Java method and are reached through libtorch's
 * dispatcher: one call for all parameters instead of several for each.
 */
public final class Kernels {
  private static final ConcurrentMap<String, OperatorHandle> OPERATORS = new ConcurrentHashMap<>();

  private Kernels() {}

  /**
   * One AdamW update (Loshchilov and Hutter, 2019), in place: {@code p -= lr wd p}, then {@code p
   * -= lr m^ / (sqrt(v^) + eps)}.
   *
   * @param parameters to change
   * @param gradients one a parameter
   * @param firstMoments one a parameter
   * @param secondMoments one a parameter
   * @param steps float tensors of no dimension: how often each parameter was updated, this update
   *     counted
   * @param settings rate, decay and constants
   */
  public static void fusedAdamW(
      List<Tensor> parameters,
      List<Tensor> gradients,
      List<Tensor> firstMoments,
      List<Tensor> secondMoments,
      List<Tensor> steps,
      AdamWSettings settings) {
    call(
        "aten::_fused_adamw_",
        "",
        list(parameters),
        list(gradients),
        list(firstMoments),
        list(secondMoments),
        list(List.of()),
        list(steps),
        new IValue(settings.rate()),
        new IValue(settings.beta1()),
        new IValue(settings.beta2()),
        new IValue(settings.weightDecay()),
        new IValue(settings.epsilon()),
        new IValue(false),
        new IValue(false),
        new IValue(),
        new IValue());
  }

  /**
   * Moves every tensor towards another: {@code t <- t + weight (end - t)}, in place.
   *
   * @param tensors to change
   * @param ends one a tensor
   * @param weight of the ends, from 0 to 1
   */
  public static void lerp(List<Tensor> tensors, List<Tensor> ends, double weight) {
    call(
        "aten::_foreach_lerp_",
        "Scalar",
        list(tensors),
        list(ends),
        new IValue(new Scalar(weight)));
  }

  /**
   * Adds one list of tensors to another, in place.
   *
   * @param sums to change
   * @param addends one a sum
   */
  public static void add(List<Tensor> sums, List<Tensor> addends) {
    if (!sums.isEmpty()) {
      call("aten::_foreach_add_", "List", list(sums), list(addends), new IValue(new Scalar(1L)));
    }
  }

  /**
   * Adds a number to every tensor, in place.
   *
   * @param tensors to change
   * @param number to add
   */
  public static void add(List<Tensor> tensors, double number) {
    if (!tensors.isEmpty()) {
      call("aten::_foreach_add_", "Scalar", list(tensors), new IValue(new Scalar(number)));
    }
  }

  private static IValue list(List<Tensor> tensors) {
    TensorVector vector = new TensorVector(tensors.toArray(new Tensor[0]));
    return new IValue(new GenericList(new TensorList(vector)));
  }

  private static void call(String operator, String overload, IValue... arguments) {
    OperatorHandle handle =
        OPERATORS.computeIfAbsent(
            operator + "." + overload,
            name -> {
              OperatorHandle found = Dispatcher.singleton().findSchemaOrThrow(operator, overload);
              found.retainReference();
              return found;
            });
    try (Scope scope = Scope.withoutGradients()) {
      handle.callBoxed(new IValueVector(arguments));
    } catch (RuntimeException e) {
      throw EngineException.of(e);
    }
  }

  /**
   * The numbers of one AdamW update.
   *
   * @param rate learning rate
   * @param weightDecay multiplied by the rate
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param epsilon added to the root of the second moment
   */
  public record AdamWSettings(
      double rate, double weightDecay, double beta1, double beta2, double epsilon) {}
}
