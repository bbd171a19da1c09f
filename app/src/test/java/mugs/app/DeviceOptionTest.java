package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mugs.engine.Engine;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceOptionTest {
  @TempDir Path folder;
  private Path recipe;
  private Path weights;
  private Path vectors;

  @BeforeEach
  void writeRecipeAndWeights() throws Exception {
    recipe = TinyPictures.writeRecipe(folder);
    weights = TinyWeights.write(folder.resolve("net"));
    vectors = folder.resolve("vectors.npy");
  }

  private Captured run(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.replaceAll(
        word ->
            switch (word) {
              case "RECIPE" -> recipe.toString();
              case "RUN" -> folder.resolve("run").toString();
              case "WEIGHTS" -> weights.toString();
              case "OUT.npy" -> vectors.toString();
              default -> word;
            });
    words.addAll(List.of(more));
    return Captured.run(words.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pretrain emoji: --recipe RECIPE --out RUN",
        "demo --minutes 1 --out RUN",
        "bench step --recipe RECIPE",
        "verify",
        "embed emoji: --weights WEIGHTS --out OUT.npy",
        "bench embed --weights WEIGHTS",
        "search x.png --index OUT.npy --weights WEIGHTS",
        "evaluate knn emoji: --weights WEIGHTS",
        "evaluate logistic emoji: --weights WEIGHTS",
        "evaluate retrieval emoji: --weights WEIGHTS",
        "evaluate cluster emoji: --weights WEIGHTS",
        "evaluate granularity emoji: --weights WEIGHTS",
        "evaluate linear emoji: --weights WEIGHTS --run RUN",
        "evaluate fine-tune emoji: --weights WEIGHTS --run RUN",
        "evaluate semi emoji: --weights WEIGHTS --run RUN",
        "evaluate transfer --on cars=emoji: --weights WEIGHTS --run RUN"
      })
  void otherWords_areWrongUsage_andAGpuThatIsNotThereIsNamed(String command) {
    Captured wrong = run(command, "--device", "gpu");

    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err())
        .startsWith(
            "mugs: invalid value for option '--device': a device is cpu, cuda or cuda:1 and so on,"
                + " not 'gpu'")
        .hasLineCount(1);

    Engine.start();
    Assumptions.assumeFalse(torch.hasCUDA(), "there is a GPU here");
    Captured missing = run(command, "--device", "cuda:7");

    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err().lines().filter(line -> line.startsWith("mugs: ")))
        .singleElement()
        .asString()
        .startsWith("mugs: device cuda:7 is not there: ");
    assertThat(folder.resolve("run")).doesNotExist();
    assertThat(vectors).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "embed emoji: --weights WEIGHTS --out OUT.npy",
        "bench embed --weights WEIGHTS",
        "evaluate knn emoji: --weights WEIGHTS",
        "evaluate linear emoji: --weights WEIGHTS --run RUN",
        "evaluate fine-tune emoji: --weights WEIGHTS --run RUN"
      })
  void productsOfAGpu_areRefusedOnTheProcessor(String command) {
    Captured refused = run(command, "--precision", "tf32");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo(
            "mugs: --precision tf32 is for GPUs: give --device cuda, or another precision\n");
  }

  @Test
  void recipeForAGpu_isShownWithoutOne() {
    Captured shown = run("recipe show RECIPE --set run.device=cuda --set run.precision=tf32");

    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out()).contains("GB of memory on the GPU", "  device: cuda:0\n");
  }

  @Test
  void processor_isWhatARecipeForAGpuIsTimedOn_ifTheCommandLineSaysSo() {
    Captured timed =
        run(
            "bench step --recipe RECIPE --steps 1 --json --set run.device=cuda:3",
            "--device",
            "cpu");

    assertThat(timed.exitCode()).as(timed.err()).isZero();
    assertThat(timed.out()).contains("\"device\":\"cpu\"", "\"precision\":\"float32\"");
  }
}
