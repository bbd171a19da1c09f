package mugs.method;

/**
 * What the schedules say of one step.
 *
 * @param step index from 0 over the whole run; part of the key of drop path
 * @param rate learning rate (the patch embedding's is a share of it)
 * @param weightDecay of tensors with two or more dimensions
 * @param momentum m of the teacher: teacher = m teacher + (1 - m) student
 * @param teacherTemperature tau_t of the teacher's softmax over prototypes
 * @param clip the norm to which each tensor's gradient is cut
 * @param prototypesFrozen whether the prototypes rest in this step
 */
public record StepSettings(
    long step,
    double rate,
    double weightDecay,
    double momentum,
    double teacherTemperature,
    double clip,
    boolean prototypesFrozen) {}
