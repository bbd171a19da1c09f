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

  /**
   * Makes a strongly augmented crop.
   *
   * @param image its pixels
   * @param erasing the box to overwrite with noise once the pixels are floats
   */
  Crop(RgbImage image, Optional<Erasing> erasing) {
    this(image, erasing, false);
  }

  /**
   * Returns a weakly augmented crop, of which nothing is erased.
   *
   * @param image its pixels
   */
  static Crop whole(RgbImage image) {
    return new Crop(image, Optional.empty(), true);
  }
}
