package mugs.method;

import mugs.vit.VitSettings;

/**
 * Everything that shapes the method: the networks, the supervisions, the optimiser's constants.
 * What changes from step to step is in {@link StepSettings}.
 *
 * @param vit the backbone
 * @param dropPath rate of the student's last block; earlier blocks rise to it linearly from 0
 * @param heads widths of the three heads
 * @param instance instance discrimination
 * @param localGroup local-group discrimination
 * @param group group discrimination
 * @param optimiser constants of AdamW
 */
public record MugsSettings(
    VitSettings vit,
    double dropPath,
    Heads heads,
    Instance instance,
    LocalGroup localGroup,
    Group group,
    Optimiser optimiser) {

  /**
   * Checks the weights of the supervisions.
   *
   * @throws IllegalArgumentException if one is negative or all are 0
   */
  public MugsSettings {
    if (instance.weight < 0 || localGroup.weight < 0 || group.weight < 0) {
      throw new IllegalArgumentException("the weight of a supervision is at least 0");
    }
    if (instance.weight + localGroup.weight + group.weight == 0) {
      throw new IllegalArgumentException("at least one supervision needs a weight above 0");
    }
  }

  /** Returns the sum of the supervisions' weights, by which the total loss is divided. */
  public double totalWeight() {
    return instance.weight + localGroup.weight + group.weight;
  }

  /**
   * Widths of the heads (paper, section 4: 2,048, 4,096, 256, 2,048, 256).
   *
   * @param hidden of the projectors of instance and local group
   * @param predictorHidden of their predictors
   * @param output of both
   * @param groupHidden of the group head's projector
   * @param bottleneck between that projector and the prototypes
   */
  public record Heads(
      int hidden, int predictorHidden, int output, int groupHidden, int bottleneck) {}

  /**
   * Instance discrimination.
   *
   * @param weight of its loss; at 0 it has neither head nor queue
   * @param temperature of InfoNCE: smaller makes the nearest negatives count more
   * @param queue number of negatives, K: more is harder, and older
   */
  public record Instance(double weight, double temperature, int queue) {}

  /**
   * Local-group discrimination.
   *
   * @param weight of its loss; at 0 it has neither head nor queue, and the memories rest
   * @param temperature of InfoNCE
   * @param queue number of negatives, K
   * @param memory rows in which neighbours are looked for, in each of two memories
   * @param neighbours of a picture that make its local group
   */
  public record LocalGroup(
      double weight, double temperature, int queue, int memory, int neighbours) {}

  /**
   * Group discrimination.
   *
   * @param weight of its loss; at 0 it has no head
   * @param studentTemperature of the student's softmax over prototypes
   * @param prototypes number of clusters, P
   * @param centreMomentum share of the old centre after a step
   * @param normLastLayer whether the magnitudes of the prototypes stay at their start
   */
  public record Group(
      double weight,
      double studentTemperature,
      int prototypes,
      double centreMomentum,
      boolean normLastLayer) {}

  /**
   * Constants of AdamW.
   *
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param epsilon added to the root of the second moment
   * @param patchEmbeddingRate the patch embedding's learning rate, as a share of the others'
   */
  public record Optimiser(double beta1, double beta2, double epsilon, double patchEmbeddingRate) {}
}
