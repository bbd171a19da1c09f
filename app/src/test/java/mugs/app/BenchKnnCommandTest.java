package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchKnnCommandTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "--on-disk"})
  void figures_fitTogether(String where) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("bench", "knn", "--rows", "3000", "--queries", "500", "--width", "20"));
    arguments.addAll(List.of("--k", "7", "--rounds", "2", "--json"));
    if (!where.isEmpty()) {
      arguments.add(where);
    }
    Captured run = Captured.run(arguments.toArray(String[]::new));

    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode found = new ObjectMapper().readTree(run.out());
    assertThat(found.path("onDisk").asBoolean()).isEqualTo(!where.isEmpty());
    double seconds = found.path("seconds").asDouble();
    assertThat(seconds).isPositive();
    assertThat(found.path("queriesPerSecond").asDouble() * seconds).isCloseTo(500, within(1e-6));
    assertThat(
            found.path("sgemmShare").asDouble() * found.path("sgemmGigaflops").asDouble() * seconds)
        .isCloseTo(2.0 * 500 * 3000 * 20 / 1e9, within(1e-9));
  }

  @Test
  void rowsThatFitIntoNoArray_areLeftToTheDisk() {
    Captured run = Captured.run("bench", "knn", "--rows", "6000000");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("--rows is 6000000, but only 5,592,405 rows of 384 values fit into memory")
        .contains("or --on-disk");
  }

  @Test
  void moreNeighboursThanRows_areWrongUsage() {
    Captured run = Captured.run("bench", "knn", "--rows", "10", "--k", "11");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--k is 11: it takes a whole number from 1 to 10");
  }
}
