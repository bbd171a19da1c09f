package mugs.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The losses of a step.
 *
 * @param total sum of weight times loss over the sum of the weights
 * @param bySupervision each supervision's own loss, unweighted, by its name
 */
public record Losses(double total, Map<String, Double> bySupervision) {

  /** Adds up what the parts of a batch have lost. */
  static Losses of(List<Supervision> supervisions, List<ShardResult> shards) {
    Map<String, Double> bySupervision = new LinkedHashMap<>();
    double total = 0;
    double weights = 0;
    for (int i = 0; i < supervisions.size(); i++) {
      int index = i;
      double loss = shards.stream().mapToDouble(shard -> shard.losses()[index]).sum();
      bySupervision.put(supervisions.get(i).name(), loss);
      total += supervisions.get(i).weight() * loss;
      weights += supervisions.get(i).weight();
    }
    return new Losses(total / weights, bySupervision);
  }

  /** Returns whether every loss is a number that training can go on from. */
  public boolean isFinite() {
    return Double.isFinite(total);
  }
}
