package mugs.augment;

import java.util.List;
import java.util.Optional;
import mugs.image.Framing.Box;
import mugs.image.Operation;

/**
 * Draws strongly augmented square crops: flip, RandAugment of the whole picture, random resized
 * crop, random erasing, drawn and done in this order.
 */
final class StrongCrop {

  private final CropSettings settings;
  private final RandAugment changes;
  private final int size;
  private final BoxDraw box;

  private StrongCrop(CropSettings settings, int size, BoxDraw box) {
    this.settings = settings;
    this.changes = settings.colour() ? settings.strong() : settings.strong().withoutColour();
    this.size = size;
    this.box = box;
  }

  static StrongCrop global(CropSettings settings) {
    return new StrongCrop(settings, settings.globalSize(), settings.globalBox());
  }

  static StrongCrop local(CropSettings settings) {
    return new StrongCrop(settings, settings.localSize(), settings.localBox());
  }

  /**
   * Draws one crop.
   *
   * @param width of the picture
   * @param height of the picture
   * @param random decides everything
   */
  CropPlan plan(int width, int height, CropRandom random) {
    boolean mirrored = random.chance(settings.flip());
    List<Operation> operations = changes.draw(width, height, random);
    Box part = box.in(width, height, random);
    boolean erased = random.chance(settings.eraseProbability());
    Optional<Erasing> erasing =
        erased ? Erasing.draw(settings.erasing(), size, random) : Optional.empty();
    return new CropPlan(true, size, part, mirrored, operations, erasing);
  }
}
