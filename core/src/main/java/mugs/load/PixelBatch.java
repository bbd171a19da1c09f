package mugs.load;

import java.util.Optional;
import mugs.augment.CropSettings;
import mugs.augment.Erasing;
import mugs.engine.Device;
import mugs.engine.Placement;
import org.bytedeco.pytorch.Tensor;

/**
 * The crops of a batch of pictures, 8 bits a channel, as loaders hand them out: a quarter of the
 * size they have as floats, for the way to wherever they become that. Erased boxes travel beside
 * them, because their noise does not fit into 8 bits.
 *
 * <p>Close it when its pixels are no longer needed: its memory is used for a later batch then.
 */
public final class PixelBatch implements AutoCloseable {

  private final BatchMemory memory;
  private final Runnable release;
  private boolean closed;

  PixelBatch(BatchMemory memory, Runnable release) {
    this.memory = memory;
    this.release = release;
  }

  /**
   * Returns pictures of noise, to measure what steps cost: every other one weakly augmented, none
   * with an erased box.
   *
   * @param settings that say how many crops there are, and of what size
   * @param images of the batch
   * @param seed of the noise
   * @param device that the batch is sent to
   */
  public static PixelBatch noise(CropSettings settings, int images, long seed, Device device) {
    BatchMemory memory = BatchMemory.reserve(settings.shapes(), images, device);
    memory.fill(seed);
    return new PixelBatch(memory, memory::free);
  }

  /** Returns the number of images. */
  public int images() {
    return memory.weak().length;
  }

  /** Returns t0 and t1, {@code [2, images, global, global, channels]}; valid until this closes. */
  public Tensor teacher() {
    return memory.teacher().tensor();
  }

  /** Returns s0 and s1, {@code [2, images, global, global, channels]}; valid until this closes. */
  public Tensor globals() {
    return memory.globals().tensor();
  }

  /** Returns the local crops, {@code [M, images, local, local, channels]}; valid until closed. */
  public Tensor locals() {
    return memory.locals().tensor();
  }

  /**
   * Returns the box of a student's global crop that noise is to be written into, before the crop is
   * normalised.
   *
   * @param crop 0 or 1
   * @param image its place in the batch
   */
  public Optional<Erasing> globalErasing(int crop, int image) {
    return memory.globals().erasing(crop, image);
  }

  /**
   * Returns the box of a local crop that noise is to be written into, before it is normalised.
   *
   * @param crop 0 to M - 1
   * @param image its place in the batch
   */
  public Optional<Erasing> localErasing(int crop, int image) {
    return memory.locals().erasing(crop, image);
  }

  /** Returns for each image whether its s0 and s1 were augmented weakly. */
  public boolean[] weak() {
    return memory.weak().clone();
  }

  /** Returns for each image the index of its picture in the source. */
  public long[] pictures() {
    return memory.pictures().clone();
  }

  /**
   * Returns the batch as floats, part by part: boxes are erased and crops normalised when they are
   * asked for.
   *
   * @param normalisation of as many channels as the crops have
   * @param placement of the floats; a GPU fetches the pixels and makes floats of them itself, of
   *     the same bits
   * @return this batch in another form: to close it closes this one
   */
  public CropBatch normalised(Normalisation normalisation, Placement placement) {
    return placement.device().isCuda()
        ? new UploadedCrops(this, normalisation, placement)
        : new NormalisedCrops(this, normalisation, placement.precision());
  }

  BatchMemory memory() {
    return memory;
  }

  /** Gives the memory back; a second call does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      release.run();
    }
  }
}
