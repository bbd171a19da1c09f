package mugs.augment;

import java.util.ArrayList;
import java.util.List;
import mugs.image.RgbImage;

/**
 * Takes all crops of a picture, the teacher's and the student's.
 *
 * <p>Everything random about a picture is drawn from one generator that starts from (seed, epoch,
 * index of the picture), in the order t0, t1, whether s0 and s1 are weak, s0, s1, l0 and so on. So
 * the crops do not depend on the order in which pictures are worked through, nor on the threads
 * that do it. Any number of threads may use one maker.
 */
public final class CropMaker {

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
    first = WeakCrop.first(settings.globalSize(), settings.globalArea());
    second = WeakCrop.second(settings.globalSize(), settings.globalArea());
    local = WeakCrop.local(settings.localSize(), settings.localArea());
    double erase = settings.eraseProbability();
    strongGlobal = new StrongCrop(settings.globalSize(), settings.globalArea(), erase);
    strongLocal = new StrongCrop(settings.localSize(), settings.localArea(), erase);
  }

  /**
   * Takes the crops of one picture in one epoch.
   *
   * @param picture of any size
   * @param epoch from 0
   * @param pictureIndex place of the picture in its source
   */
  public PictureCrops crops(RgbImage picture, long epoch, long pictureIndex) {
    return crops(picture, epoch, pictureIndex, StageClock.off());
  }

  /**
   * Takes the crops of one picture in one epoch, and measures where the time goes.
   *
   * @param picture of any size
   * @param epoch from 0
   * @param pictureIndex place of the picture in its source
   * @param clock of this thread
   */
  public PictureCrops crops(RgbImage picture, long epoch, long pictureIndex, StageClock clock) {
    CropRandom random = CropRandom.of(seed, epoch, pictureIndex);
    List<Crop> teacher = weakPair(picture, random, clock);
    if (settings.vanilla()) {
      return new PictureCrops(teacher, teacher, locals(picture, 0, random, clock), true);
    }
    boolean weak = !random.chance(settings.strongProbability());
    List<Crop> globals =
        weak
            ? weakPair(picture, random, clock)
            : List.of(
                strongGlobal.crop(picture, random, clock),
                strongGlobal.crop(picture, random, clock));
    List<Crop> locals = locals(picture, settings.strongProbability(), random, clock);
    return new PictureCrops(teacher, globals, locals, weak);
  }

  private List<Crop> weakPair(RgbImage picture, CropRandom random, StageClock clock) {
    Crop one = Crop.whole(first.crop(picture, random, clock));
    return List.of(one, Crop.whole(second.crop(picture, random, clock)));
  }

  private List<Crop> locals(
      RgbImage picture, double strongProbability, CropRandom random, StageClock clock) {
    List<Crop> locals = new ArrayList<>(settings.localCrops());
    for (int i = 0; i < settings.localCrops(); i++) {
      locals.add(
          random.chance(strongProbability)
              ? strongLocal.crop(picture, random, clock)
              : Crop.whole(local.crop(picture, random, clock)));
    }
    return locals;
  }
}
