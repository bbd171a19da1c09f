package mugs.method;

import java.util.List;
import mugs.engine.Scope;
import mugs.vit.Backbone;
import mugs.vit.Block;
import mugs.vit.ParameterSpec;
import mugs.vit.Parameters;
import mugs.vit.VitSettings;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Aggregates a picture's local group (paper, section 3.2): the mean token q and its neighbours in
 * memory go through one transformer block without positions; the answer is the first token that
 * comes out. Gradients flow through q; neighbours are constants.
 */
final class RelationBlock {
  private static final String PREFIX = "backbone.relation_blocks.0";

  private final Block block;
  private final Backbone backbone;

  RelationBlock(Parameters parameters, VitSettings settings, Backbone backbone) {
    this.block = new Block(parameters, PREFIX, settings);
    this.backbone = backbone;
  }

  static List<ParameterSpec> specs(VitSettings settings) {
    return Block.specs(PREFIX, settings.width());
  }

  /**
   * Returns q, the mean of all tokens, the class token included, before the final normalisation.
   *
   * @param tokens {@code [crops, tokens, width]}
   * @return {@code [crops, width]}
   */
  static Tensor query(Tensor tokens) {
    return tokens.mean(1);
  }

  /**
   * Returns r, the aggregated local group.
   *
   * @param tokens {@code [crops, tokens, width]}, before the final normalisation
   * @param memory of the same network
   * @return {@code [crops, width]}, normalised by the final normalisation
   */
  Tensor apply(Tensor tokens, NeighbourMemory memory) {
    Tensor query = query(tokens);
    Tensor group = torch.cat(new TensorVector(query.unsqueeze(1), neighbours(query, memory)), 1);
    return backbone.normalise(block.applyToFirst(group));
  }

  private static Tensor neighbours(Tensor query, NeighbourMemory memory) {
    try (Scope scope = Scope.withoutGradients()) {
      return scope.handUp(memory.rows(memory.nearest(query.detach())));
    }
  }
}
