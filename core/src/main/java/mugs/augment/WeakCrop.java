package mugs.augment;

import mugs.augment.StageClock.Stage;
import mugs.image.Colours;
import mugs.image.Framing;
import mugs.image.RgbImage;
import mugs.image.Smoothing;
import mugs.image.Tones;

/**
 * A weakly augmented square crop: random resized crop, flip, colour jitter, grey, blur, solarise,
 * drawn and done in this order.
 *
 * <p>The constants are those of the method's weak augmentation, which are DINO's.
 *
 * @param size of the crop's sides in pixels, 1 or more
 * @param area share of the picture that it shows
 * @param blurProbability how often it is blurred with a sigma of 0.1 to 2 pixels
 * @param solariseProbability how often the values from 128 on are inverted
 */
public record WeakCrop(
    int size, AreaRange area, double blurProbability, double solariseProbability) {

  private static final double FLIP_PROBABILITY = 0.5;
  private static final double JITTER_PROBABILITY = 0.8;
  private static final double BRIGHTNESS = 0.4;
  private static final double CONTRAST = 0.4;
  private static final double SATURATION = 0.2;
  private static final double HUE = 0.1;
  private static final double GREY_PROBABILITY = 0.2;
  private static final double MIN_SIGMA = 0.1;
  private static final double MAX_SIGMA = 2.0;
  private static final int SOLARISE_FROM = 128;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the size is below 1 or a probability is not 0 to 1
   */
  public WeakCrop {
    Checks.size("the crop size", size);
    Checks.probability("the probability of blur", blurProbability);
    Checks.probability("the probability of solarising", solariseProbability);
  }

  /**
   * Returns weak 1, always blurred.
   *
   * @param size of the crop's sides in pixels
   * @param area share of the picture that it shows
   */
  public static WeakCrop first(int size, AreaRange area) {
    return new WeakCrop(size, area, 1.0, 0);
  }

  /**
   * Returns weak 2, blurred and solarised now and then.
   *
   * @param size of the crop's sides in pixels
   * @param area share of the picture that it shows
   */
  public static WeakCrop second(int size, AreaRange area) {
    return new WeakCrop(size, area, 0.1, 0.2);
  }

  /**
   * Returns the weak augmentation of local crops, blurred half the time.
   *
   * @param size of the crop's sides in pixels
   * @param area share of the picture that it shows
   */
  public static WeakCrop local(int size, AreaRange area) {
    return new WeakCrop(size, area, 0.5, 0);
  }

  /**
   * Returns the crop for queries of a measurement: neither blurred nor solarised.
   *
   * @param size of the crop's sides in pixels
   * @param area share of the picture that it shows
   */
  public static WeakCrop query(int size, AreaRange area) {
    return new WeakCrop(size, area, 0, 0);
  }

  /**
   * Makes one crop.
   *
   * @param picture of any size
   * @param random decides everything
   * @return {@code size x size} pixels
   */
  public RgbImage crop(RgbImage picture, CropRandom random) {
    return crop(picture, random, StageClock.off());
  }

  RgbImage crop(RgbImage picture, CropRandom random, StageClock clock) {
    Framing.Box box = RandomBox.in(picture, area, random);
    long begun = clock.begin();
    RgbImage crop = Framing.resizedCrop(picture, box, size, size);
    clock.add(Stage.RESAMPLE, begun);
    if (random.chance(FLIP_PROBABILITY)) {
      crop = Framing.flip(crop);
    }
    begun = clock.begin();
    if (random.chance(JITTER_PROBABILITY)) {
      crop = jittered(crop, random);
    }
    if (random.chance(GREY_PROBABILITY)) {
      crop = Colours.grey(crop);
    }
    clock.add(Stage.COLOUR, begun);
    begun = clock.begin();
    if (random.chance(blurProbability)) {
      crop = Smoothing.gaussianBlur(crop, random.uniform(MIN_SIGMA, MAX_SIGMA));
    }
    clock.add(Stage.BLUR, begun);
    begun = clock.begin();
    if (random.chance(solariseProbability)) {
      crop = Tones.solarise(crop, SOLARISE_FROM);
    }
    clock.add(Stage.COLOUR, begun);
    return crop;
  }

  /** Draws the four strengths, then the order, and does the changes in that order. */
  private static RgbImage jittered(RgbImage crop, CropRandom random) {
    double brightness = random.uniform(1 - BRIGHTNESS, 1 + BRIGHTNESS);
    double contrast = random.uniform(1 - CONTRAST, 1 + CONTRAST);
    double saturation = random.uniform(1 - SATURATION, 1 + SATURATION);
    double hue = random.uniform(-HUE, HUE);
    RgbImage changed = crop;
    for (int change : random.permutation(4)) {
      changed =
          switch (change) {
            case 0 -> Tones.brightness(changed, brightness);
            case 1 -> Tones.contrast(changed, contrast);
            case 2 -> Colours.saturation(changed, saturation);
            default -> Colours.hue(changed, hue);
          };
    }
    return changed;
  }
}
