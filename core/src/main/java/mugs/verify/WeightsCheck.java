package mugs.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of one weights file.
 *
 * @param file its name
 * @param toRefuse whether it had to be refused
 * @param differences the largest absolute difference of each recorded answer; empty if the file was
 *     not used
 * @param tolerance the largest difference allowed
 * @param reason why it was not used; empty if it was
 * @param holds whether all is as it should be
 */
public record WeightsCheck(
    String file,
    boolean toRefuse,
    Map<String, Double> differences,
    double tolerance,
    String reason,
    boolean holds)
    implements Check {

  /** Describes a file that was used, which must not be one to refuse. */
  static WeightsCheck used(
      String file, boolean toRefuse, Map<String, Double> differences, double tolerance) {
    boolean close =
        !differences.isEmpty()
            && differences.values().stream().allMatch(difference -> difference <= tolerance);
    return new WeightsCheck(file, toRefuse, differences, tolerance, "", close && !toRefuse);
  }

  /** Describes a file that was refused, in words meant for its user. */
  static WeightsCheck refused(String file, boolean toRefuse, String reason) {
    return new WeightsCheck(file, toRefuse, Map.of(), 0, reason, toRefuse);
  }

  /** Describes a file at which something went wrong that should not. */
  static WeightsCheck failed(String file, boolean toRefuse, String reason) {
    return new WeightsCheck(file, toRefuse, Map.of(), 0, reason, false);
  }

  @Override
  public List<String> lines() {
    String what;
    if (!reason.isEmpty()) {
      what = (toRefuse && holds ? "refused: " : "") + reason;
    } else if (toRefuse) {
      what = "was taken, but is to be refused";
    } else {
      what =
          differences.entrySet().stream()
                  .map(one -> String.format(Locale.ROOT, "%s %.1e", one.getKey(), one.getValue()))
                  .collect(Collectors.joining(", ", "largest difference: ", ""))
              + String.format(Locale.ROOT, " (at most %.0e)", tolerance);
    }
    return List.of(String.format(Locale.ROOT, "%-4s %-30s %s", holds ? "ok" : "FAIL", file, what));
  }

  /** {@inheritDoc} JSON has no word for infinity: such a difference is left out. */
  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", file);
    fields.put("toRefuse", toRefuse);
    if (reason.isEmpty()) {
      Map<String, Double> finite = new LinkedHashMap<>(differences);
      finite.values().removeIf(difference -> !Double.isFinite(difference));
      fields.put("differences", finite);
      fields.put("tolerance", tolerance);
    } else {
      fields.put("reason", reason);
    }
    fields.put("holds", holds);
    return fields;
  }
}
