package mugs.augment;

import java.util.ArrayList;
import java.util.List;
import mugs.image.RgbImage;

/**
 * Draws and takes all crops of a picture, the teacher's and the student's.
 *
 * <p>Everything random about a picture is drawn from one generator that starts from (seed, epoch,
 * index of the picture), in the order t0, t1, whether s0 and s1 are weak, s0, s1, l0 and so on. So
 * the crops do not depend on the order in which pictures are worked through, nor on the threads
 * that do it. Any number of threads may use one maker.
 */
public final class CropMaker implements CropPlans {

  private final CropSettings settings;
  private final long seed;
  private final WeakCrop first;
  private final WeakCrop second;
  private final WeakCrop local;
  private final StrongCrop strongGlobal;
  private final StrongCrop strongLocal;

  /**
   * Makes a maker.
   *
   * @param settings what crops to take
   * @param seed of the run
   */
  public CropMaker(CropSettings settings, long seed) {
    this.settings = settings;
    this.seed = seed;
    first = WeakCrop.first(settings);
    second = WeakCrop.second(settings);
    local = WeakCrop.local(settings);
    strongGlobal = StrongCrop.global(settings);
    strongLocal = StrongCrop.local(settings);
  }

  /** Returns what crops are taken. */
  public CropSettings settings() {
    return settings;
  }

  @Override
  public CropShapes shapes() {
    return settings.shapes();
  }

  @Override
  public PicturePlan plan(int width, int height, long epoch, long pictureIndex) {
    CropRandom random = CropRandom.of(seed, epoch, pictureIndex);
    List<CropPlan> teacher = weakPair(width, height, random);
    if (settings.vanilla()) {
      return new PicturePlan(teacher, teacher, locals(width, height, 0, random), true);
    }
    boolean weak = !random.chance(settings.strongProbability());
    List<CropPlan> globals =
        weak ? weakPair(width, height, random) : strongPair(width, height, random);
    List<CropPlan> locals = locals(width, height, settings.strongProbability(), random);
    return new PicturePlan(teacher, globals, locals, weak);
  }

  private List<CropPlan> weakPair(int width, int height, CropRandom random) {
    CropPlan one = first.plan(width, height, random);
    return List.of(one, second.plan(width, height, random));
  }

  private List<CropPlan> strongPair(int width, int height, CropRandom random) {
    CropPlan one = strongGlobal.plan(width, height, random);
    return List.of(one, strongGlobal.plan(width, height, random));
  }

  private List<CropPlan> locals(
      int width, int height, double strongProbability, CropRandom random) {
    List<CropPlan> locals = new ArrayList<>(settings.localCrops());
    for (int i = 0; i < settings.localCrops(); i++) {
      locals.add(
          random.chance(strongProbability)
              ? strongLocal.plan(width, height, random)
              : local.plan(width, height, random));
    }
    return locals;
  }

  /**
   * Takes the crops of one picture in one epoch.
   *
   * @param picture of any size
   * @param epoch from 0
   * @param pictureIndex place of the picture in its source
   */
  public PictureCrops crops(RgbImage picture, long epoch, long pictureIndex) {
    PicturePlan plan = plan(picture.width(), picture.height(), epoch, pictureIndex);
    CropPainter painter = new CropPainter(settings, StageClock.off());
    List<Crop> teacher = painted(painter, picture, plan.teacher());
    List<Crop> globals = settings.vanilla() ? teacher : painted(painter, picture, plan.globals());
    return new PictureCrops(
        teacher, globals, painted(painter, picture, plan.locals()), plan.weak());
  }

  private static List<Crop> painted(CropPainter painter, RgbImage picture, List<CropPlan> plans) {
    return plans.stream()
        .map(plan -> new Crop(painter.paint(picture, plan).image(), plan.erasing(), !plan.strong()))
        .toList();
  }
}
