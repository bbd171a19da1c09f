package mugs.evaluate;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import mugs.engine.Device;

/**
 * What linear heads hold in 32 bits while they learn.
 *
 * @param heads that learn
 * @param adapted heads among them that learn by LARS
 * @param classes that are told apart
 * @param width of a feature
 * @param rows of features that are kept to learn from; 0 where pictures are changed anew
 */
public record LinearMemory(int heads, int adapted, int classes, int width, int rows) {
  private static final double BYTES_A_GIGABYTE = 1e9;

  /** Weights, where they are heading, and a copy of both while the state is written. */
  private static final int COPIES = 4;

  /**
   * Returns what a probe holds.
   *
   * @param settings of it
   * @param classes that are told apart
   * @param width of a feature
   * @param pictures that it learns from
   */
  public static LinearMemory of(LinearSettings settings, int classes, int width, int pictures) {
    return new LinearMemory(
        settings.heads().size(),
        (int)
            settings.heads().stream()
                .filter(head -> head.optimiser() == LinearOptimiser.LARS)
                .count(),
        classes,
        width,
        settings.augmentation() == LinearSettings.Augmentation.NONE ? pictures : 0);
  }

  /** Returns the bytes, besides what the program and a batch take: some 500 MB. */
  public double bytes() {
    double ofHead = (double) classes * (width + 1) * Float.BYTES;
    return (double) rows * width * Float.BYTES + (COPIES * heads + adapted) * ofHead;
  }

  /**
   * Says what is wrong where a device has less memory than that.
   *
   * @param device that computes
   * @return a line; empty if it has enough, or does not tell
   */
  public Optional<String> lack(Device device) {
    if (!device.isCuda()) {
      return lack(
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize());
    }
    return device.installedBytes().stream().mapToObj(this::lack).findFirst().flatMap(x -> x);
  }

  /**
   * Says what is wrong where there is less memory than that.
   *
   * @param installed bytes that there are
   * @return a line; empty if they are enough
   */
  Optional<String> lack(long installed) {
    if (bytes() <= installed) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%,d heads of %,d classes and %,d values%s need %.1f GB of memory, but there are %.1f GB:"
                + " take fewer heads (--rate, --weight-decay, --optimiser), a --token of fewer"
                + " values, or fewer pictures",
            heads,
            classes,
            width,
            rows > 0 ? String.format(Locale.ROOT, " and %,d rows of features", rows) : "",
            bytes() / BYTES_A_GIGABYTE,
            installed / BYTES_A_GIGABYTE));
  }
}
