package mugs.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How far a group of tensors is from the recorded one.
 *
 * @param group such as {@code step 0 gradients}
 * @param tensors how many were compared
 * @param difference the largest, relative to the largest recorded value of the same tensor
 * @param where the tensor with that difference; empty if nothing differs
 * @param tolerance the largest difference allowed
 */
public record Comparison(
    String group, int tensors, double difference, String where, double tolerance) implements Check {

  /** {@inheritDoc} A difference that is no number is not. */
  @Override
  public boolean holds() {
    return tensors > 0 && difference <= tolerance;
  }

  @Override
  public List<String> lines() {
    return List.of(
        String.format(
            Locale.ROOT,
            "%-4s %-34s %4d tensor%s  largest difference %8.1e (at most %.0e)%s",
            holds() ? "ok" : "FAIL",
            group,
            tensors,
            tensors == 1 ? " " : "s",
            difference,
            tolerance,
            where.isEmpty() ? "" : "  " + where));
  }

  /** {@inheritDoc} JSON has no word for infinity: such a difference is left out. */
  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("group", group);
    fields.put("tensors", tensors);
    if (Double.isFinite(difference)) {
      fields.put("difference", difference);
    }
    fields.put("where", where);
    fields.put("tolerance", tolerance);
    fields.put("holds", holds());
    return fields;
  }
}
