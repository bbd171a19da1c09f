package mugs.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.engine.Engine;

/**
 * Pictures that another program changed: {@code cases.json} lists operation, arguments, the picture
 * that went in and the one that came out.
 */
public record RecordedAugmentation() implements RecordedKind {

  @Override
  public String file() {
    return "cases.json";
  }

  @Override
  public String sectionsKey() {
    return "augmentations";
  }

  @Override
  public String checksKey() {
    return "operations";
  }

  /** {@inheritDoc} A case that cannot be done fails, and the others go on. */
  @Override
  public List<Section> verify(String name, Path folder, VerifyListener listener)
      throws IOException {
    JsonNode cases = JsonFields.readList(folder.resolve(file())); // before libtorch is loaded
    Engine.start();
    listener.section("%s, %d cases".formatted(name, cases.size()));
    Map<String, OperationCheck.Builder> operations = new LinkedHashMap<>();
    for (int i = 0; i < cases.size(); i++) {
      RecordedCase recorded = RecordedCase.of(cases.get(i), "case " + (i + 1));
      operations
          .computeIfAbsent(recorded.operation(), OperationCheck.Builder::new)
          .add(recorded, folder);
    }
    List<Check> checks = new ArrayList<>();
    for (OperationCheck.Builder operation : operations.values()) {
      OperationCheck check = operation.build();
      listener.checked(check);
      checks.add(check);
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("folder", name);
    facts.put("cases", cases.size());
    return List.of(new Section(facts, checks));
  }

  @Override
  public String counted(List<Section> sections) {
    List<OperationCheck> checks =
        sections.stream()
            .flatMap(section -> section.checks().stream())
            .map(OperationCheck.class::cast)
            .toList();
    int cases = checks.stream().mapToInt(OperationCheck::cases).sum();
    int failed = checks.stream().mapToInt(OperationCheck::failed).sum();
    return "%s%d cases of %d operations"
        .formatted(failed == 0 ? "" : failed + " of ", cases, checks.size());
  }
}
