package mugs.augment;

import java.util.List;

/**
 * All crops of one picture.
 *
 * @param teacher t0 and t1, global, weakly augmented
 * @param globals s0 and s1, seen by the student
 * @param locals l0 and so on, seen by the student; may be empty
 * @param weak whether s0 and s1 are weakly augmented (both are, or neither)
 */
public record PictureCrops(
    List<Crop> teacher, List<Crop> globals, List<Crop> locals, boolean weak) {

  /** Copies the lists. */
  public PictureCrops {
    teacher = List.copyOf(teacher);
    globals = List.copyOf(globals);
    locals = List.copyOf(locals);
  }
}
