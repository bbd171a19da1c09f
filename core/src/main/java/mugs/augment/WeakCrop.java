package mugs.augment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mugs.augment.WeakSettings.Ending;
import mugs.image.Framing.Box;
import mugs.image.Operation;
import mugs.image.RgbImage;

/**
 * Draws weakly augmented square crops: random resized crop, flip, colour jitter, grey, blur,
 * solarise, drawn and done in this order.
 */
public final class WeakCrop {

  private final CropSettings settings;
  private final int size;
  private final BoxDraw box;
  private final Ending ending;

  private WeakCrop(CropSettings settings, int size, BoxDraw box, Ending ending) {
    this.settings = settings;
    this.size = size;
    this.box = box;
    this.ending = ending;
  }

  /** Returns weak 1, with the method's settings always blurred. */
  static WeakCrop first(CropSettings settings) {
    return global(settings, settings.weak().first());
  }

  /** Returns weak 2, with the method's settings blurred and solarised now and then. */
  static WeakCrop second(CropSettings settings) {
    return global(settings, settings.weak().second());
  }

  private static WeakCrop global(CropSettings settings, Ending ending) {
    return new WeakCrop(settings, settings.globalSize(), settings.globalBox(), ending);
  }

  /** Returns the weak augmentation of local crops, with the method's settings often blurred. */
  static WeakCrop local(CropSettings settings) {
    Ending ending = settings.weak().local();
    return new WeakCrop(settings, settings.localSize(), settings.localBox(), ending);
  }

  /**
   * Returns the crop for queries of a measurement, with the method's settings but neither blurred
   * nor solarised.
   *
   * @param size of the crop's sides in pixels
   * @param area share of the picture that it shows
   */
  public static WeakCrop query(int size, AreaRange area) {
    Checks.size("the crop size", size);
    CropSettings settings = CropSettings.paper();
    return new WeakCrop(settings, size, new BoxDraw(area, settings.ratio()), new Ending(0, 0));
  }

  /**
   * Returns the crop for queries of a measurement: a global one, neither blurred nor solarised.
   *
   * @param settings of the crops that are trained on
   */
  public static WeakCrop query(CropSettings settings) {
    return global(settings, new Ending(0, 0));
  }

  /**
   * Draws one crop.
   *
   * @param width of the picture
   * @param height of the picture
   * @param random decides everything
   */
  public CropPlan plan(int width, int height, CropRandom random) {
    WeakSettings weak = settings.weak();
    List<Operation> operations = new ArrayList<>();
    Box part = box.in(width, height, random);
    boolean mirrored = random.chance(settings.flip());
    if (random.chance(weak.jitter())) {
      addJitter(operations, weak, random);
    }
    if (settings.colour() && random.chance(weak.grey())) {
      operations.add(new Operation.Grey());
    }
    if (random.chance(ending.blur())) {
      double sigma = random.uniform(weak.sigma().min(), weak.sigma().max());
      operations.add(new Operation.GaussianBlur(sigma));
    }
    if (random.chance(ending.solarise())) {
      operations.add(new Operation.Solarise(weak.solariseFrom()));
    }
    return new CropPlan(false, size, part, mirrored, operations, Optional.empty());
  }

  /** Draws the strengths, then the order. */
  private void addJitter(List<Operation> operations, WeakSettings weak, CropRandom random) {
    List<Operation> changes = new ArrayList<>();
    changes.add(new Operation.Brightness(factor(weak.brightness(), random)));
    changes.add(new Operation.Contrast(factor(weak.contrast(), random)));
    if (settings.colour()) {
      changes.add(new Operation.Saturation(factor(weak.saturation(), random)));
      changes.add(new Operation.Hue(random.uniform(-weak.hue(), weak.hue())));
    }
    for (int change : random.permutation(changes.size())) {
      operations.add(changes.get(change));
    }
  }

  private static double factor(double jitter, CropRandom random) {
    return random.uniform(1 - jitter, 1 + jitter);
  }

  /**
   * Makes one crop.
   *
   * @param picture of any size
   * @param random decides everything
   * @return {@code size x size} pixels
   */
  public RgbImage crop(RgbImage picture, CropRandom random) {
    CropPlan plan = plan(picture.width(), picture.height(), random);
    return new CropPainter(settings, StageClock.off()).paint(picture, plan).image();
  }
}
