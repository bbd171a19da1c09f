package mugs.verify;

import java.util.List;
import java.util.Map;

/**
 * Checks that were made together.
 *
 * @param facts what was checked and how, for machines: keys in camel case
 * @param checks in the order in which they were made
 */
public record Section(Map<String, Object> facts, List<Check> checks) {

  /** Copies the checks. */
  public Section {
    checks = List.copyOf(checks);
  }

  /** Returns whether all checks hold. */
  public boolean holds() {
    return checks.stream().allMatch(Check::holds);
  }
}
