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
}
