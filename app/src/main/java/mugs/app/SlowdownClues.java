package mugs.app;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What on this machine may make libtorch slower than it should be.
 *
 * @param load mean number of programs at work in the last minute; negative where unknown
 * @param processors that this process may use
 * @param environment of this process
 * @param quota the first line of the container's {@code cpu.max}; empty where there is none
 * @param missing environment variables that are not set, with the values they should have
 */
record SlowdownClues(
    double load,
    int processors,
    Map<String, String> environment,
    String quota,
    Map<String, String> missing) {
  private static final Path QUOTA = Path.of("/sys/fs/cgroup/cpu.max");

  private static final List<String> THREAD_VARIABLES =
      List.of(
          "OMP_NUM_THREADS",
          "MKL_NUM_THREADS",
          "OMP_THREAD_LIMIT",
          "OMP_PROC_BIND",
          "OMP_WAIT_POLICY",
          "GOMP_CPU_AFFINITY",
          "ATEN_CPU_CAPABILITY",
          "MKL_ENABLE_INSTRUCTIONS");

  private static final String USUAL =
      "the usual causes are other programs (see top; in a virtual machine also its column st),"
          + " thread variables (env | grep -E 'OMP|MKL'), a container's share of the processors"
          + " (cat /sys/fs/cgroup/cpu.max) and a low clock (grep MHz /proc/cpuinfo)";

  /**
   * Looks at this machine; what is measured later makes load itself.
   *
   * @param missing environment variables, with the values they should have
   */
  static SlowdownClues now(int processors, Map<String, String> missing) {
    return new SlowdownClues(
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        processors,
        System.getenv(),
        quotaLine(),
        missing);
  }

  private static String quotaLine() {
    try {
      return Files.readString(QUOTA).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** Returns what was seen here, and what else to look at. */
  String advice() {
    List<String> seen = new ArrayList<>();
    THREAD_VARIABLES.stream()
        .filter(environment::containsKey)
        .forEach(name -> seen.add("%s is %s".formatted(name, environment.get(name))));
    if (!missing.isEmpty()) {
      seen.add(String.join(", ", missing.keySet()) + " not set");
    }
    if (load > processors / 2.0) {
      seen.add(
          String.format(
              Locale.ROOT,
              "a load of %.1f on %d processors before the measurement",
              load,
              processors));
    }
    if (!quota.isEmpty() && !quota.startsWith("max")) {
      seen.add("the container's cpu.max is " + quota);
    }
    return (seen.isEmpty() ? "" : "seen here: " + String.join("; ", seen) + "; ") + USUAL;
  }
}
