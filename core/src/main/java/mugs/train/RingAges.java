package mugs.train;

import java.util.LinkedHashMap;
import java.util.Map;

/** How old what queues and memories hold is, in steps: that follows from their lengths alone. */
final class RingAges {
  private RingAges() {}

  /**
   * Returns the age of the oldest row, by ring. A queue takes two rows a picture, a memory one (the
   * student's none of a picture whose crops were strong, so it is older by that share).
   *
   * @param recipe of the run
   * @param done steps
   */
  static Map<String, Double> oldest(Recipe recipe, double done) {
    SupervisionSettings supervision = recipe.supervision();
    double batch = recipe.optimiser().batch();
    Map<String, Double> ages = new LinkedHashMap<>();
    if (supervision.instance().weight() > 0) {
      ages.put("instanceQueueAge", age(done, supervision.instance().queue(), 2 * batch));
    }
    if (supervision.localGroup().weight() > 0) {
      ages.put("localGroupQueueAge", age(done, supervision.localGroup().queue(), 2 * batch));
      ages.put("teacherMemoryAge", age(done, supervision.localGroup().memory(), batch));
      double weak = batch * (1 - recipe.crops().strong());
      ages.put("studentMemoryAge", age(done, supervision.localGroup().memory(), weak));
    }
    return ages;
  }

  private static double age(double done, double rows, double rowsAStep) {
    return Math.min(done, rows / rowsAStep);
  }
}
