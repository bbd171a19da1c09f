package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import mugs.engine.Device;
import mugs.engine.Workers;
import org.junit.jupiter.api.Test;

class MachineTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BEFORE =
      "{'processor':'P','instructions':'AVX2','blas':'mkl','libtorch':'2.10.0','workers':2,'threads':1}"
          .replace('\'', '"');

  private static Machine with(String device) {
    return new Machine("P", "AVX2", "mkl", "2.10.0", 2, 1, device);
  }

  @Test
  void machineWrittenBeforeThereWereDevices_isAProcessor() throws Exception {
    Machine then = JSON.readValue(BEFORE, Machine.class);

    assertThat(then).isEqualTo(with("cpu"));
    assertThat(with("cuda:0 (NVIDIA T400)").differencesFrom(then))
        .isEqualTo(List.of("device is cuda:0 (NVIDIA T400) and was cpu"));
  }

  @Test
  void writtenMachine_isReadAgain() throws Exception {
    try (Workers workers = new Workers(1, 1)) {
      Machine now = Machine.now(workers, Device.CPU);

      assertThat(JSON.readValue(JSON.writeValueAsString(now), Machine.class)).isEqualTo(now);
      assertThat(now.device()).isEqualTo("cpu");
    }
  }
}
