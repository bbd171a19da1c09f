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

class PretrainCommandTest {

  @TempDir Path folder;

  private Path pictures;
  private Path recipe;
  private Path run;

  @BeforeEach
  void write() throws IOException {
    pictures = TinyPictures.write(folder.resolve("my pictures"));
    recipe = TinyPictures.writeRecipe(folder);
    run = folder.resolve("runs").resolve("one");
  }

  private Captured pretrain(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "pretrain",
                pictures.toString(),
                "--recipe",
                recipe.toString(),
                "--out",
                run.toString()));
    arguments.addAll(List.of(more));
    return Captured.run(arguments.toArray(String[]::new));
  }

  @Test
  void wholeRun_tellsItsProgress_andWhereTheWeightsAre() throws IOException {
    Captured trained = pretrain();

    Path weights = run.resolve("checkpoints/step-00000006/weights.safetensors");
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.out()).isEmpty();
    assertThat(trained.err().lines())
        .anyMatch(line -> line.equals("Looking for pictures in " + pictures))
        .anyMatch(line -> line.endsWith("parameters on 24 pictures: 6 steps, 3 an epoch"))
        .anyMatch(line -> line.startsWith("epoch 2/2  step 6/6  loss "))
        .anyMatch(line -> line.startsWith("after step 6, kNN of the teacher:  level-1 "))
        .anyMatch(line -> line.matches("Done after 6 steps in \\d+ s\\. The teacher's weights: .*"))
        .last()
        .asString()
        .endsWith(weights.toString());
    assertThat(weights).exists();
    assertThat(run).isDirectoryContaining("glob:**/events.jsonl");
  }

  @Test
  void json_isOneObjectOnStandardOutput_andNothingElse() throws IOException {
    Captured trained = pretrain("--json", "--quiet", "--seed", "5", "--set", "run.max-steps=2");

    assertThat(trained.exitCode()).isZero();
    assertThat(trained.err()).isEmpty();
    assertThat(trained.out().lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(trained.out());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "run", "weights", "steps", "complete", "seconds", "dataWaitShare", "skippedPictures");
    assertThat(json.path("run").asText()).isEqualTo(run.toString());
    assertThat(json.path("steps").asLong()).isEqualTo(2);
    assertThat(json.path("complete").asBoolean()).isTrue();
    assertThat(Path.of(json.path("weights").asText())).exists();
    assertThat(run.resolve("recipe.yaml")).content().contains("seed: 5");
  }

  @Test
  void dryRun_saysWhatARunWouldTake_andWritesNothing() throws IOException {
    Captured tried = pretrain("--dry-run", "--json");

    assertThat(tried.exitCode()).isZero();
    JsonNode json = new ObjectMapper().readTree(tried.out());
    assertThat(json.path("pictures").asInt()).isEqualTo(24);
    assertThat(json.path("steps").asLong()).isEqualTo(6);
    assertThat(json.path("secondsPerStep").asDouble()).isPositive();
    assertThat(json.path("seconds").asDouble())
        .isEqualTo(6 * json.path("secondsPerStep").asDouble());
    assertThat(run.getParent()).doesNotExist();
  }

  @Test
  void limit_takesSomeOfThePictures() throws IOException {
    Captured tried = pretrain("--dry-run", "--json", "--set", "pictures.limit=9");

    JsonNode json = new ObjectMapper().readTree(tried.out());
    assertThat(json.path("pictures").asInt()).isEqualTo(9);
    assertThat(json.path("steps").asLong()).isEqualTo(2);
  }

  @Test
  void unreadablePicture_isSkipped_countedAndListed() throws IOException {
    Files.writeString(pictures.resolve("class 0").resolve("broken.jpg"), "no picture");

    Captured trained = pretrain("--set", "optimiser.batch=25");

    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.err())
        .endsWith(
            "Pictures that could not be read: 1, listed in " + run.resolve("skipped.tsv") + "\n");
    assertThat(run.resolve("skipped.tsv"))
        .content()
        .startsWith("class 0/broken.jpg\t")
        .hasLineCount(1);
  }

  @Test
  void moreUnreadablePicturesThanAllowed_failTheRun_andLeaveNothing() throws IOException {
    Files.writeString(pictures.resolve("class 0").resolve("a.jpg"), "no picture");
    Files.writeString(pictures.resolve("class 0").resolve("b.jpg"), "");

    Captured failed = pretrain("--quiet", "--set", "optimiser.batch=26");

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err().lines()).hasSize(1);
    assertThat(failed.err())
        .startsWith(
            "mugs: 2 of 26 pictures of my pictures cannot be read, the first is class 0/a.jpg (");
    assertThat(run).isEmptyDirectory();
  }
}
