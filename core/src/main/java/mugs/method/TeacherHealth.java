package mugs.method;

import java.util.Optional;

/**
 * What a step's crops say about the teacher: whether it still tells pictures apart.
 *
 * @param choiceEntropy mean entropy of its choice of prototypes for a crop, in nats: 0 where it is
 *     sure, ln(prototypes) where it does not choose at all; empty without group discrimination
 * @param prototypesUsed how many prototypes the batch spreads over: the exponential of the entropy
 *     of the mean choice, from 1 (all crops choose the same) to their number; empty likewise
 * @param featureDeviation root mean square distance of the [CLS] features, brought to length 1,
 *     from their mean: from 0 (all alike) to 1 (spread over all directions)
 * @param neighbourSimilarity mean cosine between a crop's query and its neighbours in memory, -1 to
 *     1; empty while local groups are off
 */
public record TeacherHealth(
    Optional<Double> choiceEntropy,
    Optional<Double> prototypesUsed,
    double featureDeviation,
    Optional<Double> neighbourSimilarity) {}
