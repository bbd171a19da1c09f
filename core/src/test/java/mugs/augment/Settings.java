package mugs.augment;

import java.util.List;
import java.util.Optional;
import mugs.image.Framing.Box;
import mugs.image.Operation;

/** Settings and plans made for tests, one thing different from others. */
final class Settings {

  private Settings() {}

  static CropSettings grey(CropSettings from) {
    return new CropSettings(
        1,
        from.globalSize(),
        from.localSize(),
        from.localCrops(),
        from.globalArea(),
        from.localArea(),
        from.ratio(),
        from.flip(),
        from.weak(),
        from.strongProbability(),
        from.strong(),
        from.eraseProbability(),
        from.erasing(),
        from.vanilla());
  }

  static CropSettings with(CropSettings from, double flip, WeakSettings weak, RandAugment strong) {
    return new CropSettings(
        3,
        from.globalSize(),
        from.localSize(),
        from.localCrops(),
        from.globalArea(),
        from.localArea(),
        from.ratio(),
        flip,
        weak,
        from.strongProbability(),
        strong,
        from.eraseProbability(),
        from.erasing(),
        from.vanilla());
  }

  /** Of the upper left part of a picture. */
  static CropPlan plan(
      boolean strong,
      int size,
      int width,
      int height,
      boolean mirrored,
      List<Operation> operations) {
    return new CropPlan(
        strong, size, new Box(0, 0, width, height), mirrored, operations, Optional.empty());
  }
}
