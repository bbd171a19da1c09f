package mugs.method;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.engine.Kernels;
import mugs.engine.Scope;
import mugs.vit.Parameters;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * AdamW in four groups: decay for tensors of two or more dimensions alone, a rate of its own for
 * the patch embedding. Updates are counted tensor by tensor; a tensor without a gradient is left
 * alone altogether.
 */
public final class AdamW {
  private static final String PATCH_EMBEDDING = "backbone.patch_embed.";

  private final Parameters parameters;
  private final MugsSettings.Optimiser constants;
  private final Map<String, Moments> moments = new LinkedHashMap<>();

  /**
   * Starts without moments: each tensor's begin at 0 with its first gradient.
   *
   * @param parameters to update in place
   * @param constants of the optimiser
   */
  public AdamW(Parameters parameters, MugsSettings.Optimiser constants) {
    this.parameters = parameters;
    this.constants = constants;
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
  void close() {
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

  /**
   * Updates every parameter that has a gradient.
   *
   * @param gradients by name
   * @param now rate and decay of this step
   */
  void update(Gradients gradients, StepSettings now) {
    Map<Kernels.AdamWSettings, Map<String, Tensor>> groups = new LinkedHashMap<>();
    gradients
        .byName()
        .forEach(
            (name, gradient) ->
                groups
                    .computeIfAbsent(settingsOf(name, now), settings -> new LinkedHashMap<>())
                    .put(name, gradient));
    groups.forEach((settings, own) -> update(own, settings));
  }

  private Kernels.AdamWSettings settingsOf(String name, StepSettings now) {
    double share = name.startsWith(PATCH_EMBEDDING) ? constants.patchEmbeddingRate() : 1;
    double decay = parameters.get(name).dim() >= 2 ? now.weightDecay() : 0;
    return new Kernels.AdamWSettings(
        now.rate() * share, decay, constants.beta1(), constants.beta2(), constants.epsilon());
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
