package mugs.augment;

import java.util.Optional;

/**
 * How pictures are changed for who learns their classes, as timm does it: a part is cut out and
 * resized, mirrored, changed by RandAugment, and a box of it erased.
 *
 * @param channels 3 for colour, 1 for grey
 * @param size sides of the crop, in pixels
 * @param area share of the picture that it shows
 * @param flip how often it is mirrored, 0 to 1
 * @param changes RandAugment; nothing to leave tones and shapes as they are
 * @param eraseProbability how often a box is erased, 0 to 1
 */
public record ClassifierSettings(
    int channels,
    int size,
    AreaRange area,
    double flip,
    Optional<RandAugment> changes,
    double eraseProbability) {

  private static final int COLOURS = 3;

  /** The share of a picture that timm and torchvision take for granted. */
  private static final AreaRange USUAL_AREA = new AreaRange(0.08, 1);

  private static final double USUAL_FLIP = 0.5;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException that names the setting, what is allowed and what was found
   */
  public ClassifierSettings {
    if (channels != 1 && channels != COLOURS) {
      throw new IllegalArgumentException(
          "pictures have 1 channel (grey) or 3 (colour), not " + channels);
    }
    Checks.size("the size of crops", size);
    Checks.probability("the probability of mirroring", flip);
    Checks.probability("the probability of erasing", eraseProbability);
  }

  /**
   * Returns the settings of the paper's linear probe and fine-tuning: RandAugment of level 9, some
   * crops with a box erased.
   *
   * @param channels 3 for colour, 1 for grey
   * @param size sides of the crop, in pixels
   * @param eraseProbability how often a box is erased, 0 to 1
   */
  public static ClassifierSettings strong(int channels, int size, double eraseProbability) {
    return new ClassifierSettings(
        channels, size, USUAL_AREA, USUAL_FLIP, Optional.of(RandAugment.paper()), eraseProbability);
  }

  /**
   * Returns the settings of DINO's linear probe: cut out and mirrored, no more.
   *
   * @param channels 3 for colour, 1 for grey
   * @param size sides of the crop, in pixels
   */
  public static ClassifierSettings plain(int channels, int size) {
    return new ClassifierSettings(channels, size, USUAL_AREA, USUAL_FLIP, Optional.empty(), 0);
  }
}
