package mugs.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Resident memory of this process, as the kernel counts it: heap, libtorch and code together. */
public final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long BYTES_A_KILOBYTE = 1024;

  private ProcessMemory() {}

  /** Returns the bytes resident now; empty where the system does not tell. */
  public static OptionalLong resident() {
    return field("VmRSS:");
  }

  /** Returns the most bytes that were ever resident; empty where the system does not tell. */
  public static OptionalLong peak() {
    return field("VmHWM:");
  }

  private static OptionalLong field(String name) {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_A_KILOBYTE)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
