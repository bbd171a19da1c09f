package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mugs.train.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeCommandTest {

  @TempDir Path folder;

  @Test
  void list_hasOneLineARecipe() {
    Captured list = Captured.run("recipe", "list");

    assertThat(list.exitCode()).isZero();
    assertThat(list.out().lines())
        .hasSize(8)
        .anyMatch(line -> line.startsWith("vit-s16-100ep   The paper's ViT-S/16"))
        .anyMatch(line -> line.startsWith("demo  "));
  }

  @Test
  void show_printsAFileThatReadsBackToTheSameRecipe() throws IOException {
    Captured shown =
        Captured.run("recipe", "show", "demo", "--set", "run.seed=7", "--pictures", "3781");

    assertThat(shown.exitCode()).isZero();
    assertThat(shown.out())
        .startsWith(
            """
            # batch 32; learning rate 0.001 after the warm-up (0.008 for a batch of 256), patch embedding 0.0002
            # 3781 pictures: 118 steps an epoch, 7080 in all, the first 472 of them warm-up
            # 1.2 million parameters: backbone 0.4, relation blocks 0.2, instance head 0.2, local group head 0.2, group head 0.2
            """)
        .containsPattern(
            "(?m)^# about [0-9.]+ GB of memory on this machine, with an equal part of the batch for"
                + " each worker\nname: demo$");
    Path saved = Files.writeString(folder.resolve("saved.yaml"), shown.out());
    assertThat(Recipe.load(saved.toString())).isEqualTo(Recipe.load("demo", "run.seed=7"));
  }

  @Test
  void showJson_isOneObject() throws IOException {
    Captured shown = Captured.run("recipe", "show", "demo", "--json", "--pictures", "3781");

    JsonNode json = new ObjectMapper().readTree(shown.out());
    assertThat(json.at("/recipe/optimiser/batch").asInt()).isEqualTo(32);
    assertThat(json.at("/recipe/crops/localArea/smallest").asDouble()).isEqualTo(0.25);
    assertThat(json.at("/effectiveBatch").asInt()).isEqualTo(32);
    assertThat(json.at("/scaledLearningRate").asDouble()).isEqualTo(0.001);
    assertThat(json.at("/stepsPerEpoch").asLong()).isEqualTo(118);
    assertThat(json.at("/steps").asLong()).isEqualTo(7080);
    assertThat(json.at("/warmUpSteps").asLong()).isEqualTo(472);
  }

  /** ViT-S/16 has 21.67 million parameters without a classifier, as timm counts them. */
  @Test
  void showJson_countsParametersByPart_andWarns() throws IOException {
    Captured shown =
        Captured.run("recipe", "show", "vit-s16-100ep", "--json", "--pictures", "60000");

    JsonNode json = new ObjectMapper().readTree(shown.out());
    assertThat(json.at("/parameters/backbone").asLong()).isEqualTo(21_665_664);
    assertThat(json.at("/warnings")).hasSize(4);
    assertThat(json.at("/warnings/0").asText()).startsWith("supervision.instance.queue is 65,536");
    assertThat(Captured.run("recipe", "show", "vit-s16-100ep", "--pictures", "60000").out())
        .contains("\n# careful: supervision.instance.queue is 65,536 for 60,000 pictures");
  }

  @Test
  void show_countsTheStepsOfThePicturesThatAreTaken() throws IOException {
    Captured shown =
        Captured.run(
            "recipe",
            "show",
            "demo",
            "--json",
            "--pictures",
            "3781",
            "--set",
            "pictures.fraction=0.5");

    // half of 3781 is 1891 when rounded, 59 batches of 32
    assertThat(new ObjectMapper().readTree(shown.out()).at("/stepsPerEpoch").asLong())
        .isEqualTo(59);
  }

  @Test
  void show_refusesAMistakeInOneLine_asWrongUsage() {
    Captured refused = Captured.run("recipe", "show", "demo", "--set", "optimiser.rat=3");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err())
        .startsWith(
            "mugs: --set optimiser.rat=3: unknown key 'optimiser.rat':"
                + " did you mean 'optimiser.rate'?");
  }

  @Test
  void show_refusesFewerPicturesThanNone() {
    Captured refused = Captured.run("recipe", "show", "demo", "--pictures=-1");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo("mugs: --pictures is -1: it takes the number of pictures, at least 1\n");
  }

  @Test
  void check_saysOfEachFileWhetherItIsGood() throws IOException {
    Path good = Files.writeString(folder.resolve("good.yaml"), "extends: demo\n");
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "run:\n  sead: 1\n");

    Captured checked = Captured.run("recipe", "check", good.toString(), bad.toString());

    assertThat(checked.exitCode()).isEqualTo(2);
    assertThat(checked.out()).isEqualTo(good + ": good (recipe 'good')\n");
    assertThat(checked.err())
        .startsWith("mugs: " + bad + ", line 2: unknown key 'run.sead': did you mean 'run.seed'?");
    assertThat(Captured.run("recipe", "check", good.toString()).exitCode()).isZero();
  }

  @Test
  void listJson_isOneObject() throws IOException {
    JsonNode recipes =
        new ObjectMapper().readTree(Captured.run("recipe", "list", "--json").out()).get("recipes");

    assertThat(recipes).hasSize(8);
    assertThat(recipes.findValuesAsText("name")).contains("vit-s16-100ep", "demo");
    assertThat(recipes.findValuesAsText("summary"))
        .anyMatch(summary -> summary.startsWith("The paper's ViT-S/16"));
  }

  @Test
  void checkJson_isOneObject_withAllRecipes() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "run:\n  sead: 1\n");

    Captured checked = Captured.run("recipe", "check", "demo", bad.toString(), "--json");

    assertThat(checked.out())
        .startsWith("{\"recipes\":[{\"recipe\":\"demo\",\"good\":true,\"name\":\"demo\"},");

    assertThat(checked.exitCode()).isEqualTo(2);
    assertThat(checked.err().lines()).hasSize(1);
    JsonNode recipes = new ObjectMapper().readTree(checked.out()).get("recipes");
    assertThat(recipes).hasSize(2);
    assertThat(recipes.get(0).get("recipe").asText()).isEqualTo("demo");
    assertThat(recipes.get(0).get("good").asBoolean()).isTrue();
    assertThat(recipes.get(1).get("recipe").asText()).isEqualTo(bad.toString());
    assertThat(recipes.get(1).get("good").asBoolean()).isFalse();
    assertThat(recipes.get(1).get("mistake").asText())
        .startsWith(bad + ", line 2: unknown key 'run.sead': did you mean 'run.seed'?");
  }

  @Test
  void quietCheck_printsMistakesAlone() {
    Captured checked = Captured.run("recipe", "check", "--quiet", "demo");

    assertThat(checked).isEqualTo(new Captured(0, "", ""));
  }
}
