package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvidiaCardsTest {
  @TempDir private Path root;

  @Test
  void card_hasItsName_whereTheDriverTells() throws IOException {
    write(
        "proc/driver/nvidia/gpus/0000:3b:00.0/information",
        "Model: \t\t NVIDIA L4\nIRQ:   \t\t 150\nBus Type: \t PCIe\n");
    write("sys/bus/pci/devices/0000:3b:00.0/vendor", "0x10de\n");
    write("sys/bus/pci/devices/0000:3b:00.0/class", "0x030200\n");

    NvidiaCards cards = NvidiaCards.of(root, "");

    assertThat(cards.models()).containsExactly("NVIDIA L4");
    assertThat(cards.driver()).isTrue();
  }

  @Test
  void card_isKnownToTheBus_whereThereIsNoDriver_andOtherDevicesAreNoCards() throws IOException {
    device("0000:00:02.0", "0x8086", "0x030000"); // a card of another maker
    device("0000:01:00.0", "0x10de", "0x030000");
    device("0000:01:00.1", "0x10de", "0x040300"); // the sound of the same card

    NvidiaCards cards = NvidiaCards.of(root, "");

    assertThat(cards.words()).isEqualTo("NVIDIA card 0000:01:00.0");
    assertThat(cards.driver()).isFalse();
  }

  @Test
  void program_ofTheDriver_isEnough_whereTheKernelShowsNothing() throws IOException {
    Path program = Files.createFile(root.resolve("nvidia-smi"));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

    NvidiaCards cards = NvidiaCards.of(root, "/no/such/folder::" + root);

    assertThat(cards.any()).isTrue();
    assertThat(cards.words()).isEqualTo("an NVIDIA driver");
  }

  @Test
  void systemWithoutCards_hasNone() {
    assertThat(NvidiaCards.of(root, "/usr/none").any()).isFalse();
  }

  private void device(String address, String vendor, String kind) throws IOException {
    write("sys/bus/pci/devices/" + address + "/vendor", vendor + "\n");
    write("sys/bus/pci/devices/" + address + "/class", kind + "\n");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
