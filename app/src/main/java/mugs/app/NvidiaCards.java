package mugs.app;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * NVIDIA cards as the system knows them, whatever libtorch can do with them.
 *
 * @param models name of each card; where no driver tells, how it is known to the bus
 * @param driver whether NVIDIA's driver is there
 */
record NvidiaCards(List<String> models, boolean driver) {
  private static final String VENDOR = "0x10de";

  /** Class of a device on the PCI bus that shows pictures, or would if it had a connector. */
  private static final String DISPLAY = "0x03";

  private static final String MODEL = "Model:";

  /** Looks at this system. */
  static NvidiaCards ofThisSystem() {
    return of(Path.of("/"), Optional.ofNullable(System.getenv("PATH")).orElse(""));
  }

  /**
   * Looks at a system.
   *
   * @param root of its files
   * @param path folders with programs
   */
  static NvidiaCards of(Path root, String path) {
    List<String> models = new ArrayList<>();
    for (Path card : entries(root.resolve("proc/driver/nvidia/gpus"))) {
      models.add(
          text(card.resolve("information"))
              .lines()
              .filter(line -> line.startsWith(MODEL))
              .map(line -> line.substring(MODEL.length()).strip())
              .findFirst()
              .orElse("NVIDIA card " + card.getFileName()));
    }
    boolean driver = !models.isEmpty() || hasProgram(path);
    if (models.isEmpty()) {
      for (Path device : entries(root.resolve("sys/bus/pci/devices"))) {
        if (text(device.resolve("vendor")).startsWith(VENDOR)
            && text(device.resolve("class")).startsWith(DISPLAY)) {
          models.add("NVIDIA card " + device.getFileName());
        }
      }
    }
    return new NvidiaCards(List.copyOf(models), driver);
  }

  /** Returns whether there is a card, or a driver that there would be no reason for without one. */
  boolean any() {
    return driver || !models.isEmpty();
  }

  /** Returns the cards in words. */
  String words() {
    return models.isEmpty() ? "an NVIDIA driver" : String.join(", ", models);
  }

  private static boolean hasProgram(String path) {
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "nvidia-smi")));
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
