package mugs.load;

import mugs.engine.Precision;
import org.bytedeco.pytorch.Tensor;

/**
 * Pixels that become floats part by part: boxes are erased and crops normalised at that moment.
 *
 * @param pixels of the batch, closed with this
 * @param normalisation of as many channels as the crops have
 * @param precision of the floats
 */
record NormalisedCrops(PixelBatch pixels, Normalisation normalisation, Precision precision)
    implements CropBatch {

  @Override
  public int images() {
    return pixels.images();
  }

  @Override
  public int localCrops() {
    return pixels.memory().locals().crops();
  }

  @Override
  public boolean[] weak() {
    return pixels.weak();
  }

  @Override
  public long[] pictures() {
    return pixels.pictures();
  }

  @Override
  public Tensor teacher(int from, int count) {
    return pixels.memory().teacher().normalised(from, count, normalisation, precision);
  }

  @Override
  public Tensor globals(int from, int count) {
    return pixels.memory().globals().normalised(from, count, normalisation, precision);
  }

  @Override
  public Tensor locals(int from, int count) {
    return pixels.memory().locals().normalised(from, count, normalisation, precision);
  }

  @Override
  public void close() {
    pixels.close();
  }
}
