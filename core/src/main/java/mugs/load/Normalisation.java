package mugs.load;

import mugs.augment.Crop;
import mugs.image.RgbImage;

/** Turns 8-bit pixels into floats with the mean and deviation of ImageNet, channel by channel. */
public final class Normalisation {
  /** Colour channels. */
  public static final int CHANNELS = 3;

  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] DEVIATION = {0.229, 0.224, 0.225};
  private static final int LEVELS = 256;
  private static final float[][] OF_LEVEL = table();

  private Normalisation() {}

  private static float[][] table() {
    float[][] table = new float[CHANNELS][LEVELS];
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int level = 0; level < LEVELS; level++) {
        double unit = level / (LEVELS - 1.0);
        table[channel][level] = (float) ((unit - MEAN[channel]) / DEVIATION[channel]);
      }
    }
    return table;
  }

  /**
   * Normalises a picture.
   *
   * @param image of any size
   * @return {@code [3, height, width]}, row by row
   */
  public static float[] of(RgbImage image) {
    byte[] pixels = image.pixels();
    int count = image.width() * image.height();
    float[] planes = new float[CHANNELS * count];
    for (int channel = 0; channel < CHANNELS; channel++) {
      float[] table = OF_LEVEL[channel];
      int offset = channel * count;
      for (int i = 0, from = channel; i < count; i++, from += CHANNELS) {
        planes[offset + i] = table[pixels[from] & 0xff];
      }
    }
    return planes;
  }

  /**
   * Normalises a crop, its erased box filled with noise. The noise is written where pixels are 0 to
   * 1, so it is normalised too.
   *
   * @param crop square
   * @return {@code [3, side, side]}, row by row
   */
  static float[] of(Crop crop) {
    float[] planes = of(crop.image());
    crop.erasing()
        .ifPresent(
            box -> {
              int side = crop.image().width();
              box.fill(planes, CHANNELS, side);
              for (int channel = 0; channel < CHANNELS; channel++) {
                for (int row = box.top(); row < box.top() + box.height(); row++) {
                  int start = (channel * side + row) * side + box.left();
                  for (int i = start; i < start + box.width(); i++) {
                    planes[i] = (float) ((planes[i] - MEAN[channel]) / DEVIATION[channel]);
                  }
                }
              }
            });
    return planes;
  }
}
