package mugs.load;

import org.bytedeco.pytorch.Tensor;

/**
 * The crops of a batch of pictures, normalised; all of one floating-point type.
 *
 * @param teacher {@code [2, images, channels, global, global]}: t0 and t1
 * @param globals {@code [2, images, channels, global, global]}: the student's s0 and s1
 * @param locals {@code [M, images, channels, local, local]}: the student's local crops; M may be 0
 * @param weak one an image: whether its s0 and s1 were augmented weakly
 * @param pictures one an image: the index of its picture in the source
 */
public record CropBatch(
    Tensor teacher, Tensor globals, Tensor locals, boolean[] weak, long[] pictures)
    implements AutoCloseable {

  /** Returns the number of images. */
  public int images() {
    return weak.length;
  }

  /** Returns the number of local crops of an image, M. */
  public int localCrops() {
    return (int) locals.size(0);
  }

  /** Frees the crops, where they were kept beyond the scope they were made in. */
  @Override
  public void close() {
    teacher.close();
    globals.close();
    locals.close();
  }
}
