package mugs.method;

import java.util.List;

/**
 * The first half of a step: nothing has been changed yet.
 *
 * @param losses of the batch
 * @param gradients of the total loss, those of frozen prototypes included
 * @param shards what each part of the batch leaves for the end of the step, in order
 * @param clocks of the workers
 */
public record StepGradients(
    Losses losses, Gradients gradients, List<ShardResult> shards, List<PhaseClock> clocks) {}
