package mugs.method;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What one worker gives to the end of the step.
 *
 * @param clock of its phases
 * @param gradients summed over its shards, in the order of {@link StepContext#trained}; kept;
 *     undefined where none of them depended on it
 */
record WorkerResult(PhaseClock clock, List<Tensor> gradients) {}
