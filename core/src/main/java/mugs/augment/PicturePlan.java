package mugs.augment;

import java.util.ArrayList;
import java.util.List;

/**
 * What was drawn for all crops of one picture.
 *
 * @param teacher t0 and t1, global, weakly augmented
 * @param globals s0 and s1, seen by the student
 * @param locals l0 and so on, seen by the student; may be empty
 * @param weak whether s0 and s1 are weakly augmented (both are, or neither)
 */
public record PicturePlan(
    List<CropPlan> teacher, List<CropPlan> globals, List<CropPlan> locals, boolean weak) {

  private static final int MOST_REDUCED = 8;

  /** Copies the lists. */
  public PicturePlan {
    teacher = List.copyOf(teacher);
    globals = List.copyOf(globals);
    locals = List.copyOf(locals);
  }

  /**
   * Returns all plans: the teacher's, the student's global ones unless they are the same, local.
   */
  public List<CropPlan> crops() {
    List<CropPlan> all = new ArrayList<>(teacher);
    if (!globals.equals(teacher)) {
      all.addAll(globals);
    }
    all.addAll(locals);
    return all;
  }

  /**
   * Returns by how much the sides of the picture may be divided before its crops are taken, so that
   * each crop still gets at least its own resolution: 1, 2, 4 or 8. A strong crop that is sharpened
   * or blurred needs the picture's own pixels, since these operations look at neighbours.
   */
  public int divisor() {
    for (int divisor = MOST_REDUCED; divisor > 1; divisor /= 2) {
      int tried = divisor;
      if (crops().stream().allMatch(crop -> crop.bears(tried))) {
        return divisor;
      }
    }
    return 1;
  }

  /**
   * Returns the plan for the same picture decoded smaller; boxes are rounded to whole pixels.
   *
   * @param divisor of the sides, as {@link #divisor} says or less
   * @param width of the smaller picture
   * @param height of the smaller picture
   */
  public PicturePlan reduced(int divisor, int width, int height) {
    List<CropPlan> smallTeacher = reduced(teacher, divisor, width, height);
    return new PicturePlan(
        smallTeacher,
        globals.equals(teacher) ? smallTeacher : reduced(globals, divisor, width, height),
        reduced(locals, divisor, width, height),
        weak);
  }

  private static List<CropPlan> reduced(List<CropPlan> plans, int divisor, int width, int height) {
    return plans.stream().map(plan -> plan.reduced(divisor, width, height)).toList();
  }
}
