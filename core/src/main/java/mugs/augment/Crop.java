package mugs.augment;

import java.util.Optional;
import mugs.image.RgbImage;

/**
 * A square crop, still of 8 bits.
 *
 * @param image its pixels
 * @param erasing the box to overwrite with noise once the pixels are floats
 */
public record Crop(RgbImage image, Optional<Erasing> erasing) {}
