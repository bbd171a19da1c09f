package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all protocols owe a reader: the same keys, and a word on pictures that cannot be read. */
class EvaluationRecordTest {
  private static final String KNN = "knn TORN --k 1";
  private static final String LOGISTIC = "logistic TORN --penalty 0.001";
  private static final String RETRIEVAL = "retrieval TORN";
  private static final String CLUSTER = "cluster TORN --restarts 1";
  private static final String GRANULARITY = "granularity TORN --restarts 1";
  private static final String LINEAR = "linear TORN --rate 0.1 --epochs 1 --run RUN";
  private static final String FINE_TUNE =
      "fine-tune --train WHOLE --test TORN --epochs 1 --batch 6 --run RUN";
  private static final String SEMI =
      "semi --train WHOLE --test TORN --share 0.25 --method logistic --run RUN";
  private static final String TRANSFER =
      "transfer --on cars=WHOLE,TORN --epochs 1 --batch 6 --run RUN";

  @TempDir Path folder;

  private Path whole;
  private Path torn;
  private Path weights;

  /** 24 pictures, and the same with files that are none. */
  @BeforeEach
  void write() throws IOException {
    whole = ColouredPictures.write(folder.resolve("whole"));
    torn = ColouredPictures.write(folder.resolve("torn"));
    weights = TinyWeights.write(folder.resolve("net"));
  }

  private void tear(int files) throws IOException {
    for (int i = 0; i < files; i++) {
      Files.writeString(torn.resolve("red/torn-%d.png".formatted(i)), "no picture");
    }
  }

