package mugs.load;

import org.bytedeco.pytorch.Tensor;

/**
 * The crops of a batch of pictures as floats, all of one type: those of recorded runs.
 *
 * @param teacher {@code [2, images, channels, global, global]}: t0 and t1
 * @param globals {@code [2, images, channels, global, global]}: the student's s0 and s1
 * @param locals {@code [M, images, channels, local, local]}: the student's local crops
 * @param weak one an image
 * @param pictures one an image
 */
public record FloatCrops(
    Tensor teacher, Tensor globals, Tensor locals, boolean[] weak, long[] pictures)
    implements CropBatch {

  @Override
  public int images() {
    return weak.length;
  }

  @Override
  public int localCrops() {
    return (int) locals.size(0);
  }

  @Override
  public Tensor teacher(int from, int count) {
    return teacher.narrow(1, from, count);
  }

  @Override
  public Tensor globals(int from, int count) {
    return globals.narrow(1, from, count);
  }

  @Override
  public Tensor locals(int from, int count) {
    return locals.narrow(1, from, count);
  }

  @Override
  public void close() {
    teacher.close();
    globals.close();
    locals.close();
  }
}
