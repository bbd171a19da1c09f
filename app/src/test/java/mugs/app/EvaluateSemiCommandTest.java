package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.embed.NetworkDescription;
import mugs.engine.Precision;
import mugs.engine.SafetensorsReader;
import mugs.engine.SafetensorsWriter;
import mugs.engine.Scope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateSemiCommandTest {
  private static final int OF_A_CLASS = 20;

  @TempDir Path folder;

  private Path pictures;
  private Path backbone;
  private Path weights;
  private Path run;

  @BeforeEach
  void write() throws IOException {
    pictures = ColouredPictures.write(folder.resolve("pictures"), OF_A_CLASS);
    backbone = TinyWeights.write(folder.resolve("net"));
    weights = withProjector(backbone, folder.resolve("whole.safetensors"));
    run = folder.resolve("run");
  }

  /** Adds the first layer of an instance head, 16 to 24. */
  private static Path withProjector(Path backbone, Path file) throws IOException {
    try (Scope scope = Scope.withoutGradients();
        SafetensorsReader reader = SafetensorsReader.open(backbone)) {
      Map<String, Tensor> tensors = new LinkedHashMap<>(reader.readAll());
      tensors.put(
          "instance_head.projector.0.weight", Precision.FLOAT32.onCpu().normal(3, 0.3, 24, 16));
      SafetensorsWriter.write(
          file, tensors, Map.of(NetworkDescription.KEY, reader.metadata().get("network")));
    }
    return file;
  }

  private Captured semi(Path network, String... arguments) {
    List<String> all = new ArrayList<>(List.of("evaluate", "semi", pictures.toString()));
    all.addAll(List.of("--weights", network.toString(), "--run", run.toString()));
    all.addAll(List.of(arguments));
    return Captured.run(all.toArray(String[]::new));
  }

  @Test
  void classes_areLearnedFromAShareOfTheLabels_oneTableForAllShares() throws IOException {
    Captured found =
        semi(weights, "--share", "0.25,0.05", "--epochs", "60", "--rate", "3e-3", "--json");
    assertThat(found.exitCode()).as(found.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(found.out());
    JsonNode logistic = json.path("results").get(0);
    assertThat(logistic.path("labels").asText()).isEqualTo("0.25-labels");
    assertThat(logistic.path("method").asText()).isEqualTo("logistic");
    assertThat(logistic.path("top1").asDouble()).isEqualTo(1);
    assertThat(logistic.path("penalty").asDouble() * 12)
        .isIn(0.3, 0.2, 0.15, 0.1, 0.06, 0.03, 0.01);
    assertThat(logistic.path("heldOutTop1").asDouble()).isEqualTo(1);
    assertThat(logistic.path("trials")).hasSize(7);
    assertThat(logistic.path("trainPictures").asInt()).isEqualTo(12);
    assertThat(logistic.path("testPictures").asInt()).isEqualTo(12);
    JsonNode oneOfEach = json.path("results").get(1);
    assertThat(oneOfEach.path("labels").asText()).isEqualTo("0.05-labels");
    assertThat(oneOfEach.path("penalty").asDouble()).isEqualTo(0.1 / 3);
    JsonNode quarter = json.path("results").get(2);
    assertThat(quarter.path("labels").asText()).isEqualTo("0.25-labels");
    assertThat(quarter.path("method").asText()).isEqualTo("fine-tune");
    assertThat(quarter.path("trainPictures").asInt()).isEqualTo(12); // of 16 a class
    assertThat(quarter.path("top1").asDouble()).isEqualTo(1);
    assertThat(json.path("results").get(3).path("trainPictures").asInt()).isEqualTo(3);
    assertThat(oneOfEach.has("heldOutTop1")).isFalse(); // one label a class: there was no choice
    JsonNode tuning = json.path("settings").path("fine-tune");
    assertThat(tuning.path("start").asText()).isEqualTo("projector");
    assertThat(tuning.path("weightDecay").asDouble()).isEqualTo(0.05);
    JsonNode regression = json.path("settings").path("logistic");
    assertThat(regression.path("lambdas")).hasSize(7);
    assertThat(regression.path("heldOut").asDouble()).isEqualTo(0.2);
    assertThat(regression.path("intercept").asBoolean(true)).isFalse();
    try (SafetensorsReader tuned =
        SafetensorsReader.open(run.resolve("0.25-labels/weights.safetensors"))) {
      assertThat(tuned.shape("head.weight")).containsExactly(3, 24);
      assertThat(tuned.names()).contains("instance_head.projector.0.weight");
    }
  }

  @Test
  void featuresOfTheRegression_areKeptWhereTheOptionSays_andTheFileIsNamed() throws IOException {
    Path cache = folder.resolve("cache");
    String[] asked = {
      "--share", "0.25", "--method", "logistic", "--cache", cache.toString(), "--json",
    };

    Captured found = semi(weights, asked);

    assertThat(found.exitCode()).as(found.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(found.out());
    Path file = Path.of(json.path("featuresFile").asText());
    assertThat(file).isRegularFile().hasParent(cache);
    assertThat(found.err()).contains("Features of 24 pictures are kept in " + file);
    assertThat(new ObjectMapper().readTree(run.resolve("results.json").toFile())).isEqualTo(json);
    List<String> resumed = new ArrayList<>(List.of(asked));
    resumed.add("--resume");
    Captured told = semi(weights, resumed.toArray(String[]::new));
    assertThat(new ObjectMapper().readTree(told.out()).path("featuresFile").asText())
        .isEqualTo(file.toString());
    run = folder.resolve("run-2");
    Captured passing = semi(weights, "--share", "0.25", "--method", "logistic", "--json");
    assertThat(passing.err()).contains("Features are not kept: the weights are in no run");
    assertThat(new ObjectMapper().readTree(passing.out()).has("featuresFile")).isFalse();
  }

  @Test
  void cacheThatIsOfNoUse_isRefused() throws IOException {
    Captured tuning = semi(weights, "--method", "fine-tune", "--cache", "cache");
    assertThat(tuning.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(tuning.err()).contains("--cache keeps the features of logistic, which --method");
    Path file = Files.writeString(folder.resolve("file"), "");
    Captured occupied = semi(weights, "--cache", file.toString());
    assertThat(occupied.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(occupied.err()).contains("cannot be written");
    assertThat(Files.exists(run)).isFalse();
  }

  /** As a run that was stopped in its second share leaves it. */
  @Test
  void sharesThatAreFinished_areToldAgain_andTheNextIsLearned_whereTheRunIsGoneOnWith()
      throws IOException {
    String[] asked = {"--share", "0.25,0.05", "--epochs", "2", "--json"};
    Captured whole = semi(weights, asked);
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    JsonNode results = new ObjectMapper().readTree(whole.out()).path("results");
    for (String file : List.of("results.json", "weights.safetensors", "state.safetensors")) {
      Files.delete(run.resolve("0.05-labels").resolve(file));
    }

    List<String> resumed = new ArrayList<>(List.of(asked));
    resumed.add("--resume");
    Captured again = semi(weights, resumed.toArray(String[]::new));

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.err())
        .contains("logistic is finished", "0.25-labels is finished")
        .doesNotContain("embedded", "0.05-labels is finished");
    JsonNode told = new ObjectMapper().readTree(again.out()).path("results");
    for (int i = 0; i < 3; i++) { // logistic regression of both shares, tuning with the first
      assertThat(told.get(i)).isEqualTo(results.get(i));
    }
    assertThat(told.get(3).path("top1")).isEqualTo(results.get(3).path("top1"));
    assertThat(run.resolve("0.05-labels/results.json")).exists();
  }

  @Test
  void knownLabels_canBeListed() throws IOException {
    Path list =
        Files.writeString(folder.resolve("list.txt"), "red/0.png\ngreen/1.png\nblue/2.png\n");
    Captured found =
        semi(
            weights,
            "--labelled",
            list.toString(),
            "--epochs",
            "1",
            "--split",
            "0.1",
            "--seed",
            "2",
            "--method",
            "fine-tune",
            "--json");
    assertThat(found.exitCode()).as(found.err()).isZero();
    JsonNode result = new ObjectMapper().readTree(found.out()).path("results").get(0);
    assertThat(result.path("labels").asText()).isEqualTo("list");
    assertThat(result.path("trainPictures").asInt()).isEqualTo(3);
  }

  /** The labels are the same ones, and all that is known of the pictures is their list. */
  @Test
  void runThatTestedOthers_isNotGoneOnWith() throws IOException {
    Path list =
        Files.writeString(folder.resolve("list.txt"), "red/0.png\ngreen/1.png\nblue/2.png\n");
    String[] asked = {
      "--labelled", list.toString(), "--epochs", "1", "--seed", "2", "--method", "fine-tune",
    };
    List<String> first = new ArrayList<>(List.of(asked));
    first.addAll(List.of("--split", "0.1"));
    Captured found = semi(weights, first.toArray(String[]::new));
    assertThat(found.exitCode()).as(found.err()).isZero();
    List<String> second = new ArrayList<>(List.of(asked));
    second.addAll(List.of("--split", "0.15", "--resume"));

    Captured other = semi(weights, second.toArray(String[]::new));

    assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(other.err()).contains("was begun with tested \"");
  }

  /** As earlier versions wrote them. */
  @Test
  void regressionsWhoseResultsLackAField_areMadeAgain() throws IOException {
    List<String> asked = new ArrayList<>(List.of("--share", "0.25", "--method", "logistic"));
    Captured whole = semi(weights, asked.toArray(String[]::new));
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    ObjectMapper mapper = new ObjectMapper();
    Path file = run.resolve("logistic/results.json");
    ObjectNode stored = (ObjectNode) mapper.readTree(Files.readString(file));
    stored.remove("unreadableTrain");
    Files.writeString(file, stored.toString());
    asked.add("--resume");

    Captured again = semi(weights, asked.toArray(String[]::new));

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.err()).contains("it is tested again", "embedded 24/24");
    assertThat(again.out()).isEqualTo(whole.out());
    assertThat(mapper.readTree(Files.readString(file)).has("unreadableTrain")).isTrue();
  }

  /** Of 60 pictures and one, which is alone in its class: it is not tested, and not labelled. */
  @Test
  void classWithoutAKnownLabel_isTold() throws IOException {
    Files.createDirectories(pictures.resolve("grey"));
    Files.copy(pictures.resolve("red/0.png"), pictures.resolve("grey/0.png"));

    Captured found = semi(weights, "--share", "0.25", "--method", "logistic");

    assertThat(found.exitCode()).as(found.err()).isZero();
    assertThat(found.err())
        .contains(
            "Warning: 0.25-labels: 1 of the 4 classes at level level-1 has no known label, such as"
                + " grey: what is tested of it counts as wrong");
    Files.delete(pictures.resolve("grey/0.png"));
    Files.delete(pictures.resolve("grey"));
    run = folder.resolve("run-2");
    assertThat(semi(weights, "--share", "0.25", "--method", "logistic").err())
        .contains("embedded 24/24")
        .doesNotContain("no known label");
  }

  @Test
  void weightsWithoutAHead_areMeasuredByLogisticRegressionAlone_asTheOptionsSay()
      throws IOException {
    Captured found =
        semi(
            backbone,
            "--share",
            "0.25",
            "--method",
            "logistic",
            "--precision",
            "bfloat16",
            "--threads",
            "1",
            "--json");
    assertThat(found.exitCode()).as(found.err()).isZero();
    // of 60 pictures 12 are tested and 3 x 4 known: no other is looked at
    assertThat(found.err()).contains("embedded 24/24");
    JsonNode json = new ObjectMapper().readTree(found.out());
    JsonNode settings = json.path("settings");
    assertThat(settings.has("fine-tune")).isFalse();
    assertThat(settings.path("logistic").path("precision").asText()).isEqualTo("bfloat16");
    JsonNode results = json.path("results");
    assertThat(results).hasSize(1);
    assertThat(results.get(0).path("top1").asDouble()).isEqualTo(1);
  }

  @Test
  void weightsWithoutAHead_areRefused() {
    Captured refused = semi(backbone, "--share", "0.25", "--epochs", "1");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(refused.err()).contains("has no instance head to tune from");
    assertThat(Files.exists(run)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--share=0|--share is 0.0: it takes a share above 0 and below 1",
        "--share=1.5|--share is 1.5: it takes a share above 0 and below 1",
        "--method=knn|it takes fine-tune or logistic, not knn",
      })
  void impossibleShares_areRefused(String option, String message) {
    Captured refused = semi(weights, option);
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains(message);
    assertThat(Files.exists(run)).isFalse();
  }
}
