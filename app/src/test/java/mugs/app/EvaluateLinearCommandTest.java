package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateLinearCommandTest {
  @TempDir Path folder;

  private Path pictures;
  private Path weights;
  private Path run;

  @BeforeEach
  void write() throws IOException {
    pictures = ColouredPictures.write(folder.resolve("pictures"), 20);
    weights = TinyWeights.write(folder.resolve("net"));
    run = folder.resolve("run");
  }

  private Captured linear(String... arguments) {
    List<String> all = new ArrayList<>(List.of("evaluate", "linear", pictures.toString()));
    all.addAll(List.of("--weights", weights.toString(), "--run", run.toString()));
    all.addAll(List.of(arguments));
    return Captured.run(all.toArray(String[]::new));
  }

  private static JsonNode json(Captured run) throws IOException {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  @ParameterizedTest
  @CsvSource({"none, class, 16", "dino, class-and-mean-patch, 32", "mugs, last-2, 32"})
  void coloursAreTold_whateverTheAugmentation(String augmentation, String token, int width)
      throws IOException {
    JsonNode found =
        json(
            linear(
                "--augmentation",
                augmentation,
                "--token",
                token,
                "--rate",
                "0.1,0.5",
                "--epochs",
                "40",
                "--held-out",
                "0.25",
                "--micro-batch",
                "5",
                "--json"));

    JsonNode result = found.path("results").get(0);
    assertThat(result.path("level").asText()).isEqualTo("level-1");
    assertThat(result.path("top1").asDouble()).isEqualTo(1);
    assertThat(result.path("heldOutTop1").asDouble()).isEqualTo(1);
    assertThat(result.path("trainPictures").asInt()).isEqualTo(36);
    assertThat(result.path("heldOutPictures").asInt()).isEqualTo(12);
    assertThat(result.path("testPictures").asInt()).isEqualTo(12);
    assertThat(found.path("settings").path("batch").asInt()).isEqualTo(1024);
    assertThat(result.path("batch").asInt()).isEqualTo(36);
    assertThat(result.path("steps").asInt()).isEqualTo(40);
    assertThat(result.path("heads").get(1).path("scaledRate").asDouble())
        .isCloseTo(0.5 * 36 / 256, within(1e-12));
    assertThat(result.path("heads")).hasSize(2);
    assertThat(found.path("features").path("width").asInt()).isEqualTo(width);
    assertThat(found.path("settings").path("augmentation").asText()).isEqualTo(augmentation);
    assertThat(new ObjectMapper().readTree(run.resolve("results.json").toFile()).path("results"))
        .isEqualTo(found.path("results"));
  }

  /**
   * Of 48 pictures to learn from two of each class are kept apart. The program alone takes more
   * than 0.01 GB, so not even one picture fits.
   */
  @Test
  void memory_isToldBeforeFeaturesAreMade_andSettlesTheMicroBatch() throws IOException {
    String[] asked = {"--rate", "0.5", "--epochs", "2", "--workers", "1", "--json"};
    Captured kept = linear(asked);
    assertThat(kept.err())
        .containsPattern("It takes about 0\\.\\d+ GB of memory\n")
        .contains("embedded");
    assertThat(kept.err().indexOf("It takes about")).isLessThan(kept.err().indexOf("embedded"));
    List<String> changed = new ArrayList<>(List.of(asked));
    changed.addAll(List.of("--augmentation", "dino", "--micro-batch", "auto", "--memory", "1000"));
    run = folder.resolve("roomy");
    Captured roomy = linear(changed.toArray(String[]::new));
    assertThat(roomy.err()).contains("with 42 images at a time").doesNotContain("Careful");
    for (String augmentation : List.of("dino", "none")) {
      changed.set(changed.indexOf("--augmentation") + 1, augmentation);
      changed.set(changed.size() - 1, "0.01");
      run = folder.resolve(augmentation);
      Captured refused = linear(changed.toArray(String[]::new));
      assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(refused.err())
          .containsPattern(
              "mugs: --memory is 0\\.01, but the work takes at least about 0\\.\\d+ GB(, with 1"
                  + " image at a time for each worker)?: give --memory 0\\.\\d+ or more, or give"
                  + " fewer heads, a smaller --batch or a --token of fewer values\n")
          .doesNotContain("embedded");
      assertThat(run).doesNotExist();
    }
  }

  @Test
  void preset_setsWhatIsNotGiven() throws IOException {
    JsonNode found =
        json(linear("--preset", "vit-b16-400ep", "--epochs", "1", "--end-rate", "0", "--json"));

    JsonNode settings = found.path("settings");
    assertThat(settings.path("token").asText()).isEqualTo("class-and-mean-patch");
    assertThat(settings.path("augmentation").asText()).isEqualTo("mugs");
    assertThat(settings.path("batch").asInt()).isEqualTo(512);
    assertThat(settings.path("rates").get(0).asDouble()).isEqualTo(0.002);
    assertThat(settings.path("endRate").asDouble()).isZero();
    assertThat(settings.path("epochs").asInt()).isEqualTo(1);
  }

  @Test
  void everyOptimiser_goesWithEveryRateAndDecay_alsoThoseOfAPreset() throws IOException {
    JsonNode found =
        json(
            linear(
                "--preset=vit-l16-250ep-all",
                "--augmentation=none",
                "--token=class",
                "--rate=0.1,5",
                "--epochs=2",
                "--json"));

    JsonNode heads = found.path("results").get(0).path("heads");
    assertThat(heads).hasSize(2 * 5 * 2);
    assertThat(heads.get(9).path("optimiser").asText()).isEqualTo("sgd");
    assertThat(heads.get(10).path("optimiser").asText()).isEqualTo("lars");
    assertThat(heads.get(13).path("weightDecay").asDouble()).isEqualTo(1e-6);
    assertThat(heads.get(13).path("rate").asDouble()).isEqualTo(5);
    assertThat(found.path("settings").path("optimisers")).hasSize(20);
  }

  @Test
  void runThatIsFinished_tellsTheSameWhenItIsResumed_andOtherSettingsAreRefused()
      throws IOException {
    JsonNode first = json(linear("--rate", "0.1", "--epochs", "3", "--json"));

    JsonNode again = json(linear("--rate", "0.1", "--epochs", "3", "--resume", "--json"));
    assertThat(again.path("results").get(0).path("heads"))
        .isEqualTo(first.path("results").get(0).path("heads"));

    Captured other = linear("--rate", "0.1", "--epochs", "4", "--resume");
    assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(other.err()).contains("was begun with epochs 3, not 4");

    Captured anew = linear("--rate", "0.1", "--epochs", "3");
    assertThat(anew.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(anew.err())
        .contains("is not empty: add --resume to go on with what was begun there");
  }

  /** Earlier versions knew but one optimiser, and told nothing of the pictures' largest size. */
  @Test
  void settingsOfOneOptimiser_areThoseOfEarlierVersions_andOthersAreNot() throws IOException {
    json(linear("--rate", "0.1", "--epochs", "1", "--json"));
    Path file = run.resolve("settings.json");
    ObjectNode settings = (ObjectNode) new ObjectMapper().readTree(Files.readString(file));
    assertThat(settings.has("optimisers")).isFalse();
    Captured larger = linear("--rate", "0.1", "--epochs", "1", "--resume", "--max-megabytes", "1");
    assertThat(larger.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(larger.err()).contains("was begun with mostBytes [64000000,64000000], not");
    settings.remove(List.of("tested", "mostBytes"));
    Files.writeString(file, settings.toString());

    Captured again = linear("--rate", "0.1", "--epochs", "1", "--resume");
    Captured other = linear("--rate", "0.1", "--epochs", "1", "--resume", "--optimiser", "lars");

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(other.err()).contains("was begun with optimisers left out, not [\"lars\"]");
  }

  @Test
  void levels_thatAreNamed_areLearnedOneAfterTheOther_eachInAFolderOfItsOwn() throws IOException {
    Path levels = folder.resolve("levels");
    Files.createDirectories(levels.resolve("warm"));
    Files.createDirectories(levels.resolve("cold"));
    Files.move(pictures.resolve("red"), levels.resolve("warm/red"));
    Files.move(pictures.resolve("green"), levels.resolve("cold/green"));
    Files.move(pictures.resolve("blue"), levels.resolve("cold/blue"));
    pictures = levels;

    JsonNode found =
        json(linear("--label", "level-1,level-2", "--rate", "0.5", "--epochs", "30", "--json"));

    JsonNode results = found.path("results");
    assertThat(results).hasSize(2);
    for (JsonNode result : results) {
      assertThat(result.path("top1").asDouble()).isEqualTo(1);
      String level = result.path("level").asText();
      assertThat(Files.isRegularFile(run.resolve(level).resolve("results.json"))).isTrue();
    }
    assertThat(found.path("labels").path("level-1").path("classes").asInt()).isEqualTo(2);
    assertThat(found.path("labels").path("level-2").path("classes").asInt()).isEqualTo(3);
  }

  @Test
  void folderThatIsNotThere_isNotGoneOnWith_alsoWhereEachLevelHasAFolderInIt() throws IOException {
    for (String levels : List.of("level-1", "level-1,level-1")) {
      Captured refused = linear("--label", levels, "--resume", "--epochs", "1");
      assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(refused.err())
          .contains("--resume --run " + run + ": there is no such folder to go on with");
      assertThat(Files.exists(run)).isFalse();
    }
  }

  @Test
  void rateThatDiverges_isTold() throws IOException {
    Captured found = linear("--rate", "1e39,0.1", "--epochs", "20");

    assertThat(found.exitCode()).as(found.err()).isZero();
    assertThat(found.err()).contains("1 of 2 heads diverged and are out of the choice");
    assertThat(found.out().lines().toList().get(1)).contains("0.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rate=0|the rate of a linear head is above 0, not 0.0",
        "--augmentation=all|--augmentation is all: it takes mugs, dino or none",
        "--optimiser=adam|--optimiser is adam: it takes sgd, lars or both with a comma",
        "--micro-batch=-1|it takes a whole number from 0, or auto, not -1",
        "--memory=4|--memory settles a micro-batch that is left open: give --micro-batch auto too",
        "--micro-batch=auto --memory=0|--memory is 0.0: it takes a number of gigabytes above 0",
        "--preset=vit|--preset is vit: it takes vit-s16-100ep",
        "--held-out=1|the share kept apart to choose by is between 0 and 1, not 1.0",
        "--save-minutes=0|--save-minutes is 0.0: it takes a number above 0",
      })
  void impossibleOptions_areRefused_andNothingIsWritten(String option, String message) {
    Captured refused = linear(option.split(" "));

    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains(message);
    assertThat(Files.exists(run)).isFalse();
  }
}
