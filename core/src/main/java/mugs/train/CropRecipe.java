package mugs.train;

import mugs.augment.AreaRange;
import mugs.augment.CropSettings;

/**
 * The crops of a picture: two global ones for the teacher, two global and some local ones for the
 * student.
 *
 * @param globalSize side of a global crop in pixels, a multiple of the patch size
 * @param localSize side of a local crop in pixels, a multiple of the patch size
 * @param localCrops number of local crops of a picture. More give more pairs to learn from and cost
 *     time in proportion; 0 leaves the global pairs alone
 * @param globalArea what a global crop covers. A smaller lower end makes crops harder to match
 * @param localArea what a local crop covers
 * @param strong probability that a picture's two student globals, or one local crop, are augmented
 *     strongly
 * @param erase probability that a strong crop loses a random box
 * @param vanilla true to hand the student the teacher's own global crops and only weak local ones
 */
public record CropRecipe(
    @Bounds("[1, 4096]") int globalSize,
    @Bounds("[1, 4096]") int localSize,
    @Bounds("[0, 256]") int localCrops,
    Area globalArea,
    Area localArea,
    @Bounds("[0, 1]") double strong,
    @Bounds("[0, 1]") double erase,
    boolean vanilla) {

  /** Returns what the maker of crops asks for. */
  public CropSettings settings() {
    return new CropSettings(
        globalSize,
        localSize,
        localCrops,
        new AreaRange(globalArea.smallest(), globalArea.largest()),
        new AreaRange(localArea.smallest(), localArea.largest()),
        strong,
        erase,
        vanilla);
  }
}
