package mugs.method;

import java.util.List;
import java.util.Map;
import mugs.engine.Precision;
import mugs.vit.DropPath;
import org.bytedeco.pytorch.Tensor;

/**
 * What all workers read during a step.
 *
 * @param settings of the method
 * @param precision of all tensors
 * @param ranks processes that train together
 * @param seed of drop path
 * @param supervisions in the order of reports
 * @param teacher as it stands
 * @param student as it stands
 * @param observes whether the teacher's health is asked for
 * @param gradientInputs what gradients are taken by, in a fixed order: the student's parameters,
 *     with its prototypes in place of their magnitudes and directions
 */
record StepContext(
    MugsSettings settings,
    Precision precision,
    Ranks ranks,
    long seed,
    List<Supervision> supervisions,
    Forward teacher,
    Forward student,
    boolean observes,
    Map<String, Tensor> gradientInputs) {

  DropPath dropPath(long step, long[] pictures, ViewGroup views) {
    return settings.dropPath() == 0
        ? DropPath.NONE
        : new KeyedDropPath(this, step, pictures, views.firstCrop(), views.crops());
  }
}
