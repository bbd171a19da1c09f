package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import mugs.engine.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettledMicroBatchTest {

  /** A gigabyte, and one more for each image. */
  private static SettledMicroBatch of(String asked, String device, OptionalDouble given) {
    return SettledMicroBatch.of(
        MicroBatch.parse(asked), 32, given, Device.parse(device), images -> (1 + images) * 1e9);
  }

  @ParameterizedTest
  @CsvSource({
    "auto, cpu, 10, 9, true, false",
    "auto, cpu, 100, 32, true, false",
    "auto, cpu, 1.5, 1, true, true",
    "0, cpu, 10, 32, false, true",
    "0, cuda, 10, 9, true, false",
    "64, cpu, 100, 32, false, false",
    "8, cuda, 5, 8, false, true",
  })
  void microBatch_isSettledWhereItIsLeftOpen_andNeverMoreThanAWorkerHas(
      String asked, String device, double gigabytes, int images, boolean settled, boolean tooMuch) {
    SettledMicroBatch found = of(asked, device, OptionalDouble.of(gigabytes * 1e9));
    assertThat(found.images()).isEqualTo(images);
    assertThat(found.needed()).isEqualTo((1 + images) * 1e9);
    assertThat(found.isSettled()).isEqualTo(settled);
    assertThat(found.isTooMuch()).isEqualTo(tooMuch);
    assertThat(found.isGiven()).isTrue();
  }

  @Test
  void deviceThatDoesNotTell_settlesNothing() {
    SettledMicroBatch found = of("auto", "cuda:99", OptionalDouble.empty());
    assertThat(found.isSettled()).isFalse();
    assertThat(found.images()).isEqualTo(32);
    assertThat(found.isTooMuch()).isFalse();
  }
}
