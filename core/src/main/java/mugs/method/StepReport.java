package mugs.method;

import java.util.Map;
import java.util.Optional;

/**
 * What a step tells.
 *
 * @param losses of its crops, before its update
 * @param largestGradientNorm over all tensors, before clipping
 * @param medianGradientNorm over all tensors, before clipping
 * @param health of the teacher, where it was asked for
 * @param phaseMilliseconds time by phase; phases that ran on several workers count as their mean
 */
public record StepReport(
    Losses losses,
    double largestGradientNorm,
    double medianGradientNorm,
    Optional<TeacherHealth> health,
    Map<Phase, Double> phaseMilliseconds) {}