  private Captured evaluate(String protocol, String... more) {
    List<String> words = new ArrayList<>(List.of("evaluate"));
    for (String word : protocol.split(" ", -1)) {
      words.add(
          word.replace("TORN", torn.toString())
              .replace("WHOLE", whole.toString())
              .replace("RUN", folder.resolve("run").toString()));
    }
    words.addAll(List.of("--weights", weights.toString(), "--json"));
    words.addAll(List.of(more));
    return Captured.run(words.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {KNN, LOGISTIC, RETRIEVAL, CLUSTER, GRANULARITY, LINEAR, FINE_TUNE, SEMI, TRANSFER})
  void everyProtocol_tellsTheSame_andNamesWhatCannotBeRead(String protocol) throws IOException {
    tear(1);

    Captured run = evaluate(protocol, "--max-megabytes", "32", "--max-unreadable", "0.3");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains(
            "Warning: 1 picture cannot be read and is left out: red/torn-0.png (expected JPEG");
    JsonNode found = new ObjectMapper().readTree(run.out());
    assertThat(found.path("protocol").asText()).isEqualTo(protocol.split(" ", -1)[0]);
    assertThat(found.path("results")).isNotEmpty();
    assertThat(found.path("settings").isObject()).isTrue();
    assertThat(found.path("weights").asText()).isEqualTo(weights.toString());
    assertThat(found.path("weightsSha256").asText()).hasSize(64);
    assertThat(found.path("network").asText()).contains("2 blocks");
    assertThat(found.path("features").path("token").asText()).isEqualTo("class");
    assertThat(found.path("features").path("size").asInt()).isEqualTo(16);
    assertThat(found.path("features").path("precision").asText()).isEqualTo("float32");
    assertThat(found.path("features").path("width").asInt()).isEqualTo(16);
    assertThat(found.path("device").asText()).isEqualTo("cpu");
    assertThat(found.path("maxMegabytes").asInt()).isEqualTo(32);
    assertThat(found.path("maxUnreadable").asDouble()).isEqualTo(0.3);
    for (String version : List.of("program", "java", "system", "libtorch", "blas")) {
      assertThat(found.path(version).asText()).as(version).isNotEmpty();
    }
    JsonNode pictures =
        protocol.equals(TRANSFER) ? found.path("pictures").path("cars") : found; // several sets
    assertThat(pictures.path("division").path("kind").asText()).isEqualTo(kind(protocol));
    for (String part : List.of("train", "test")) {
      assertThat(pictures.path(part).path("source").asText()).isNotEmpty();
      assertThat(pictures.path(part).path("fingerprint").asText()).isNotEmpty();
      assertThat(pictures.path(part).path("pictures").asInt()).isPositive();
    }
    assertThat(pictures.path("sharedPictures").isInt()).isTrue();
    assertThat(pictures.path("labels").path("level-1").path("classes").asInt()).isEqualTo(3);
    List<JsonNode> unreadable = new ArrayList<>();
    found.path("unreadable").forEach(source -> source.path("pictures").forEach(unreadable::add));
    assertThat(unreadable).hasSize(1);
    assertThat(unreadable.get(0).path("picture").asText()).isEqualTo("red/torn-0.png");
    assertThat(unreadable.get(0).path("reason").asText()).startsWith("expected JPEG");
    assertThat(found.path("unreadable").findValues("count").stream().mapToInt(JsonNode::asInt))
        .contains(1);
  }

  private static String kind(String protocol) {
    return switch (protocol) {
      case KNN, LOGISTIC, LINEAR -> "split";
      case RETRIEVAL -> "leave-one-out";
      case CLUSTER, GRANULARITY -> "whole";
      default -> "two-sources";
    };
  }

  /** Two sources of one name with a file of one name that is torn. */
  @Test
  void picturesOfOnePath_inTwoSources_areTwo() throws IOException {
    Path train = ColouredPictures.write(folder.resolve("train/pictures"));
    Path test = ColouredPictures.write(folder.resolve("test/pictures"));
    Files.writeString(train.resolve("red/1.png"), "torn");
    Files.writeString(test.resolve("red/1.png"), "torn");

    Captured run = evaluate("knn --k 1 --train " + train + " --test " + test);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains(
            "Warning: 2 pictures cannot be read and are left out: red/1.png to learn from (expected")
        .contains(", red/1.png to be tested (expected");
    JsonNode unreadable = new ObjectMapper().readTree(run.out()).path("unreadable");
    assertThat(unreadable.findValuesAsText("part")).containsExactly("train", "test");
    assertThat(unreadable.findValuesAsText("source")).containsExactly("pictures", "pictures");
    assertThat(unreadable.findValuesAsText("count")).containsExactly("1", "1");
  }

  @Test
  void picturesOfOnePath_inTheSourcesOfSeveralSets_areToldOfEach() throws IOException {
    List<String> on = new ArrayList<>();
    for (String set : List.of("cars", "flowers")) {
      Path train = ColouredPictures.write(folder.resolve(set + "/train"));
      Path test = ColouredPictures.write(folder.resolve(set + "/test"));
      Files.writeString(train.resolve("red/1.png"), "torn");
      on.add("--on " + set + "=" + train + "," + test);
    }
    Files.writeString(folder.resolve("flowers/test/red/1.png"), "torn");

    Captured run = evaluate("transfer " + String.join(" ", on) + " --epochs 1 --batch 6 --run RUN");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("Warning: 1 picture cannot be read and is left out: red/1.png (expected")
        .contains("Warning: 2 pictures cannot be read and are left out: red/1.png to learn from (");
    JsonNode unreadable = new ObjectMapper().readTree(run.out()).path("unreadable");
    assertThat(unreadable.findValuesAsText("set"))
        .containsExactly("cars", "cars", "flowers", "flowers");
    assertThat(unreadable.findValuesAsText("part"))
        .containsExactly("train", "test", "train", "test");
    assertThat(unreadable.findValuesAsText("count")).containsExactly("1", "0", "1", "1");
  }

  /** Of four at least two are on one side. */
  @ParameterizedTest
  @ValueSource(
      strings = {KNN, LOGISTIC, RETRIEVAL, CLUSTER, GRANULARITY, LINEAR, FINE_TUNE, SEMI, TRANSFER})
  void tooManyThatCannotBeRead_endEveryProtocol_unlessMoreAreAllowed(String protocol)
      throws IOException {
    tear(4);

    Captured ended = evaluate(protocol);

    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines().filter(line -> line.startsWith("mugs: ")))
        .singleElement()
        .asString()
        .contains(" cannot be read (", " %, at most 1 % may be): red/torn-")
        .endsWith("; mend or remove them, or raise --max-unreadable");
    Captured allowed = evaluate(protocol.replace("RUN", "RUN-2"), "--max-unreadable", "0.5");
    assertThat(allowed.exitCode()).as(allowed.err()).isZero();
    assertThat(allowed.err())
        .contains("Warning: 4 pictures cannot be read and are left out: red/torn-0.png (")
        .contains(") and 1 more\n");
    assertThat(new ObjectMapper().readTree(allowed.out()).path("unreadable").findValues("count"))
        .extracting(JsonNode::asInt)
        .contains(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "1.5", "NaN"})
  void shareThatIsNone_isRefused(String share) {
    Captured refused = evaluate(KNN, "--max-unreadable=" + share);

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .startsWith("mugs: --max-unreadable is " + share + ": it takes a share from 0 to 1");
  }
}
