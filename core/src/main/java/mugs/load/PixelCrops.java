package mugs.load;

import org.bytedeco.pytorch.Tensor;

/** A batch of pixels that become floats part by part; how is the implementation's affair. */
interface PixelCrops extends CropBatch {

  /** Returns the batch, closed with this. */
  PixelBatch pixels();

  /**
   * Makes floats of some images, their boxes erased, to be freed with the scope of the caller.
   *
   * @param view of the batch
   * @param from the first image
   * @param count of images
   * @return {@code [crops, count, channels, side, side]}
   */
  Tensor floats(ViewPixels view, int from, int count);

  @Override
  default int images() {
    return pixels().images();
  }

  @Override
  default int localCrops() {
    return pixels().memory().locals().crops();
  }

  @Override
  default boolean[] weak() {
    return pixels().weak();
  }

  @Override
  default long[] pictures() {
    return pixels().pictures();
  }

  @Override
  default Tensor teacher(int from, int count) {
    return floats(pixels().memory().teacher(), from, count);
  }

  @Override
  default Tensor globals(int from, int count) {
    return floats(pixels().memory().globals(), from, count);
  }

  @Override
  default Tensor locals(int from, int count) {
    return floats(pixels().memory().locals(), from, count);
  }

  @Override
  default void close() {
    pixels().close();
  }
}
