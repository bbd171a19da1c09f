package mugs.train;

import java.util.LinkedHashMap;
import java.util.Map;

/** What of a run's events TensorBoard shows, by tag. */
final class Scalars {
  private static final String LOSSES = "losses";

  /** The number that an event is about is no curve. */
  private static final String STEP = "step";

  private Scalars() {}

  /** Returns every number of a step's event; those of the losses under {@code loss/}. */
  static Map<String, Double> ofStep(Map<String, Object> event) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    event.forEach(
        (name, value) -> {
          if (name.equals(LOSSES) && value instanceof Map<?, ?> losses) {
            losses.forEach((loss, of) -> put(scalars, "loss/" + loss, of));
          } else if (name.equals("loss")) {
            put(scalars, "loss/total", value);
          } else if (!name.equals(STEP)) {
            put(scalars, "run/" + name, value);
          }
        });
    return scalars;
  }

  /** Returns the figures of an online kNN, by label level. */
  static Map<String, Double> ofKnn(PretrainingListener.Measurement measurement) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    measurement.top1().forEach((level, share) -> scalars.put("knn/" + level, share));
    return scalars;
  }

  private static void put(Map<String, Double> scalars, String tag, Object value) {
    if (value instanceof Number number) {
      scalars.put(tag, number.doubleValue());
    }
  }
}
