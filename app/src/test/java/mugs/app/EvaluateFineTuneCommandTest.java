package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateFineTuneCommandTest {
  @TempDir Path folder;

  private Path pictures;
  private Path weights;
  private Path run;

  @BeforeEach
  void write() throws IOException {
    pictures = ColouredPictures.write(folder.resolve("pictures"), 10);
    weights = TinyWeights.write(folder.resolve("net"));
    run = folder.resolve("run");
  }

  private Captured tune(String... arguments) {
    List<String> all = new ArrayList<>(List.of("evaluate", "fine-tune", pictures.toString()));
    all.addAll(List.of("--weights", weights.toString(), "--run", run.toString()));
    all.addAll(List.of(arguments));
    return Captured.run(all.toArray(String[]::new));
  }

  private static JsonNode json(Captured run) throws IOException {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void colours_areLearned_andTheTunedNetworkEmbedsPictures() throws IOException {
    JsonNode found =
        json(
            tune(
                "--epochs",
                "40",
                "--batch",
                "8",
                "--rate",
                "3e-3",
                "--warm-up-epochs",
                "1",
                "--layer-decay",
                "0.9",
                "--rand-augment",
                "false",
                "--json"));

    JsonNode result = found.path("results").get(0);
    assertThat(result.path("top1").asDouble()).isEqualTo(1);
    assertThat(result.path("trainPictures").asInt()).isEqualTo(24);
    assertThat(result.path("testPictures").asInt()).isEqualTo(6);
    assertThat(result.path("steps").asInt()).isEqualTo(40 * 3);
    assertThat(found.path("settings").path("dropPath").asDouble()).isEqualTo(0.1);
    assertThat(found.path("settings").path("cutmix").asDouble()).isEqualTo(1);
    assertThat(found.path("labels").path("level-1").path("classes").asInt()).isEqualTo(3);
    assertThat(found.path("sharedPictures").asInt()).isZero();

    Path vectors = folder.resolve("vectors.npy");
    Captured embedded =
        Captured.run(
            "embed", pictures.toString(), "--weights", run.toString(), "--out", vectors.toString());
    assertThat(embedded.exitCode()).as(embedded.err()).isZero();
    assertThat(Files.exists(vectors)).isTrue();
    Captured exported =
        Captured.run(
            "export",
            run.toString(),
            "--format",
            "timm",
            "--out",
            folder.resolve("timm.safetensors").toString());
    assertThat(exported.exitCode()).as(exported.err()).isZero();
  }

  @Test
  void networkThatIsWider_takesAnotherPreset_andTheRateGoesWithTheBatch() throws IOException {
    Captured tuned = tune("--preset", "vit-l", "--epochs", "1", "--batch", "16", "--json");
    assertThat(tuned.err())
        .contains("0 of them with a rising rate, up to")
        .contains("(5 of 50 in the preset, in proportion)");
    JsonNode settings = json(tuned).path("settings");
    assertThat(settings.path("layerDecay").asDouble()).isEqualTo(0.75);
    assertThat(settings.path("dropPath").asDouble()).isEqualTo(0.3);
    assertThat(settings.path("rate").asDouble()).isEqualTo(8e-4 / 32);
    assertThat(settings.path("warmUpEpochs").asInt()).isZero(); // 5 of 50 epochs, of a single one
  }

  @Test
  void picturesOnBothSides_areTold() throws IOException {
    Captured found =
        Captured.run(
            "evaluate",
            "fine-tune",
            "--train",
            pictures.toString(),
            "--test",
            pictures.toString(),
            "--weights",
            weights.toString(),
            "--run",
            run.toString(),
            "--epochs",
            "1",
            "--batch",
            "8");
    assertThat(found.exitCode()).as(found.err()).isZero();
    assertThat(found.err()).contains("Warning: 30 of the pictures to be tested are, byte by byte");
    assertThat(found.err()).contains("compared 60/60");
  }

  /** The program alone takes more than 0.01 GB, so not even one image fits. */
  @Test
  void memoryThatIsTooSmall_isRefused_andWhatIsEnoughIsTold() {
    String[] asked = {"--epochs=1", "--batch=24", "--workers=1", "--micro-batch=auto", ""};
    asked[4] = "--memory=0.01";

    Captured refused = tune(asked);

    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    Matcher told =
        Pattern.compile(
                "mugs: --memory is 0\\.01, but the work takes at least about (0\\.\\d+) GB, with 1"
                    + " image at a time for each worker: give --memory \\1 or more, or give a"
                    + " smaller --batch or --size, or --activation-checkpointing\n")
            .matcher(refused.err());
    assertThat(told.find()).as(refused.err()).isTrue();
    assertThat(run).doesNotExist();
    asked[4] = "--memory=" + told.group(1);
    Captured tuned = tune(asked);
    assertThat(tuned.exitCode()).as(tuned.err()).isZero();
    assertThat(tuned.err())
        .contains("It takes about " + told.group(1) + " GB of memory, with ")
        .doesNotContain("Careful");
  }

  @Test
  void microBatch_isSettledByTheMemory_andChangesNothing() throws IOException {
    String[] asked = {"--epochs", "4", "--batch", "24", "--workers", "1", "--json"};
    JsonNode whole = json(tune(asked)).path("results").get(0);
    run = folder.resolve("single");
    List<String> one = new ArrayList<>(List.of(asked));
    one.add("--micro-batch=1");
    Captured settled = tune(one.toArray(String[]::new));
    assertThat(settled.err()).contains(" GB of memory, with 1 image at a time for each worker");
    assertThat(json(settled).path("results").get(0).path("top1")).isEqualTo(whole.path("top1"));
    run = folder.resolve("roomy");
    List<String> auto = new ArrayList<>(List.of(asked));
    auto.addAll(List.of("--micro-batch", "auto", "--memory", "1000"));
    assertThat(tune(auto.toArray(String[]::new)).err())
        .contains("with 24 images at a time for each worker")
        .doesNotContain("Careful");
  }

  @Test
  void rateThatIsGiven_isTakenAsItIs_alsoWherePicturesDoNotFillABatch() throws IOException {
    JsonNode given = json(tune("--epochs", "1", "--rate", "0.0005", "--json"));

    assertThat(given.path("results").get(0).path("rate").asDouble()).isEqualTo(0.0005);
  }

  @Test
  void pictureThatCannotBeRead_isTold_andRecorded() throws IOException {
    Files.writeString(pictures.resolve("red/0.png"), "no picture");
    Captured found = tune("--epochs", "1", "--batch", "8", "--json");
    JsonNode result = json(found).path("results").get(0);
    assertThat(found.err()).contains("Warning: 1 picture cannot be read and is left out");
    assertThat(
            result.path("skippedTrainPictures").asInt()
                + result.path("skippedTestPictures").asInt())
        .isEqualTo(1);
    assertThat(result.path("trainPictures").asInt() + result.path("testPictures").asInt())
        .isEqualTo(29);
  }

  @Test
  void runOfPicturesOfAnotherLargestSize_isNotGoneOnWith() {
    assertThat(tune("--epochs", "1", "--batch", "8").exitCode()).isZero();
    Captured other = tune("--epochs", "1", "--batch", "8", "--resume", "--max-megabytes", "1");
    assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(other.err())
        .contains("was begun with mostBytes [64000000,64000000], not [1000000,1000000]");
  }

  /** As earlier versions wrote them. */
  @Test
  void resultsThatLackAField_areMadeAgain() throws IOException {
    String[] asked = {"--epochs", "1", "--batch", "8", "--json"};
    JsonNode before = json(tune(asked)).path("results").get(0);
    ObjectMapper mapper = new ObjectMapper();
    Path file = run.resolve("results.json");
    ObjectNode stored = (ObjectNode) mapper.readTree(Files.readString(file));
    stored.remove("unreadableTrain");
    Files.writeString(file, stored.toString());

    Captured again = tune("--epochs", "1", "--batch", "8", "--json", "--resume");

    assertThat(json(again).path("results").get(0).path("top1")).isEqualTo(before.path("top1"));
    assertThat(again.err())
        .contains("results.json lacks what results have today: it is tested again");
    assertThat(mapper.readTree(Files.readString(file)).has("unreadableTrain")).isTrue();
  }

  @Test
  void runOfOtherSettings_isNotGoneOnWith() {
    assertThat(tune("--epochs", "1", "--batch", "8").exitCode()).isZero();
    Captured other = tune("--epochs", "2", "--batch", "8", "--resume");
    assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(other.err()).contains("was begun with epochs 1, not 2");
    assertThat(tune("--epochs", "1", "--batch", "8", "--resume").exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--preset=vit|--preset is vit: it takes vit-s, vit-b, vit-l",
        "--layer-decay=0|the layer decay is above 0 to 1, not 0.0",
        "--mixup=0.001|the shape of mixup is 0.05 to 100, or 0 for none, not 0.001",
        "--size=12|--size is 12: it takes a multiple of the network's patches of 8 pixels",
        "--precision=tf32|--precision tf32 is for GPUs",
        "--micro-batch=some|it takes a whole number from 0, or auto, not some",
        "--micro-batch=-1|it takes a whole number from 0, or auto, not -1",
        "--memory=4|--memory settles a micro-batch that is left open: give --micro-batch auto too",
        "--memory=0|--memory is 0.0: it takes a number of gigabytes above 0",
        "--label=a,b|--label a,b: a network is tuned to one level, give one",
      })
  void impossibleOptions_areRefused_andNothingIsWritten(String option, String message) {
    Captured refused = tune(option);
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains(message);
    assertThat(Files.exists(run)).isFalse();
  }
}
