package mugs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import mugs.engine.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepReplayTest {

  @ParameterizedTest(name = "{0} {1} micro-batch {2} workers {3}")
  @CsvSource({
    "all-losses, FLOAT64, 0, 1",
    "all-losses, FLOAT64, 1, 1",
    "all-losses, FLOAT64, 3, 1",
    "all-losses, FLOAT64, 0, 2",
    "all-losses, FLOAT64, 1, 2",
    "all-losses, FLOAT32, 0, 1",
    "group-only, FLOAT64, 0, 1",
    "group-only, FLOAT64, 1, 1",
    "group-only, FLOAT64, 3, 2",
    "group-only, FLOAT32, 0, 2",
    "weighted-one-local, FLOAT64, 0, 1",
    "weighted-one-local, FLOAT64, 1, 1",
    "weighted-one-local, FLOAT64, 3, 1",
    "weighted-one-local, FLOAT64, 0, 2",
    "weighted-one-local, FLOAT32, 0, 1",
  })
  void replay_agreesWithTheAuthorsProgram_whenTheBatchIsCutAnyWay(
      String run, Precision precision, int microBatch, int workers) throws Exception {
    List<Comparison> comparisons =
        StepReplay.of(
            Path.of("src/test/resources/step", run),
            new ReplaySettings(precision, microBatch, workers));
    assertThat(comparisons).hasSizeGreaterThan(20).allMatch(Comparison::holds);
  }
}
