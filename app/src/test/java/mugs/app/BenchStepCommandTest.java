package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchStepCommandTest {

  @TempDir Path folder;

  @Test
  void json_isOneObject_withTheNamesThatScriptsRelyOn() throws IOException {
    Path recipe = TinyPictures.writeRecipe(folder);

    Captured timed =
        Captured.run(
            "bench",
            "step",
            "--json",
            "--recipe",
            recipe.toString(),
            "--batch",
            "4",
            "--steps",
            "3",
            "--micro-batch",
            "2",
            "--workers",
            "1");

    assertThat(timed.exitCode()).as(timed.err()).isZero();
    assertThat(timed.err()).isEmpty();
    assertThat(timed.out().lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(timed.out());
    assertThat(json.path("batch").asInt()).isEqualTo(4);
    assertThat(json.path("microBatch").asInt()).isEqualTo(2);
    assertThat(json.path("workers").asInt()).isEqualTo(1);
    assertThat(json.path("peakResidentBytes").isIntegralNumber()).isTrue();
    assertThat(json.path("phaseMilliseconds").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "teacher",
            "student",
            "losses",
            "backward",
            "waiting",
            "optimiser",
            "teacherUpdate",
            "memory");
    assertThat(json.path("stepMilliseconds")).hasSize(3);
    double rate = json.path("imagesPerSecond").asDouble();
    assertThat(rate).isPositive();
    assertThat(json.path("sgemmShare").asDouble())
        .isCloseTo(
            rate
                * json.path("gigaflopsPerImage").asDouble()
                / json.path("sgemmGigaflops").asDouble(),
            within(1e-12));
  }

  @Test
  void runs_areProcessesOfTheirOwn_andSummedUp() throws IOException {
    Path recipe = TinyPictures.writeRecipe(folder);

    Captured timed =
        Captured.run(
            "bench",
            "step",
            "--json",
            "--recipe",
            recipe.toString(),
            "--batch",
            "4",
            "--steps",
            "2",
            "--workers",
            "1",
            "--runs",
            "3");

    assertThat(timed.exitCode()).as(timed.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(timed.out());
    assertThat(json.path("batch").asInt()).isEqualTo(4);
    List<Double> rates =
        json.path("runs").findValues("imagesPerSecond").stream()
            .map(JsonNode::asDouble)
            .sorted()
            .toList();
    assertThat(rates).hasSize(3).allSatisfy(rate -> assertThat(rate).isPositive());
    assertThat(json.path("imagesPerSecond").asDouble()).isEqualTo(rates.get(1));
    JsonNode spread = json.path("spread").path("imagesPerSecond");
    assertThat(spread.path("least").asDouble()).isEqualTo(rates.get(0));
    assertThat(spread.path("most").asDouble()).isEqualTo(rates.get(2));
    assertThat(json.path("workers").asInt()).isEqualTo(1);
  }

  @Test
  void noRuns_areRefused() {
    Captured timed = Captured.run("bench", "step", "--steps", "1", "--runs", "0");

    assertThat(timed.exitCode()).isEqualTo(2);
    assertThat(timed.err()).contains("--runs is 0");
  }
}
