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
    implements PixelCrops {

  @Override
  public Tensor floats(ViewPixels view, int from, int count) {
    return view.normalised(from, count, normalisation, precision);
  }
}
