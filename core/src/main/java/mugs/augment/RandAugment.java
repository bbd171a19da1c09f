package mugs.augment;

import mugs.image.Colours;
import mugs.image.RgbImage;
import mugs.image.Smoothing;
import mugs.image.Tones;
import mugs.image.Warp;

/**
 * RandAugment (Cubuk, Zoph, Shlens and Le, 2019) as {@code rand-m9-mstd0.5-inc1} names it in timm:
 * 2 distinct of 15 operations, each done with probability 0.5 at a level drawn about 9 of 10; every
 * operation is stronger at a higher level.
 */
final class RandAugment {

  private static final int OPERATIONS_DRAWN = 2;
  private static final double PROBABILITY = 0.5;
  private static final double LEVEL_MEAN = 9;
  private static final double LEVEL_DEVIATION = 0.5;
  private static final double LEVELS = 10;

  private static final double DEGREES = 30;
  private static final double SHEAR = 0.3;
  private static final double SHIFT = 0.45;
  private static final double FACTOR = 0.9;
  private static final double SOLARISE_ADD = 110;

  /** ImageNet's mean colour. */
  private static final Warp.Colour FILL = new Warp.Colour(124, 116, 104);

  private RandAugment() {}

  /** What can happen to a picture; the order is timm's. */
  enum Operation {
    AUTO_CONTRAST,
    EQUALIZE,
    INVERT,
    ROTATE,
    POSTERIZE,
    SOLARIZE,
    SOLARIZE_ADD,
    COLOR,
    CONTRAST,
    BRIGHTNESS,
    SHARPNESS,
    SHEAR_X,
    SHEAR_Y,
    TRANSLATE_X,
    TRANSLATE_Y;

    private static final Operation[] ALL = values();
  }

  /** Changes a picture; what happens is drawn first, then each operation's details in turn. */
  static RgbImage applied(RgbImage picture, CropRandom random) {
    RgbImage changed = picture;
    for (Operation operation : drawn(random)) {
      if (random.chance(PROBABILITY)) {
        changed = applied(operation, changed, level(random), random);
      }
    }
    return changed;
  }

  /** Draws two different operations, each pair in each order equally likely. */
  static Operation[] drawn(CropRandom random) {
    Operation[] drawn = new Operation[OPERATIONS_DRAWN];
    int first = random.below(Operation.ALL.length);
    int second = random.below(Operation.ALL.length - 1);
    drawn[0] = Operation.ALL[first];
    drawn[1] = Operation.ALL[second < first ? second : second + 1];
    return drawn;
  }

  /** Draws how strong an operation is, 0 to 1. */
  static double level(CropRandom random) {
    double level = LEVEL_MEAN + LEVEL_DEVIATION * random.normal();
    return Math.max(0, Math.min(LEVELS, level)) / LEVELS;
  }

  /**
   * Does one operation.
   *
   * @param level 0 to 1
   * @param random decides the sign, where there is one, and the interpolation
   */
  static RgbImage applied(Operation operation, RgbImage picture, double level, CropRandom random) {
    return switch (operation) {
      case AUTO_CONTRAST -> Tones.autoContrast(picture);
      case EQUALIZE -> Tones.equalize(picture);
      case INVERT -> Tones.invert(picture);
      case ROTATE -> Warp.rotate(picture, signed(DEGREES * level, random), style(random));
      case POSTERIZE -> Tones.posterize(picture, Math.max(1, 4 - (int) (4 * level)));
      case SOLARIZE -> Tones.solarise(picture, 256 - (int) (256 * level));
      case SOLARIZE_ADD -> Tones.solariseAdd(picture, (int) (SOLARISE_ADD * level));
      case COLOR -> Colours.saturation(picture, factor(level, random));
      case CONTRAST -> Tones.contrast(picture, factor(level, random));
      case BRIGHTNESS -> Tones.brightness(picture, factor(level, random));
      case SHARPNESS -> Smoothing.sharpness(picture, factor(level, random));
      case SHEAR_X -> Warp.shearX(picture, signed(SHEAR * level, random), style(random));
      case SHEAR_Y -> Warp.shearY(picture, signed(SHEAR * level, random), style(random));
      case TRANSLATE_X -> {
        double shift = SHIFT * level * picture.width();
        yield Warp.translateX(picture, signed(shift, random), style(random));
      }
      case TRANSLATE_Y -> {
        double shift = SHIFT * level * picture.height();
        yield Warp.translateY(picture, signed(shift, random), style(random));
      }
    };
  }

  private static double factor(double level, CropRandom random) {
    return 1 + signed(FACTOR * level, random);
  }

  private static double signed(double amount, CropRandom random) {
    return random.chance(0.5) ? -amount : amount;
  }

  private static Warp.Style style(CropRandom random) {
    boolean linear = random.chance(0.5);
    return new Warp.Style(linear ? Warp.Interpolation.BILINEAR : Warp.Interpolation.BICUBIC, FILL);
  }
}
