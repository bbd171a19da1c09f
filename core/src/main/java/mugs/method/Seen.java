package mugs.method;

import org.bytedeco.pytorch.Tensor;

/**
 * Crops a network has seen.
 *
 * @param by the network, as it stands in this step
 * @param tokens x, {@code [crops, tokens, width]}, before the final normalisation
 */
public record Seen(Forward by, Tensor tokens) {

  MugsNetwork network() {
    return by.network();
  }

  Tensor scales() {
    return by.scales();
  }

  /** Returns c, the class tokens after the final normalisation, {@code [crops, width]}. */
  public Tensor classTokens() {
    return network().backbone().normalise(tokens.select(1, 0));
  }

  /** Returns r, the aggregated local groups, {@code [crops, width]}. */
  public Tensor localGroups() {
    return network().relation().apply(tokens, by.memory());
  }

  /** Returns the row numbers of the neighbours in memory, {@code [crops, neighbours]}. */
  public Tensor neighbours() {
    return by.memory().nearest(RelationBlock.query(tokens));
  }

  /** Returns the mean cosine of each crop's query to its neighbours in memory, {@code [crops]}. */
  Tensor neighbourSimilarity() {
    return by.memory().similarity(RelationBlock.query(tokens));
  }

  /**
   * Returns the mean of the patch tokens (not the class token) after the final normalisation, which
   * is what memory keeps of a picture, {@code [crops, width]}.
   */
  public Tensor meanPatches() {
    return network().backbone().normalise(tokens.narrow(1, 1, tokens.size(1) - 1)).mean(1);
  }
}
