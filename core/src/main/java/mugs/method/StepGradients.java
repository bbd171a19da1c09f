package mugs.method;

/**
 * The first half of a step: nothing has been changed yet.
 *
 * @param losses of the batch
 * @param gradients of the total loss, those of frozen prototypes included
 */
public record StepGradients(Losses losses, Gradients gradients) {}
