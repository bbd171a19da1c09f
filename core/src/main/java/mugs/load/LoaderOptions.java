package mugs.load;

import mugs.engine.Device;

/**
 * What a loader needs beside pictures and crops.
 *
 * @param batch images a batch
 * @param seed of order and crops
 * @param firstStep the step whose batch comes first
 * @param threads that decode and crop, at least 1
 * @param ahead batches that are ready or in the making beside those in use, at least 1; more even
 *     out pictures that are slow to read, and take memory
 * @param reduced whether large JPEGs are decoded smaller, see {@link PlannedPicture}
 * @param part of each epoch that is gone through
 * @param device that batches are sent to
 */
public record LoaderOptions(
    int batch,
    long seed,
    long firstStep,
    int threads,
    int ahead,
    boolean reduced,
    EpochPart part,
    Device device) {

  /** Makes options of whole epochs, for the processor. */
  public LoaderOptions(
      int batch, long seed, long firstStep, int threads, int ahead, boolean reduced) {
    this(batch, seed, firstStep, threads, ahead, reduced, EpochPart.WHOLE, Device.CPU);
  }

  /** Returns options of one thread and two batches ahead, every picture in its own size. */
  public static LoaderOptions of(int batch, long seed) {
    return new LoaderOptions(batch, seed, 0, 1, 2, false);
  }

  /** Returns the same from another step on. */
  public LoaderOptions from(long step) {
    return new LoaderOptions(batch, seed, step, threads, ahead, reduced, part, device);
  }

  /** Returns the same on so many threads. */
  public LoaderOptions on(int count) {
    return new LoaderOptions(batch, seed, firstStep, count, ahead, reduced, part, device);
  }

  /** Returns the same of a part of each epoch; a batch is this part's alone. */
  public LoaderOptions of(EpochPart one) {
    return new LoaderOptions(batch, seed, firstStep, threads, ahead, reduced, one, device);
  }

  /** Returns the same for a device. */
  public LoaderOptions on(Device other) {
    return new LoaderOptions(batch, seed, firstStep, threads, ahead, reduced, part, other);
  }
}
