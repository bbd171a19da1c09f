package mugs.verify;

import java.util.Locale;

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
    String group, int tensors, double difference, String where, double tolerance) {

  /** Returns whether the group is close enough; a difference that is no number is not. */
  public boolean holds() {
    return tensors > 0 && difference <= tolerance;
  }

  /** Returns the comparison as one line of a table. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%-4s %-34s %4d tensor%s  largest difference %8.1e (at most %.0e)%s",
        holds() ? "ok" : "FAIL",
        group,
        tensors,
        tensors == 1 ? " " : "s",
        difference,
        tolerance,
        where.isEmpty() ? "" : "  " + where);
  }
}
