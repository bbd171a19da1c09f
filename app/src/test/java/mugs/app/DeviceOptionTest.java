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

  @BeforeEach
  void writeRecipe() throws Exception {
    recipe = TinyPictures.writeRecipe(folder);
  }

  private Captured run(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.replaceAll(
        word ->
            switch (word) {
              case "RECIPE" -> recipe.toString();
              case "RUN" -> folder.resolve("run").toString();
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
        "verify"
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

    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err().lines().filter(line -> line.startsWith("mugs: ")))
        .singleElement()
        .asString()
        .startsWith("mugs: device cuda:7 is not there: ");
    assertThat(folder.resolve("run")).doesNotExist();
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
