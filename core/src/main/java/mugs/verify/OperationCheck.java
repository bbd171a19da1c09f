package mugs.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How far one picture operation is from the recorded one, over all its cases.
 *
 * @param operation by its recorded name
 * @param percent which percentile of the absolute differences is looked at, 0 to 100
 * @param measured cases that were done, in order
 * @param refused cases that could not be done, in order
 */
public record OperationCheck(
    String operation, double percent, List<Measured> measured, List<Refused> refused)
    implements Check {

  /** Largest mean absolute difference of 255 that is allowed. */
  public static final double MEAN_LIMIT = 0.5;

  /** Largest difference of 255 allowed at the percentile. */
  public static final double PERCENTILE_LIMIT = 3;

  private static final double PERCENT = 99.9;

  /** Where pixels move, more of them differ: a rounding elsewhere is another neighbour. */
  private static final double PERCENT_WHERE_PIXELS_MOVE = 99;

  /** Copies the lists. */
  public OperationCheck {
    measured = List.copyOf(measured);
    refused = List.copyOf(refused);
  }

  /**
   * A case that was done.
   *
   * @param name of the case
   * @param mean absolute difference of 255
   * @param percentile of the absolute differences
   */
  public record Measured(String name, double mean, double percentile) {
    boolean holds() {
      return mean <= MEAN_LIMIT && percentile <= PERCENTILE_LIMIT;
    }

    private double badness() {
      return Math.max(mean / MEAN_LIMIT, percentile / PERCENTILE_LIMIT);
    }
  }

  /**
   * A case that could not be done.
   *
   * @param name of the case
   * @param reason in one line
   */
  public record Refused(String name, String reason) {}

  /** Collects the cases of one operation. */
  static final class Builder {
    private final String operation;
    private final double percent;
    private final List<Measured> measured = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();

    Builder(String operation) {
      this.operation = operation;
      this.percent = percentOf(operation);
    }

    private static double percentOf(String operation) {
      try {
        return PictureOperation.named(operation).moves() ? PERCENT_WHERE_PIXELS_MOVE : PERCENT;
      } catch (IOException e) {
        return PERCENT; // its cases are refused one by one
      }
    }

    void add(RecordedCase recorded, Path folder) {
      try {
        PictureDifference difference = recorded.compared(folder);
        measured.add(
            new Measured(recorded.name(), difference.mean(), difference.percentile(percent)));
      } catch (IOException e) {
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        refused.add(new Refused(recorded.name(), reason));
      }
    }

    OperationCheck build() {
      return new OperationCheck(operation, percent, measured, refused);
    }
  }

  /** Returns the number of cases. */
  public int cases() {
    return measured.size() + refused.size();
  }

  /** Returns how many cases could not be done or are too far off. */
  public int failed() {
    return refused.size() + (int) measured.stream().filter(one -> !one.holds()).count();
  }

  @Override
  public boolean holds() {
    return failed() == 0;
  }

  /** Returns the largest mean absolute difference of a case; 0 where none was done. */
  public double worstMean() {
    return measured.stream().mapToDouble(Measured::mean).max().orElse(0);
  }

  /** Returns the largest percentile of a case; 0 where none was done. */
  public double worstPercentile() {
    return measured.stream().mapToDouble(Measured::percentile).max().orElse(0);
  }

  /** Returns the case that comes nearest to a limit or passes it furthest, if any differs. */
  public Optional<String> where() {
    return measured.stream()
        .max(Comparator.comparingDouble(Measured::badness))
        .filter(one -> one.badness() > 0)
        .map(Measured::name);
  }

  @Override
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    String head =
        String.format(
            Locale.ROOT,
            "%-4s %-36s %3d case%s  ",
            holds() ? "ok" : "FAIL",
            operation,
            cases(),
            cases() == 1 ? " " : "s");
    lines.add(head + (measured.isEmpty() ? "none could be done" : figures()));
    refused.forEach(one -> lines.add("     " + one.name() + ": " + one.reason()));
    return lines;
  }

  private String figures() {
    return String.format(
        Locale.ROOT,
        "mean %.3f (at most %.1f)  percentile %.1f is %.2f (at most %.0f)%s%s",
        worstMean(),
        MEAN_LIMIT,
        percent,
        worstPercentile(),
        PERCENTILE_LIMIT,
        where().map(name -> "  " + name).orElse(""),
        holds() ? "" : "  (" + failed() + " failed)");
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("operation", operation);
    fields.put("cases", cases());
    fields.put("failed", failed());
    fields.put("percent", percent);
    if (!measured.isEmpty()) {
      fields.put("worstMean", worstMean());
      fields.put("worstPercentile", worstPercentile());
    }
    fields.put("where", where().orElse(""));
    fields.put("meanLimit", MEAN_LIMIT);
    fields.put("percentileLimit", PERCENTILE_LIMIT);
    fields.put("holds", holds());
    fields.put(
        "refused",
        refused.stream().map(one -> Map.of("case", one.name(), "reason", one.reason())).toList());
    return fields;
  }
}
