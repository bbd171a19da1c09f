package mugs.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Sums over the teacher's crops of a part of the batch, from which {@link TeacherHealth} follows;
 * its tensors are kept.
 *
 * @param crops that were seen
 * @param features sum of the [CLS] features of length 1, {@code [width]}
 * @param choices sum of the choices of prototypes, {@code [prototypes]}; empty without group
 *     discrimination
 * @param entropy sum of the entropies of these choices, in nats
 * @param similarity sum over crops of the mean cosine to the neighbours; empty while local groups
 *     are off
 */
record Observation(
    long crops,
    Tensor features,
    Optional<Tensor> choices,
    double entropy,
    Optional<Double> similarity) {

  /**
   * Looks at a part of the batch.
   *
   * @param seen by the teacher
   * @param targets of group discrimination, {@code [2, images, prototypes]}, if it is on
   * @param localGroups whether local groups are on
   */
  static Observation of(Seen seen, Optional<Tensor> targets, boolean localGroups) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor features = UnitLength.of(seen.classTokens());
      Optional<Tensor> choices = targets.map(each -> each.flatten(0, 1));
      return new Observation(
          features.size(0),
          Scope.keep(features.sum(0)),
          choices.map(each -> Scope.keep(each.sum(0))),
          choices.map(each -> -each.xlogy(each).sum().item_double()).orElse(0.0),
          localGroups
              ? Optional.of(seen.neighbourSimilarity().sum().item_double())
              : Optional.empty());
    }
  }

  List<Tensor> tensors() {
    List<Tensor> all = new ArrayList<>(List.of(features));
    choices.ifPresent(all::add);
    return all;
  }

  /** Returns what all parts of a batch say together; there is at least one. */
  static TeacherHealth health(List<Observation> parts) {
    double crops = parts.stream().mapToLong(Observation::crops).sum();
    double squaredMean = 0;
    for (double sum : sum(parts.stream().map(Observation::features).toList())) {
      squaredMean += Math.pow(sum / crops, 2);
    }
    List<Tensor> choices = parts.stream().flatMap(part -> part.choices.stream()).toList();
    Optional<Double> entropy = Optional.empty();
    Optional<Double> used = Optional.empty();
    if (!choices.isEmpty()) {
      entropy = Optional.of(parts.stream().mapToDouble(Observation::entropy).sum() / crops);
      double ofMean = 0;
      for (double sum : sum(choices)) {
        double share = sum / crops;
        ofMean -= share > 0 ? share * Math.log(share) : 0;
      }
      used = Optional.of(Math.exp(ofMean));
    }
    List<Double> similarities = parts.stream().flatMap(part -> part.similarity.stream()).toList();
    return new TeacherHealth(
        entropy,
        used,
        Math.sqrt(Math.max(0, 1 - squaredMean)),
        similarities.isEmpty()
            ? Optional.empty()
            : Optional.of(similarities.stream().mapToDouble(Double::doubleValue).sum() / crops));
  }

  private static double[] sum(List<Tensor> parts) {
    double[] sum = Tensors.toDoubles(parts.get(0));
    for (Tensor part : parts.subList(1, parts.size())) {
      double[] values = Tensors.toDoubles(part);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += values[i];
      }
    }
    return sum;
  }
}
