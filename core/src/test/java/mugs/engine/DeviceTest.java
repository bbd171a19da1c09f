package mugs.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
  @TempDir private Path driver;

  @ParameterizedTest
  @CsvSource({
    "cpu, -1, false, cpu",
    "cuda, 0, true, cuda:0",
    "cuda:0, 0, true, cuda:0",
    "cuda:11, 11, true, cuda:11",
  })
  void words_areRead_andSaidAgain(String text, int index, boolean isCuda, String said) {
    Device device = Device.parse(text);

    assertThat(device).isEqualTo(new Device(index));
    assertThat(device.isCuda()).isEqualTo(isCuda);
    assertThat(device).hasToString(said);
    assertThat(Device.parse(said)).isEqualTo(device);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpu", "cpu:0", "CUDA", "cuda:", "cuda:-1", "cuda:x", "cuda:123"})
  void otherWords_areRefused(String text) {
    assertThatThrownBy(() -> Device.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a device is cpu, cuda or cuda:1 and so on, not '%s'", text);
  }

  @Test
  void gpuThatIsNotThere_isMissed_withWhatToDo() {
    assertThat(new Device(0).missing(false, 0).orElseThrow())
        .startsWith("device cuda:0 is not there: this libtorch has no CUDA; ")
        .contains("Maven profile cuda", "MUGS_LIBTORCH", "docs/devices.md");
    assertThat(new Device(0).missing(true, 0).orElseThrow())
        .startsWith("device cuda:0 is not there: libtorch has CUDA and sees no GPU; ")
        .contains("nvidia-smi");
    assertThat(new Device(1).missing(true, 1))
        .contains("device cuda:1 is not there: libtorch sees 1 GPU, take cuda:0");
    assertThat(new Device(4).missing(true, 3))
        .contains("device cuda:4 is not there: libtorch sees 3 GPUs, take cuda:0 to cuda:2");
    assertThat(new Device(2).missing(true, 3)).isEmpty();
    assertThat(Device.CPU.missing(false, 0)).isEmpty();
  }

  @Test
  void check_asksLibtorch() {
    Engine.start();
    Assumptions.assumeFalse(torch.hasCUDA(), "there is a GPU here");

    Device.CPU.check();
    assertThatThrownBy(() -> new Device(0).check())
        .isInstanceOf(UnfitOptionException.class)
        .hasMessageStartingWith("device cuda:0 is not there: ")
        .message()
        .hasLineCount(1);
  }

  @Test
  void processor_hasNoMemoryOfItsOwn_andIsNeverBehind() {
    Device.CPU.synchronize();

    assertThat(Device.CPU.takenBytes()).isEmpty();
    assertThat(Device.CPU.freeBytes()).isEmpty();
    assertThat(Device.CPU.installedBytes()).isEmpty();
    assertThat(Device.CPU.inWords()).isEqualTo("cpu");
  }

  @Test
  void gpuThatIsNotThere_tellsNothingOfItsMemory() {
    Engine.start();
    Assumptions.assumeFalse(torch.hasCUDA(), "there is a GPU here");

    assertThat(new Device(0).takenBytes()).isEmpty();
    assertThat(new Device(0).freeBytes()).isEmpty();
    assertThat(new Device(0).installedBytes()).isEmpty();
  }

  @Test
  void model_isNamed_whereAllGpusAreOfOne() throws Exception {
    assertThat(Device.models(driver.resolve("none"))).isEmpty();
    write("0000:17:00.0", "NVIDIA H100 80GB HBM3");
    write("0000:65:00.0", "NVIDIA H100 80GB HBM3");
    List<String> one = Device.models(driver);
    write("0000:b3:00.0", "NVIDIA T400 4GB");
    List<String> two = Device.models(driver);

    assertThat(one).containsExactly("NVIDIA H100 80GB HBM3");
    assertThat(new Device(1).inWords(one)).isEqualTo("cuda:1 (NVIDIA H100 80GB HBM3)");
    assertThat(two).hasSize(2);
    assertThat(new Device(1).inWords(two)).isEqualTo("cuda:1");
  }

  private void write(String bus, String model) throws Exception {
    Path gpu = Files.createDirectory(driver.resolve(bus));
    Files.writeString(
        gpu.resolve("information"),
        "Model: \t\t %s%nIRQ:   \t\t 24%nBus Location: \t %s%n".formatted(model, bus));
  }

  @Test
  void ofAndFetch_keepTheValues_andOnlyFetchCopiesHere() {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor tensor = Tensors.of(new double[] {1, 2, 3}, 3);
      Tensor same = Device.CPU.of(tensor);
      Tensor copy = Device.CPU.fetch(tensor);
      tensor.zero_();

      assertThat(Tensors.toDoubles(same)).containsExactly(0, 0, 0);
      assertThat(Tensors.toDoubles(copy)).containsExactly(1, 2, 3);
    }
  }
}
