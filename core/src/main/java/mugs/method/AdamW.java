package mugs.method;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.engine.Kernels;
import mugs.engine.Placement;
import mugs.engine.Scope;
import mugs.vit.Parameters;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * AdamW, each tensor with its share of the rate, some without decay. Updates are counted tensor by
 * tensor; a tensor without a gradient is left alone altogether.
 */
public final class AdamW {
  private static final String FIRST = "optimizer.first_moment.";
  private static final String SECOND = "optimizer.second_moment.";
  private static final String STEPS = "optimizer.step.";

  private final Parameters parameters;
  private final Groups groups;
  private final Constants constants;
  private final Map<String, Moments> moments = new LinkedHashMap<>();

  /**
   * Constants of every update.
   *
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param epsilon added to the root of the second moment
   */
  public record Constants(double beta1, double beta2, double epsilon) {}

  /** Says which tensors are treated otherwise than others. */
  public interface Groups {

    /** Returns the share of the rate that a tensor takes. */
    double rateShare(String name);

    /** Returns whether a tensor decays. */
    boolean decays(String name, Tensor parameter);
  }

  /**
   * Starts without moments: each tensor's begin at 0 with its first gradient.
   *
   * @param parameters to update in place
   * @param groups of them
   * @param constants of the optimiser
   */
  public AdamW(Parameters parameters, Groups groups, Constants constants) {
    this.parameters = parameters;
    this.groups = groups;
    this.constants = constants;
  }

  /**
   * Returns the method's optimiser: decay for tensors of two or more dimensions alone, a rate of
   * its own for the patch embedding.
   *
   * @param parameters to update in place
   * @param optimiser its constants
   */
  static AdamW ofMethod(Parameters parameters, MugsSettings.Optimiser optimiser) {
    return new AdamW(
        parameters,
        new MethodGroups(optimiser.patchEmbeddingRate()),
        new Constants(optimiser.beta1(), optimiser.beta2(), optimiser.epsilon()));
  }

  private record MethodGroups(double patchEmbeddingRate) implements Groups {
    private static final String PATCH_EMBEDDING = "backbone.patch_embed.";

    @Override
    public double rateShare(String name) {
      return name.startsWith(PATCH_EMBEDDING) ? patchEmbeddingRate : 1;
    }

    @Override
    public boolean decays(String name, Tensor parameter) {
      return parameter.dim() >= 2;
    }
  }

  /**
   * What is remembered of a tensor.
   *
   * @param first moving mean of its gradients, of its shape
   * @param second moving mean of their squares, of its shape
   * @param steps float tensor without dimensions: how often it was updated
   */
  public record Moments(Tensor first, Tensor second, Tensor steps) {
    /** Returns a count of 0, which lies where the parameter does. */
    static Tensor noSteps(Tensor parameter) {
      return parameter.detach().new_zeros(new long[0], new TensorOptions(ScalarType.Float));
    }

    private static Moments zero(Tensor parameter) {
      try (Scope scope = Scope.withoutGradients()) {
        return new Moments(
            Scope.keep(torch.zeros_like(parameter.detach())),
            Scope.keep(torch.zeros_like(parameter.detach())),
            Scope.keep(noSteps(parameter)));
      }
    }
  }

  /** Frees all moments. */
  public void close() {
    moments
        .values()
        .forEach(
            each -> {
              each.first().close();
              each.second().close();
              each.steps().close();
            });
    moments.clear();
  }

  /** Returns the moments of every tensor that ever had a gradient, by name. */
  public Map<String, Moments> moments() {
    return moments;
  }

  /** Returns all moments and counts by name, to be stored; counts are copies. */
  public Map<String, Tensor> tensors() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    moments.forEach(
        (name, own) -> {
          all.put(FIRST + name, own.first());
          all.put(SECOND + name, own.second());
          all.put(STEPS + name, own.steps().reshape(1));
        });
    return all;
  }

  /**
   * Takes up moments and counts; of a parameter that has none stored they begin anew.
   *
   * @param stored as {@link #tensors} gave them, among others perhaps
   * @param placement of the moments
   */
  public void restore(Map<String, Tensor> stored, Placement placement) {
    close();
    try (Scope scope = Scope.withoutGradients()) {
      for (String name : parameters.names()) {
        Tensor count = stored.get(STEPS + name);
        if (count != null) {
          Tensor steps = Moments.noSteps(parameters.get(name)).copy_(count.reshape());
          moments.put(
              name,
              new Moments(
                  kept(stored, FIRST + name, placement),
                  kept(stored, SECOND + name, placement),
                  Scope.keep(steps)));
        }
      }
    }
  }

  private static Tensor kept(Map<String, Tensor> stored, String name, Placement placement) {
    Tensor tensor = stored.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("the state holds no tensor '" + name + "'");
    }
    return Scope.keep(placement.copyOf(tensor));
  }

  /**
   * Updates every parameter that has a gradient.
   *
   * @param gradients by name
   * @param rate of this step
   * @param weightDecay of this step
   */
  public void update(Gradients gradients, double rate, double weightDecay) {
    Map<Kernels.AdamWSettings, Map<String, Tensor>> groups = new LinkedHashMap<>();
    gradients
        .byName()
        .forEach(
            (name, gradient) ->
                groups
                    .computeIfAbsent(
                        settingsOf(name, rate, weightDecay), settings -> new LinkedHashMap<>())
                    .put(name, gradient));
    groups.forEach((settings, own) -> update(own, settings));
  }

  private Kernels.AdamWSettings settingsOf(String name, double rate, double weightDecay) {
    double decay = groups.decays(name, parameters.get(name)) ? weightDecay : 0;
    return new Kernels.AdamWSettings(
        rate * groups.rateShare(name),
        decay,
        constants.beta1(),
        constants.beta2(),
        constants.epsilon());
  }

  private void update(Map<String, Tensor> gradients, Kernels.AdamWSettings settings) {
    List<Tensor> changed = new ArrayList<>();
    List<Tensor> first = new ArrayList<>();
    List<Tensor> second = new ArrayList<>();
    List<Tensor> steps = new ArrayList<>();
    gradients.forEach(
        (name, gradient) -> {
          Tensor parameter = parameters.get(name);
          Moments own = moments.computeIfAbsent(name, unseen -> Moments.zero(parameter));
          changed.add(parameter);
          first.add(own.first());
          second.add(own.second());
          steps.add(own.steps());
        });
    Kernels.add(steps, 1); // the fused kernel reads the counts and does not advance them
    Kernels.fusedAdamW(changed, List.copyOf(gradients.values()), first, second, steps, settings);
  }
}
