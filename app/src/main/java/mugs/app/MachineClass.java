package mugs.app;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What machines of a class give, by the widest instructions of their processors. Nothing can be
 * said of other instructions.
 */
enum MachineClass {
  /** 2 cores of an AMD EPYC gave 208 to 271 GFLOP/s: docs/performance.md. */
  AVX512(104e9),
  /** 2 cores of an AMD Zen 3 gave 125 GFLOP/s with other programs at work. */
  AVX2(62e9);

  /**
   * Share of the rate of large products that a step of {@code bench-small} reaches: .66 to .72 on
   * the AVX-512 machine of docs/performance.md.
   */
  static final double STEP_SHARE = 0.66;

  /** Measurements of machines that nothing is wrong with differ by as much. */
  private static final double TOLERANCE = 0.75;

  /**
   * More cores than this give more, but by how much depends on their cache and their clock, and a
   * small step does not gain from all of them.
   */
  private static final int MOST_CORES = 8;

  private final double productsOfACore;

  MachineClass(double productsOfACore) {
    this.productsOfACore = productsOfACore;
  }

  /** Returns the class with these instructions, as libtorch names them. */
  static Optional<MachineClass> of(String instructions) {
    return Arrays.stream(values()).filter(each -> each.name().equals(instructions)).findFirst();
  }

  /** Returns operations of large float32 products that so many cores should do a second. */
  double products(int cores) {
    return productsOfACore * Math.min(cores, MOST_CORES);
  }

  /** Returns whether a figure is clearly below what was expected. */
  static boolean falls(double measured, double expected) {
    return measured < TOLERANCE * expected;
  }

  /**
   * Returns how many cores a machine has, counting those once that work as two processors.
   *
   * @param lines of {@code /proc/cpuinfo}
   * @param processors that this process may use
   */
  static int cores(List<String> lines, int processors) {
    String socket = "";
    Set<String> cores = new HashSet<>();
    for (String line : lines) {
      String value = line.substring(line.indexOf(':') + 1).strip();
      if (line.startsWith("physical id")) {
        socket = value;
      } else if (line.startsWith("core id")) {
        cores.add(socket + "/" + value);
      }
    }
    return cores.isEmpty() ? processors : Math.min(cores.size(), processors);
  }
}
