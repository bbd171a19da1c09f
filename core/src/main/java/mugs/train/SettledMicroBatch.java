package mugs.train;

import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import mugs.engine.Device;

/**
 * How many images a worker takes at a time, and what memory that takes.
 *
 * @param images at least 1, at most those that a worker has
 * @param needed bytes that the work is estimated to take with them
 * @param allowed bytes that it may take; empty where a GPU does not tell what it has
 * @param isGiven whether somebody said what it may take; otherwise the device did
 * @param isSettled whether the number of images was chosen by the memory
 */
public record SettledMicroBatch(
    int images, double needed, OptionalDouble allowed, boolean isGiven, boolean isSettled) {

  /**
   * Returns whether a micro-batch is to be chosen by the memory: one that is left open, and on a
   * GPU an equal part, which there is all that is taken at a time and need not fit.
   */
  public static boolean isOpen(MicroBatch asked, Device device) {
    return asked.isAuto() || (asked.images() == 0 && device.isCuda());
  }

  /**
   * Settles a micro-batch: one that is open is the largest that fits the memory, or 1 if none does;
   * all of what a worker has, where a GPU does not tell its memory.
   *
   * @param asked what was asked for; 0 for what a worker has
   * @param has images that a worker has at most, at least 1
   * @param given bytes that the work may take; empty for what the device has
   * @param device that computes
   * @param bytes that the work takes with so many images at a time
   */
  public static SettledMicroBatch of(
      MicroBatch asked, int has, OptionalDouble given, Device device, IntToDoubleFunction bytes) {
    OptionalDouble allowed = given.isPresent() ? given : MemoryShare.available(device);
    boolean settles = isOpen(asked, device) && allowed.isPresent();
    int images = asked.images() > 0 ? Math.min(asked.images(), has) : has;
    while (settles && images > 1 && bytes.applyAsDouble(images) > allowed.getAsDouble()) {
      images--;
    }
    return new SettledMicroBatch(
        images, bytes.applyAsDouble(images), allowed, given.isPresent(), settles);
  }

  /** Returns whether the work is estimated to take more than it may. */
  public boolean isTooMuch() {
    return allowed.isPresent() && needed > allowed.getAsDouble();
  }
}
