package mugs.augment;

import java.util.ArrayList;
import java.util.List;
import mugs.image.Operation;
import mugs.image.Warp;

/**
 * RandAugment (Cubuk, Zoph, Shlens and Le, 2019): some distinct operations of a list are drawn, and
 * each is done with some probability at a level drawn about a mean; an operation is the stronger
 * the higher its level. What {@code rand-m9-mstd0.5-inc1} names in timm is {@link #paper()}.
 *
 * @param operations to draw from; those left out never happen
 * @param count how many are drawn of each picture, 0 to their number; more change it more
 * @param probability how often one that was drawn is done, 0 to 1
 * @param level mean level, 0 (nothing) to 10 (most)
 * @param levelDeviation standard deviation of the level, 0 or more; levels are cut to 0 to 10
 * @param scales what level 10 means
 * @param fill colour where a moved picture leaves nothing
 */
public record RandAugment(
    List<StrongOperation> operations,
    int count,
    double probability,
    double level,
    double levelDeviation,
    Scales scales,
    Warp.Colour fill) {

  private static final double LEVELS = 10;

  /**
   * How strong each operation is at level 10; at lower levels it is so much in proportion.
   *
   * @param rotate degrees in either direction, 0 to 180
   * @param shear columns a row or rows a column in either direction, 0 or more
   * @param translate share of the picture's side in either direction, 0 or more
   * @param factor how far the factors of color, contrast, brightness and sharpness lie from 1, 0 to
   *     1
   * @param posterize bits of each value's upper four that are lost, 0 to 4; one is always kept
   * @param solarizeAdd what is added to values below 128, 0 to 255
   */
  public record Scales(
      double rotate,
      double shear,
      double translate,
      double factor,
      int posterize,
      int solarizeAdd) {

    /**
     * Checks the scales.
     *
     * @throws IllegalArgumentException that names the setting, what is allowed and what was found
     */
    public Scales {
      Checks.range("the largest rotation in degrees", rotate, 180);
      Checks.range("the largest shear", shear, 10);
      Checks.range("the largest translation", translate, 10);
      Checks.range("the largest change of factors", factor, 1);
      Checks.range("the bits lost by posterizing", posterize, 4);
      Checks.range("what solarizing adds", solarizeAdd, 255);
    }
  }

  /**
   * Checks the settings and copies the list.
   *
   * @throws IllegalArgumentException that names the setting, what is allowed and what was found
   */
  public RandAugment {
    operations = List.copyOf(operations);
    Checks.range("the number of strong operations drawn", count, operations.size());
    Checks.probability("the probability of a strong operation", probability);
    Checks.range("the level of strong operations", level, LEVELS);
    Checks.range("the deviation of that level", levelDeviation, LEVELS);
  }

  /** Returns the method's settings, filling with the mean colour of ImageNet. */
  public static RandAugment paper() {
    return new RandAugment(
        List.of(StrongOperation.values()),
        2,
        0.5,
        9,
        0.5,
        new Scales(30, 0.3, 0.45, 0.9, 4, 110),
        new Warp.Colour(124, 116, 104));
  }

  /** Returns the same for pictures without colour, which {@code COLOR} would not change. */
  RandAugment withoutColour() {
    List<StrongOperation> left = new ArrayList<>(operations);
    left.remove(StrongOperation.COLOR);
    int drawn = Math.min(count, left.size());
    return new RandAugment(left, drawn, probability, level, levelDeviation, scales, fill);
  }

  /**
   * Draws what happens to a picture: the operations first, then each one's details in turn.
   *
   * @param width of the picture
   * @param height of the picture
   * @param random decides everything
   */
  List<Operation> draw(int width, int height, CropRandom random) {
    List<Operation> done = new ArrayList<>();
    for (StrongOperation operation : drawn(random)) {
      if (random.chance(probability)) {
        done.add(at(operation, level(random), width, height, random));
      }
    }
    return done;
  }

  /** Draws different operations, each choice in each order equally likely. */
  List<StrongOperation> drawn(CropRandom random) {
    List<StrongOperation> left = new ArrayList<>(operations);
    List<StrongOperation> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      drawn.add(left.remove(random.below(left.size())));
    }
    return drawn;
  }

  /** Draws how strong an operation is, 0 to 1. */
  double level(CropRandom random) {
    double drawn = level + levelDeviation * random.normal();
    return Math.max(0, Math.min(LEVELS, drawn)) / LEVELS;
  }

  /**
   * Returns one operation with its arguments.
   *
   * @param strength 0 to 1
   * @param random decides the sign, where there is one, and the interpolation
   */
  Operation at(
      StrongOperation operation, double strength, int width, int height, CropRandom random) {
    return switch (operation) {
      case AUTO_CONTRAST -> new Operation.AutoContrast();
      case EQUALIZE -> new Operation.Equalize();
      case INVERT -> new Operation.Invert();
      case ROTATE -> new Operation.Rotate(signed(scales.rotate * strength, random), style(random));
      case POSTERIZE -> new Operation.Posterize(bits(strength));
      case SOLARIZE -> new Operation.Solarise(256 - (int) (256 * strength));
      case SOLARIZE_ADD -> new Operation.SolariseAdd((int) (scales.solarizeAdd * strength));
      case COLOR -> new Operation.Saturation(factor(strength, random));
      case CONTRAST -> new Operation.Contrast(factor(strength, random));
      case BRIGHTNESS -> new Operation.Brightness(factor(strength, random));
      case SHARPNESS -> new Operation.Sharpness(factor(strength, random));
      case SHEAR_X -> new Operation.ShearX(signed(scales.shear * strength, random), style(random));
      case SHEAR_Y -> new Operation.ShearY(signed(scales.shear * strength, random), style(random));
      case TRANSLATE_X ->
          new Operation.TranslateX(
              signed(scales.translate * strength * width, random), style(random));
      case TRANSLATE_Y ->
          new Operation.TranslateY(
              signed(scales.translate * strength * height, random), style(random));
    };
  }

  private int bits(double strength) {
    return Math.max(1, 4 - (int) (scales.posterize * strength));
  }

  private double factor(double strength, CropRandom random) {
    return 1 + signed(scales.factor * strength, random);
  }

  private static double signed(double amount, CropRandom random) {
    return random.chance(0.5) ? -amount : amount;
  }

  private Warp.Style style(CropRandom random) {
    boolean linear = random.chance(0.5);
    return new Warp.Style(linear ? Warp.Interpolation.BILINEAR : Warp.Interpolation.BICUBIC, fill);
  }
}
