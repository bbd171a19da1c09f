package mugs.train;

import mugs.augment.AreaRange;
import mugs.augment.CropSettings;
import mugs.augment.ErasingSettings;
import mugs.augment.Range;
import mugs.augment.WeakSettings;
import mugs.image.Warp;

/**
 * The crops of a picture: two global ones for the teacher, two global and some local ones for the
 * student.
 *
 * @param channels 3 for colour, 1 for grey: then changes of colour fall away
 * @param globalSize side of a global crop in pixels, a multiple of the patch size
 * @param localSize side of a local crop in pixels, a multiple of the patch size
 * @param localCrops number of local crops of a picture. More give more pairs to learn from and cost
 *     time in proportion; 0 leaves the global pairs alone
 * @param globalArea what a global crop covers. A smaller lower end makes crops harder to match
 * @param localArea what a local crop covers
 * @param ratio of the width to the height of what a crop covers. A wider range distorts more
 * @param flip probability that a crop is mirrored; 0 where left and right mean something
 * @param weak what happens to weakly augmented crops
 * @param strong probability that a picture's two student globals, or one local crop, are augmented
 *     strongly
 * @param randAugment what happens to strongly augmented crops
 * @param erase probability that a strong crop loses a random box
 * @param erasing which box
 * @param vanilla true to hand the student the teacher's own global crops and only weak local ones
 */
public record CropRecipe(
    @Bounds("[1, 3]") int channels,
    @Bounds("[1, 4096]") int globalSize,
    @Bounds("[1, 4096]") int localSize,
    @Bounds("[0, 256]") int localCrops,
    Area globalArea,
    Area localArea,
    @Bounds("(0, 100]") Span ratio,
    @Bounds("[0, 1]") double flip,
    Weak weak,
    @Bounds("[0, 1]") double strong,
    RandAugment randAugment,
    @Bounds("[0, 1]") double erase,
    Erasing erasing,
    boolean vanilla) {

  private static final double LEVELS = 255;

  /**
   * Weak augmentation.
   *
   * @param jitter probability that brightness, contrast, saturation and hue are changed. More often
   *     asks for features that look past light and colour
   * @param brightness how far the factor may lie from 1
   * @param contrast how far the factor may lie from 1
   * @param saturation how far the factor may lie from 1
   * @param hue how far the colour circle may be turned, in turns
   * @param grey probability that colour is taken away
   * @param sigma of the blur, in pixels of the crop. Larger leaves less texture
   * @param solariseFrom lowest value that solarising inverts
   * @param first what follows in weak 1: t0, and s0 where it is weak
   * @param second what follows in weak 2: t1, and s1 where it is weak
   * @param local what follows in weak local crops
   */
  public record Weak(
      @Bounds("[0, 1]") double jitter,
      @Bounds("[0, 1]") double brightness,
      @Bounds("[0, 1]") double contrast,
      @Bounds("[0, 1]") double saturation,
      @Bounds("[0, 0.5]") double hue,
      @Bounds("[0, 1]") double grey,
      @Bounds("(0, 100]") Span sigma,
      @Bounds("[0, 256]") int solariseFrom,
      Ending first,
      Ending second,
      Ending local) {

    private WeakSettings settings() {
      return new WeakSettings(
          jitter,
          brightness,
          contrast,
          saturation,
          hue,
          grey,
          range(sigma),
          solariseFrom,
          first.settings(),
          second.settings(),
          local.settings());
    }
  }

  /**
   * The end of a weak augmentation.
   *
   * @param blur probability that the crop is blurred
   * @param solarise probability that it is solarised
   */
  public record Ending(@Bounds("[0, 1]") double blur, @Bounds("[0, 1]") double solarise) {

    private WeakSettings.Ending settings() {
      return new WeakSettings.Ending(blur, solarise);
    }
  }

  /**
   * Strong augmentation: some operations of a list, at a random level each.
   *
   * @param operations to draw from
   * @param count how many are drawn of each picture
   * @param probability that one that was drawn is done
   * @param level mean level, 10 the strongest
   * @param levelDeviation its standard deviation
   * @param rotate degrees at level 10
   * @param shear columns a row, or rows a column, at level 10
   * @param translate share of the picture's side at level 10
   * @param factor how far factors of color, contrast, brightness and sharpness lie from 1 at level
   *     10
   * @param posterize how many of the upper four bits of each value are lost at level 10
   * @param solarizeAdd what is added to dark values at level 10
   */
  public record RandAugment(
      OperationList operations,
      @Bounds("[0, 15]") int count,
      @Bounds("[0, 1]") double probability,
      @Bounds("[0, 10]") double level,
      @Bounds("[0, 10]") double levelDeviation,
      @Bounds("[0, 180]") double rotate,
      @Bounds("[0, 10]") double shear,
      @Bounds("[0, 10]") double translate,
      @Bounds("[0, 1]") double factor,
      @Bounds("[0, 4]") int posterize,
      @Bounds("[0, 255]") int solarizeAdd) {

    private mugs.augment.RandAugment settings(Warp.Colour fill) {
      return new mugs.augment.RandAugment(
          operations.operations(),
          count,
          probability,
          level,
          levelDeviation,
          new mugs.augment.RandAugment.Scales(
              rotate, shear, translate, factor, posterize, solarizeAdd),
          fill);
    }
  }

  /**
   * The box that a strong crop may lose.
   *
   * @param area share of the crop that it covers. Larger hides more
   * @param ratio of its height to its width
   */
  public record Erasing(Area area, @Bounds("(0, 100]") Span ratio) {

    private ErasingSettings settings() {
      return new ErasingSettings(areas(area), range(ratio));
    }
  }

  private static AreaRange areas(Area area) {
    return new AreaRange(area.smallest(), area.largest());
  }

  private static Range range(Span span) {
    return new Range(span.smallest(), span.largest());
  }

  /**
   * Returns what the maker of crops asks for.
   *
   * @param pictures whose mean colour fills what moved pictures leave empty
   */
  CropSettings settings(PictureSettings pictures) {
    return new CropSettings(
        channels,
        globalSize,
        localSize,
        localCrops,
        areas(globalArea),
        areas(localArea),
        range(ratio),
        flip,
        weak.settings(),
        strong,
        randAugment.settings(fill(pictures.mean())),
        erase,
        erasing.settings(),
        vanilla);
  }

  /** Returns the mean colour of the pictures, of grey ones the luma of it. */
  private Warp.Colour fill(PerChannel mean) {
    if (channels == 1) {
      double luma = 0.299 * mean.red() + 0.587 * mean.green() + 0.114 * mean.blue();
      return new Warp.Colour(level(luma), level(luma), level(luma));
    }
    return new Warp.Colour(level(mean.red()), level(mean.green()), level(mean.blue()));
  }

  private static int level(double unit) {
    return (int) Math.rint(unit * LEVELS);
  }
}
