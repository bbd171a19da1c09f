package mugs.augment;

import java.util.List;
import java.util.Optional;
import mugs.image.Framing.Box;
import mugs.image.Operation;

/** Draws the one crop of a picture for who learns its class. Any number of threads may ask. */
public final class ClassifierCrops implements CropPlans {
  private static final Range USUAL_RATIO = new Range(3.0 / 4.0, 4.0 / 3.0);

  private final ClassifierSettings settings;
  private final Optional<RandAugment> changes;
  private final BoxDraw box;
  private final long seed;

  /**
   * Prepares to draw.
   *
   * @param settings of the crop
   * @param seed of the choices
   */
  public ClassifierCrops(ClassifierSettings settings, long seed) {
    this.settings = settings;
    this.seed = seed;
    this.box = new BoxDraw(settings.area(), USUAL_RATIO);
    this.changes =
        settings.channels() > 1
            ? settings.changes()
            : settings.changes().map(RandAugment::withoutColour);
  }

  /** Returns one global crop, and none for a teacher. */
  @Override
  public CropShapes shapes() {
    return new CropShapes(settings.channels(), 0, 1, settings.size(), 0, 1);
  }

  @Override
  public PicturePlan plan(int width, int height, long epoch, long pictureIndex) {
    CropRandom random = CropRandom.of(seed, epoch, pictureIndex);
    int size = settings.size();
    Box part = box.in(width, height, random);
    boolean mirrored = random.chance(settings.flip());
    List<Operation> operations =
        changes.map(each -> each.draw(size, size, random)).orElse(List.of());
    Optional<Erasing> erasing =
        random.chance(settings.eraseProbability())
            ? Erasing.draw(ErasingSettings.paper(), size, random)
            : Optional.empty();
    CropPlan crop = new CropPlan(false, size, part, mirrored, operations, erasing);
    return new PicturePlan(List.of(), List.of(crop), List.of(), operations.isEmpty());
  }
}
