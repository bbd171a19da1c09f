package mugs.vit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import mugs.engine.Autograd;
import mugs.engine.Placement;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * The named tensors of a network, in a fixed order. Layers are views of them: they look their
 * tensors up by name once, and see every later update, which happens in place.
 */
public final class Parameters implements AutoCloseable {
  private final Map<String, Tensor> tensors;

  /** What was handed out as libtorch takes optional tensors; each holds on to its tensor. */
  private final List<TensorOptional> handedOut = new ArrayList<>();

  private Parameters(Map<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  /**
   * Creates start values.
   *
   * @param specs of all parameters
   * @param seed of the random values; each parameter draws from a generator of its own
   * @param placement of the tensors
   */
  public static Parameters initial(List<ParameterSpec> specs, long seed, Placement placement) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope scope = Scope.withoutGradients()) {
      for (ParameterSpec spec : specs) {
        long own = seed * 0x9E3779B97F4A7C15L + spec.name().hashCode();
        tensors.put(spec.name(), Scope.keep(spec.start().create(own, placement, spec.shape())));
      }
    }
    return new Parameters(tensors);
  }

  /**
   * Copies given tensors, all of which must fit.
   *
   * @param specs of all parameters
   * @param given by name, of any floating-point type
   * @param placement of the copies
   * @throws ParameterMismatchException naming every tensor that is missing, left over or of another
   *     shape
   */
  public static Parameters copyOf(
      List<ParameterSpec> specs, Map<String, Tensor> given, Placement placement) {
    checkFit(specs, given);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope scope = Scope.withoutGradients()) {
      for (ParameterSpec spec : specs) {
        Tensor tensor = given.get(spec.name());
        if (tensor != null) {
          tensors.put(spec.name(), Scope.keep(placement.copyOf(tensor.detach())));
        }
      }
    }
    return new Parameters(tensors);
  }

  private static void checkFit(List<ParameterSpec> specs, Map<String, Tensor> given) {
    List<String> wrong = new ArrayList<>();
    Set<String> left = new TreeSet<>(given.keySet());
    for (ParameterSpec spec : specs) {
      left.remove(spec.name());
      Tensor tensor = given.get(spec.name());
      if (tensor == null) {
        wrong.add("missing " + spec.name() + " " + Arrays.toString(spec.shape()));
      } else if (!Arrays.equals(Tensors.shape(tensor), spec.shape())) {
        wrong.add(
            spec.name()
                + " is "
                + Arrays.toString(Tensors.shape(tensor))
                + ", not "
                + Arrays.toString(spec.shape()));
      }
    }
    left.forEach(name -> wrong.add("left over " + name));
    if (!wrong.isEmpty()) {
      throw new ParameterMismatchException(
          "the weights do not fit the network: " + String.join("; ", wrong));
    }
  }

  /** Turns the recording of gradients on for every tensor. */
  public Parameters requireGradients() {
    tensors.values().forEach(tensor -> tensor.requires_grad_(true));
    return this;
  }

  /**
   * Returns leaves over the same memory, see {@link Autograd#leaf}: updates in place are seen in
   * both, gradients are added up apart.
   */
  public Parameters leaves() {
    Map<String, Tensor> leaves = new LinkedHashMap<>();
    try (Scope scope = Scope.withoutGradients()) {
      tensors.forEach((name, tensor) -> leaves.put(name, Scope.keep(Autograd.leaf(tensor))));
    }
    return new Parameters(leaves);
  }

  /**
   * Returns a parameter.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("the network has no parameter '" + name + "'");
    }
    return tensor;
  }

  /** Returns whether there is a parameter of this name. */
  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  /**
   * Returns a parameter as libtorch takes those that may be missing, or a missing one. It lives as
   * long as the parameters do.
   */
  TensorOptional optional(String name) {
    TensorOptional handed = has(name) ? new TensorOptional(get(name)) : new TensorOptional();
    handedOut.add(handed.retainReference());
    return handed;
  }

  /** Returns the names in order. */
  public List<String> names() {
    return List.copyOf(tensors.keySet());
  }

  /** Returns the tensors by name, in order; the map cannot be changed, the tensors can. */
  public Map<String, Tensor> asMap() {
    return Collections.unmodifiableMap(tensors);
  }

  /** Frees the tensors; layers that look at them must not be used any more. */
  @Override
  public void close() {
    handedOut.forEach(optional -> optional.close());
    tensors.values().forEach(tensor -> tensor.close());
  }

  /** Returns the number of values in all tensors. */
  public long count() {
    return tensors.values().stream().mapToLong(Tensor::numel).sum();
  }
}
