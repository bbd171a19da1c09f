package mugs.augment;

import java.util.Optional;
import mugs.image.RgbImage;

/**
 * A square crop, still of 8 bits.
 *
 * @param image its pixels
 * @param erasing the box to overwrite with noise once the pixels are floats
 * @param weak whether it was augmented weakly
 */
public record Crop(RgbImage image, Optional<Erasing> erasing, boolean weak) {
  private static final int CHANNELS = 3;

  /**
   * Returns the crop as the network sees it, back in 8 bits: where it is erased there is the noise,
   * cut to what 8 bits can show.
   *
   * @param channels that the network sees, 3, or 1 for grey
   */
  public RgbImage seen(int channels) {
    return erasing.map(box -> erased(box, channels)).orElse(image);
  }

  private RgbImage erased(Erasing box, int channels) {
    int side = image.width();
    float[] noise = new float[channels * side * side];
    box.fill(noise, channels, side);
    byte[] pixels = image.pixels().clone();
    for (int row = box.top(); row < box.top() + box.height(); row++) {
      for (int column = box.left(); column < box.left() + box.width(); column++) {
        int pixel = row * side + column;
        for (int channel = 0; channel < CHANNELS; channel++) {
          float unit = Math.max(0, Math.min(1, noise[channel % channels * side * side + pixel]));
          pixels[CHANNELS * pixel + channel] = (byte) Math.round(255 * unit);
        }
      }
    }
    return new RgbImage(side, side, pixels);
  }
}
