package mugs.method;

import java.util.List;
import mugs.engine.Autocast;
import mugs.engine.Placement;
import mugs.vit.DropPath;
import org.bytedeco.pytorch.Tensor;

/**
 * What all workers read during a step.
 *
 * @param settings of the method
 * @param placement of tensors and products
 * @param checkpointing whether the student's activations are computed twice instead of kept
 * @param ranks processes that train together
 * @param seed of drop path
 * @param supervisions in the order of reports
 * @param teacher as it stands
 * @param memory of the student, as it stands
 * @param scales of the student's prototypes, computed once a step; without values where there are
 *     none
 * @param observes whether the teacher's health is asked for
 * @param timed whether what phases take is asked for
 * @param lossScale what losses are multiplied with before their gradients are taken
 * @param trained names of what gradients are taken by, in a fixed order: the student's parameters,
 *     the prototypes' magnitudes standing for their scales
 */
record StepContext(
    MugsSettings settings,
    Placement placement,
    boolean checkpointing,
    Ranks ranks,
    long seed,
    List<Supervision> supervisions,
    Forward teacher,
    NeighbourMemory memory,
    Tensor scales,
    boolean observes,
    boolean timed,
    double lossScale,
    List<String> trained) {

  /** Returns a clock that waits for the device where a phase ends, if what phases take matters. */
  PhaseClock clock() {
    return timed
        ? new PhaseClock(
            () -> {
              placement.device().synchronize();
              return System.nanoTime();
            })
        : new PhaseClock();
  }

  /** Networks take their products in the precision's type; all else is done with whole floats. */
  Seen see(Forward network, Tensor pixels, DropPath drop) {
    try (Autocast cast = placement.autocast()) {
      return network.see(pixels, drop);
    }
  }

  /** Returns what a supervision's head makes of crops, in the precision's own type. */
  Tensor output(Supervision supervision, Seen seen) {
    try (Autocast cast = placement.autocast()) {
      return placement.precision().of(supervision.output(seen));
    }
  }

  DropPath dropPath(long step, long[] pictures, ViewGroup views) {
    return dropPath(step, pictures, views.firstCrop(), views.crops());
  }

  /**
   * Returns what is left out of some crops.
   *
   * @param step of the run
   * @param pictures index of each picture in its source
   * @param firstCrop index of the first crop among the student's
   * @param crops how many
   */
  DropPath dropPath(long step, long[] pictures, int firstCrop, int crops) {
    return settings.dropPath() == 0
        ? DropPath.NONE
        : new KeyedDropPath(
            new KeyedDropPath.Rule(settings.dropPath(), settings.vit().blocks(), seed, placement),
            step,
            pictures,
            firstCrop,
            crops);
  }
}
