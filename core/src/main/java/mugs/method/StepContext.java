package mugs.method;

import java.util.List;
import mugs.engine.Precision;
import mugs.vit.DropPath;
import org.bytedeco.pytorch.Tensor;

/**
 * What all workers read during a step.
 *
 * @param settings of the method
 * @param precision of tensors and products
 * @param checkpointing whether the student's activations are computed twice instead of kept
 * @param ranks processes that train together
 * @param seed of drop path
 * @param supervisions in the order of reports
 * @param teacher as it stands
 * @param memory of the student, as it stands
 * @param prototypes the student's, computed once a step; without values where there are none
 * @param observes whether the teacher's health is asked for
 * @param trained names of what gradients are taken by, in a fixed order: the student's parameters,
 *     the prototypes' directions standing for the prototypes themselves
 */
record StepContext(
    MugsSettings settings,
    Precision precision,
    boolean checkpointing,
    Ranks ranks,
    long seed,
    List<Supervision> supervisions,
    Forward teacher,
    NeighbourMemory memory,
    Tensor prototypes,
    boolean observes,
    List<String> trained) {

  DropPath dropPath(long step, long[] pictures, ViewGroup views) {
    return settings.dropPath() == 0
        ? DropPath.NONE
        : new KeyedDropPath(this, step, pictures, views.firstCrop(), views.crops());
  }
}
