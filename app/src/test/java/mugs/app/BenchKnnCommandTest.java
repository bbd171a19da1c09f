package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BenchKnnCommandTest {

  @Test
  void figures_fitTogether() throws IOException {
    Captured run =
        Captured.run(
            "bench",
            "knn",
            "--rows",
            "3000",
            "--queries",
            "500",
            "--width",
            "20",
            "--k",
            "7",
            "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode found = new ObjectMapper().readTree(run.out());
    double seconds = found.path("seconds").asDouble();
    assertThat(seconds).isPositive();
    assertThat(found.path("queriesPerSecond").asDouble() * seconds).isCloseTo(500, within(1e-6));
    assertThat(
            found.path("sgemmShare").asDouble() * found.path("sgemmGigaflops").asDouble() * seconds)
        .isCloseTo(2.0 * 500 * 3000 * 20 / 1e9, within(1e-9));
  }

  @Test
  void moreNeighboursThanRows_areWrongUsage() {
    Captured run = Captured.run("bench", "knn", "--rows", "10", "--k", "11");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--k is 11: it takes a whole number from 1 to 10");
  }
}
