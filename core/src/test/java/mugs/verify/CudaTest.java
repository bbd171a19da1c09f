package mugs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import mugs.engine.Device;
import mugs.engine.Engine;
import mugs.engine.Precision;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps on a GPU, where there is one, against those that another program recorded. */
class CudaTest {

  @BeforeAll
  static void needAGpu() {
    Engine.start();
    Assumptions.assumeTrue(torch.hasCUDA(), "there is no GPU here");
  }

  @ParameterizedTest
  @CsvSource({"FLOAT64, 0, false", "FLOAT64, 2, true", "FLOAT32, 0, false"})
  void recordedRun_isReplayed(Precision precision, int microBatch, boolean checkpointing)
      throws Exception {
    try (SmallRun run = SmallRun.open()) {
      ReplaySettings settings =
          new ReplaySettings(precision, microBatch, 1, checkpointing, Device.parse("cuda"));

      assertThat(StepReplay.of(run.folder(), settings)).isNotEmpty().allMatch(Comparison::holds);
    }
  }
}
