package mugs.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import mugs.engine.SafetensorsReader;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedEvaluationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private final List<String> heard = new ArrayList<>();

  @BeforeEach
  void copy() throws IOException {
    for (String name : List.of("expected.json", "features.safetensors")) {
      try (InputStream in = getClass().getResourceAsStream("/evaluation/" + name)) {
        Files.copy(Objects.requireNonNull(in), folder.resolve(name));
      }
    }
  }

  private Section verify() throws IOException {
    RecordedEvaluation kind = new RecordedEvaluation();
    List<Section> sections =
        kind.verify(
            "here",
            folder,
            new VerifyListener() {
              @Override
              public void section(String heading) {
                heard.add(heading);
              }

              @Override
              public void checked(Check check) {
                heard.addAll(check.lines());
              }
            });
    assertThat(sections).hasSize(1);
    heard.add(kind.counted(sections));
    return sections.get(0);
  }

  private List<String> failed() throws IOException {
    return verify().checks().stream()
        .filter(check -> !check.holds())
        .map(check -> ((EvaluationCheck) check).figure())
        .toList();
  }

  /** Changes tensors of the features file. */
  private void change(Consumer<Map<String, Tensor>> change) throws IOException {
    Path file = folder.resolve("features.safetensors");
    try (Scope scope = Scope.withoutGradients();
        SafetensorsReader reader = SafetensorsReader.open(file)) {
      Map<String, Tensor> all = new LinkedHashMap<>(reader.readAll());
      change.accept(all);
      SafetensorsWriter.write(file, all, Map.of());
    }
  }

  private void changeJson(Consumer<ObjectNode> change) throws IOException {
    Path file = folder.resolve("expected.json");
    ObjectNode root = (ObjectNode) JSON.readTree(file.toFile());
    change.accept(root);
    Files.writeString(file, JSON.writeValueAsString(root));
  }

  @Test
  void theRecordedFigures_hold_andTheDenseOnesAreNotYetVerified() throws IOException {
    Section section = verify();

    assertThat(section.holds()).isTrue();
    assertThat(section.checks()).hasSize(12 + 2 + 2);
    assertThat(heard.get(0)).isEqualTo("here, 12 kNN classifications and 2 logistic regressions");
    assertThat(heard)
        .anyMatch(line -> line.startsWith("ok   kNN k 20, T 0.07") && line.contains("0 of 150"))
        .anyMatch(line -> line.matches("ok +logistic, penalty 0.001 +objective off by .*"))
        .anyMatch(line -> line.matches("- +coco +not yet verified"));
    assertThat(heard.get(heard.size() - 1))
        .isEqualTo("14 figures of features (2 not yet verified)");
  }

  @Test
  void aPredictionThatDiffers_isFound() throws IOException {
    change(all -> add(all, "knn_prediction.k5.t0.2", 1));

    assertThat(failed()).containsExactly("kNN k 5, T 0.2");
  }

  @Test
  void aShareThatDiffers_isFound() throws IOException {
    changeJson(root -> ((ObjectNode) root.path("knn").get(0)).put("top5", 0.75));

    assertThat(failed()).containsExactly("kNN k 1, T 0.04");
  }

  @Test
  void weightsAndObjectivesThatDiffer_areFound() throws IOException {
    change(all -> add(all, "logistic_weights.0.001", 0.1));
    changeJson(
        root -> ((ObjectNode) root.path("logistic").get(1)).put("objective", 1.841612 * 1.00001));

    assertThat(failed()).containsExactly("logistic, penalty 0.001", "logistic, penalty 0.01");
  }

  @Test
  void answersThatAreNotThere_fail_andTheOthersGoOn() throws IOException {
    change(
        all -> all.keySet().removeAll(List.of("knn_prediction.k1.t0.07", "logistic_weights.0.01")));

    assertThat(failed()).containsExactly("kNN k 1, T 0.07", "logistic, penalty 0.01");
    assertThat(heard)
        .anyMatch(line -> line.contains("holds no 150 predictions knn_prediction.k1.t0.07"));
  }

  @Test
  void aFolderThatMakesNoSense_isRefusedByName() throws IOException {
    change(all -> all.remove("test_labels"));
    assertThatThrownBy(this::verify)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must hold a tensor 'test_labels' of 1 dimension, but there is none");

    changeJson(root -> root.put("knn", "all of them"));
    assertThatThrownBy(this::verify)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'knn' must be a list");
  }

  private static void add(Map<String, Tensor> all, String name, double what) {
    Tensor tensor = Objects.requireNonNull(all.get(name));
    tensor
        .select(0, 3)
        .add_(tensor.is_floating_point() ? new Scalar(what) : new Scalar((long) what));
  }
}
