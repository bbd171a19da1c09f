package mugs.load;

import org.bytedeco.pytorch.Tensor;

/**
 * The crops of a batch of pictures, handed out part by part as normalised floats: as a whole they
 * would take four times the memory of their pixels. Threads may ask side by side.
 */
public interface CropBatch extends AutoCloseable {

  /** Returns the number of images. */
  int images();

  /** Returns the number of local crops of an image, M; may be 0. */
  int localCrops();

  /** Returns one an image: whether its s0 and s1 were augmented weakly. */
  boolean[] weak();

  /** Returns one an image: the index of its picture in the source. */
  long[] pictures();

  /**
   * Returns t0 and t1 of some images, to be freed with the scope of the caller.
   *
   * @param from the first image
   * @param count of images
   * @return {@code [2, count, channels, global, global]}
   */
  Tensor teacher(int from, int count);

  /**
   * Returns s0 and s1 of some images, to be freed with the scope of the caller.
   *
   * @param from the first image
   * @param count of images
   * @return {@code [2, count, channels, global, global]}
   */
  Tensor globals(int from, int count);

  /**
   * Returns the local crops of some images, to be freed with the scope of the caller.
   *
   * @param from the first image
   * @param count of images
   * @return {@code [M, count, channels, local, local]}
   */
  Tensor locals(int from, int count);

  /** Frees the crops, or gives their memory back. */
  @Override
  void close();
}
