package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineClassTest {

  @Test
  void class_isToldByTheWidestInstructions() {
    assertThat(MachineClass.of("AVX512")).contains(MachineClass.AVX512);
    assertThat(MachineClass.of("AVX2")).contains(MachineClass.AVX2);
    assertThat(MachineClass.of("DEFAULT")).isEmpty();
  }

  @Test
  void products_growWithTheCores_upToEight() {
    assertThat(MachineClass.AVX512.products(2)).isEqualTo(208e9);
    assertThat(MachineClass.AVX512.products(8)).isEqualTo(832e9);
    assertThat(MachineClass.AVX512.products(64)).isEqualTo(832e9);
  }

  @Test
  void cores_areCountedOnce_whereEachIsTwoProcessors() {
    List<String> lines =
        List.of(
            "processor\t: 0",
            "physical id\t: 0",
            "core id\t\t: 0",
            "processor\t: 1",
            "physical id\t: 0",
            "core id\t\t: 1",
            "processor\t: 2",
            "physical id\t: 0",
            "core id\t\t: 0",
            "processor\t: 3",
            "physical id\t: 1",
            "core id\t\t: 0");

    assertThat(MachineClass.cores(lines, 4)).isEqualTo(3);
    assertThat(MachineClass.cores(lines, 2)).isEqualTo(2); // a share of the machine
  }

  @Test
  void cores_areTheProcessors_whereTheSystemDoesNotTell() {
    assertThat(MachineClass.cores(List.of("processor : 0", "BogoMIPS : 50.0"), 4)).isEqualTo(4);
  }
}
