package mugs.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What became of one figure that another program made of features.
 *
 * @param figure its name
 * @param outcome what was found
 * @param words the same for people
 * @param numbers the same for machines
 */
public record EvaluationCheck(
    String figure, Outcome outcome, String words, Map<String, Object> numbers) implements Check {

  /** How it went. */
  public enum Outcome {
    /** It is close enough. */
    HOLDS,
    /** It is not, or could not be computed. */
    FAILED,
    /** This version does not compute it. */
    NOT_YET
  }

  static EvaluationCheck of(
      String figure, boolean holds, String words, Map<String, Object> numbers) {
    return new EvaluationCheck(figure, holds ? Outcome.HOLDS : Outcome.FAILED, words, numbers);
  }

  static EvaluationCheck failed(String figure, String reason) {
    return new EvaluationCheck(figure, Outcome.FAILED, reason, Map.of("reason", reason));
  }

  static EvaluationCheck notYet(String figure) {
    return new EvaluationCheck(figure, Outcome.NOT_YET, "not yet verified", Map.of());
  }

  boolean isNotYet() {
    return outcome == Outcome.NOT_YET;
  }

  /** {@inheritDoc} What is not verified yet says nothing against the rest. */
  @Override
  public boolean holds() {
    return outcome != Outcome.FAILED;
  }

  @Override
  public List<String> lines() {
    String mark =
        switch (outcome) {
          case HOLDS -> "ok";
          case FAILED -> "FAIL";
          case NOT_YET -> "-";
        };
    return List.of(String.format(Locale.ROOT, "%-4s %-26s %s", mark, figure, words));
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("figure", figure);
    fields.putAll(numbers);
    fields.put("verified", !isNotYet());
    fields.put("holds", holds());
    return fields;
  }
}
