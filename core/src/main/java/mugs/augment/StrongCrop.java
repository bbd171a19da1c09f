package mugs.augment;

import java.util.Optional;
import mugs.augment.StageClock.Stage;
import mugs.image.Framing;
import mugs.image.RgbImage;

/**
 * A strongly augmented square crop: flip, RandAugment of the whole picture, random resized crop,
 * random erasing, drawn and done in this order.
 *
 * @param size of the crop's sides in pixels, 1 or more
 * @param area share of the picture that it shows
 * @param eraseProbability how often a box is to be overwritten with noise
 */
public record StrongCrop(int size, AreaRange area, double eraseProbability) {

  private static final double FLIP_PROBABILITY = 0.5;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the size is below 1 or the probability is not 0 to 1
   */
  public StrongCrop {
    Checks.size("the crop size", size);
    Checks.probability("the probability of erasing", eraseProbability);
  }

  /**
   * Makes one crop.
   *
   * @param picture of any size
   * @param random decides everything
   * @return {@code size x size} pixels, and the box to erase if any
   */
  public Crop crop(RgbImage picture, CropRandom random) {
    return crop(picture, random, StageClock.off());
  }

  Crop crop(RgbImage picture, CropRandom random, StageClock clock) {
    RgbImage changed = random.chance(FLIP_PROBABILITY) ? Framing.flip(picture) : picture;
    long begun = clock.begin();
    changed = RandAugment.applied(changed, random);
    clock.add(Stage.STRONG, begun);
    Framing.Box box = RandomBox.in(changed, area, random);
    begun = clock.begin();
    RgbImage crop = Framing.resizedCrop(changed, box, size, size);
    clock.add(Stage.RESAMPLE, begun);
    boolean erased = random.chance(eraseProbability);
    return new Crop(crop, erased ? Erasing.draw(size, random) : Optional.empty());
  }
}
