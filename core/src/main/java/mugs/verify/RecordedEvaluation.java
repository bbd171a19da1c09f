package mugs.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Features and what other programs made of them: {@code expected.json} lists kNN classifications
 * and logistic regressions, {@code features.safetensors} holds features, labels, predictions and
 * weights.
 */
public record RecordedEvaluation() implements RecordedKind {
  static final String FILE = "expected.json";
  private static final Set<String> VERIFIED = Set.of("knn", "logistic");

  @Override
  public String file() {
    return FILE;
  }

  @Override
  public String sectionsKey() {
    return "evaluations";
  }

  @Override
  public String checksKey() {
    return "figures";
  }

  /** {@inheritDoc} A figure at which something goes wrong fails, and the others go on. */
  @Override
  public List<Section> verify(String name, Path folder, VerifyListener listener)
      throws IOException {
    JsonFields expected = JsonFields.read(folder.resolve(FILE)); // before libtorch is loaded
    List<JsonFields> knn = entries(expected, "knn");
    List<JsonFields> logistic = entries(expected, "logistic");
    List<Check> checks = new ArrayList<>();
    listener.section(
        "%s, %d kNN classifications and %d logistic regressions"
            .formatted(name, knn.size(), logistic.size()));
    if (!knn.isEmpty() || !logistic.isEmpty()) {
      RecordedFeatures features = RecordedFeatures.read(folder.resolve(RecordedFeatures.FILE));
      for (JsonFields entry : knn) {
        checks.add(checked(listener, features.knn(entry)));
      }
      for (JsonFields entry : logistic) {
        checks.add(checked(listener, features.logistic(entry)));
      }
    }
    for (Iterator<String> keys = expected.node().fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!VERIFIED.contains(key)) {
        checks.add(checked(listener, EvaluationCheck.notYet(key)));
      }
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("folder", name);
    facts.put("knn", knn.size());
    facts.put("logistic", logistic.size());
    return List.of(new Section(facts, checks));
  }

  private static List<JsonFields> entries(JsonFields expected, String key) throws IOException {
    List<JsonFields> entries = new ArrayList<>();
    if (expected.has(key)) {
      for (JsonNode entry : expected.array(key)) {
        if (!entry.isObject()) {
          throw new IOException(
              "%s: '%s' must be a list of objects, but holds %s"
                  .formatted(expected.place(), key, entry));
        }
        entries.add(
            new JsonFields(
                entry, "%s: %s %d".formatted(expected.place(), key, entries.size() + 1)));
      }
    }
    return entries;
  }

  private static EvaluationCheck checked(VerifyListener listener, EvaluationCheck check) {
    listener.checked(check);
    return check;
  }

  @Override
  public String counted(List<Section> sections) {
    List<EvaluationCheck> checks =
        sections.stream()
            .flatMap(section -> section.checks().stream())
            .map(EvaluationCheck.class::cast)
            .toList();
    long verified = checks.stream().filter(check -> !check.isNotYet()).count();
    long failed = checks.stream().filter(check -> !check.holds()).count();
    return "%s%d figures of features%s"
        .formatted(
            failed == 0 ? "" : failed + " of ",
            verified,
            verified == checks.size()
                ? ""
                : " (%d not yet verified)".formatted(checks.size() - verified));
  }
}
