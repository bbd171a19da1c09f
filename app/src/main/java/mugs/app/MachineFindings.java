package mugs.app;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import mugs.engine.Engine;

/** What can be said of the machine without loading libtorch. */
final class MachineFindings {
  static final double GIGA = 1e9;

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final long LITTLE_MEMORY = 4_000_000_000L;

  private MachineFindings() {}

  static List<Finding> all() {
    return List.of(program(), java(), system(), processor(), memory());
  }

  static Finding program() {
    return Finding.ok("mugs", MugsCommand.Version.program());
  }

  private static Finding java() {
    return Finding.ok(
        "Java",
        String.format(
            Locale.ROOT,
            "%s (%s), heap of at most %.1f GB",
            Runtime.version(),
            System.getProperty("java.vendor"),
            Runtime.getRuntime().maxMemory() / GIGA));
  }

  private static Finding system() {
    String name = System.getProperty("os.name");
    String kind = System.getProperty("os.arch");
    return Finding.warnIf(
        !name.equals("Linux") || !kind.equals("amd64"),
        "system",
        name + " " + System.getProperty("os.version") + " on " + kind,
        "native libraries come for Linux on x86-64 alone: add those for this system");
  }

  private static Finding processor() {
    return Finding.ok("processor", model() + ", " + Engine.processors() + " for Java");
  }

  private static String model() {
    return processorLines().stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  /** Returns the cores that this process may use. */
  static int cores() {
    return MachineClass.cores(processorLines(), Engine.processors());
  }

  private static List<String> processorLines() {
    try {
      return Files.readAllLines(PROCESSORS);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Finding memory() {
    long bytes =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return Finding.warnIf(
        bytes < LITTLE_MEMORY,
        "memory",
        String.format(Locale.ROOT, "%.1f GB for this process", bytes / GIGA),
        "take a small run.micro-batch, such as 8");
  }
}
