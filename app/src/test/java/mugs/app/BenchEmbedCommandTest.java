package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchEmbedCommandTest {

  @TempDir Path folder;

  private static void assertConsistent(JsonNode json) {
    double operations = json.path("gigaflopsPerImage").asDouble();
    double sgemm = json.path("sgemmGigaflops").asDouble();
    assertThat(json.path("device").asText()).isEqualTo("cpu");
    assertThat(json.path("imagesPerSecond").asDouble()).isPositive();
    assertThat(json.path("networkImagesPerSecond").asDouble()).isPositive();
    assertThat(json.path("sgemmShare").asDouble())
        .isCloseTo(json.path("imagesPerSecond").asDouble() * operations / sgemm, within(1e-12));
    assertThat(json.path("networkSgemmShare").asDouble())
        .isCloseTo(
            json.path("networkImagesPerSecond").asDouble() * operations / sgemm, within(1e-12));
  }

  @Test
  void json_isOneObject_withTheNamesThatScriptsRelyOn() throws IOException {
    Path recipe = TinyPictures.writeRecipe(folder);

    Captured timed =
        Captured.run(
            "bench", "embed", "--json", "--recipe", recipe.toString(), "--seconds", "0.01");

    assertThat(timed.exitCode()).as(timed.err()).isZero();
    assertThat(timed.err()).isEmpty();
    assertThat(timed.out().lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(timed.out());
    assertThat(json.path("size").asInt()).isEqualTo(16);
    assertThat(json.path("width").asInt()).isEqualTo(16);
    assertConsistent(json);
  }

  @Test
  void picturesOfAFolder_areMeasured_butForThoseThatCannotBeRead() throws IOException {
    Path recipe = TinyPictures.writeRecipe(folder);
    Path pictures = TinyPictures.write(folder.resolve("pictures"));
    Files.writeString(pictures.resolve("class 1/broken.jpg"), "no picture");

    Captured timed =
        Captured.run(
            "bench",
            "embed",
            pictures.toString(),
            "--recipe",
            recipe.toString(),
            "--seconds",
            "0.01",
            "--token",
            "mean-patch");

    assertThat(timed.exitCode()).as(timed.err()).isZero();
    assertThat(timed.err())
        .isEqualTo(
            "16 pixels of 24 pictures\nWarning: 1 picture could not be read and is left out\n");
    assertThat(timed.out())
        .contains("with decoding  ")
        .contains("network alone  ")
        .contains(" GFLOP an image; peak memory ");
  }

  @Test
  void collectionWithoutAnyGoodPicture_isTold() throws IOException {
    Path recipe = TinyPictures.writeRecipe(folder);
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    Files.writeString(pictures.resolve("1.jpg"), "no picture");
    Files.writeString(pictures.resolve("2.jpg"), "no picture");

    Captured failed =
        Captured.run(
            "bench", "embed", pictures.toString(), "--recipe", recipe.toString(), "--quiet");

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.err())
        .startsWith("mugs: none of 2 pictures can be read, the first is 1.jpg (expected JPEG");
  }

  @ParameterizedTest
  @CsvSource({"--seconds=0, --seconds is 0.0", "--threads=-1, --threads is -1"})
  void whatCannotBe_isRefused(String option, String message) {
    Captured refused = Captured.run("bench", "embed", option);

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).startsWith("mugs: " + message);
  }
}
