package mugs.vit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mugs.engine.Scope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A transformer block, normalised before each branch: attention, then a perceptron. */
public final class Block {
  private final LayerNorm attentionNorm;
  private final Attention attention;
  private final LayerNorm mlpNorm;
  private final Linear expand;
  private final Linear contract;

  /**
   * Finds the block's tensors.
   *
   * @param parameters holding them
   * @param prefix of their names, such as {@code backbone.blocks.0}
   * @param settings of the transformer the block belongs to
   */
  public Block(Parameters parameters, String prefix, VitSettings settings) {
    attentionNorm = new LayerNorm(parameters, prefix + ".norm1", settings.layerNormEpsilon());
    attention = new Attention(parameters, prefix + ".attn", settings.heads());
    mlpNorm = new LayerNorm(parameters, prefix + ".norm2", settings.layerNormEpsilon());
    expand = new Linear(parameters, prefix + ".mlp.fc1");
    contract = new Linear(parameters, prefix + ".mlp.fc2");
  }

  /** Returns the parameters a block needs. */
  public static List<ParameterSpec> specs(String prefix, long width) {
    long hidden = VitSettings.MLP_RATIO * width;
    List<ParameterSpec> specs = new ArrayList<>();
    specs.addAll(LayerNorm.specs(prefix + ".norm1", width));
    specs.addAll(Attention.specs(prefix + ".attn", width));
    specs.addAll(LayerNorm.specs(prefix + ".norm2", width));
    specs.addAll(Linear.specs(prefix + ".mlp.fc1", width, hidden));
    specs.addAll(Linear.specs(prefix + ".mlp.fc2", hidden, width));
    return specs;
  }

  /**
   * Applies the block.
   *
   * @param tokens {@code [images, tokens, width]}
   * @param index of the block, for drop path
   * @param drop what to leave out
   * @return the same shape
   */
  public Tensor apply(Tensor tokens, int index, DropPath drop) {
    try (Scope scope = Scope.open()) {
      Tensor seen = attention.apply(attentionNorm.apply(tokens));
      Tensor x = tokens.add(kept(seen, drop.factors(index, DropPath.Branch.ATTENTION)));
      return scope.handUp(x.add(kept(think(x), drop.factors(index, DropPath.Branch.MLP))));
    }
  }

  /**
   * Applies the block and returns what comes out of the first token alone, at a fraction of the
   * work.
   *
   * @param tokens {@code [images, tokens, width]}
   * @return {@code [images, width]}
   */
  public Tensor applyToFirst(Tensor tokens) {
    try (Scope scope = Scope.open()) {
      Tensor seen = attention.applyToFirst(attentionNorm.apply(tokens));
      Tensor x = tokens.narrow(1, 0, 1).add(seen);
      return scope.handUp(x.add(think(x)).squeeze(1));
    }
  }

  private Tensor think(Tensor x) {
    return contract.apply(torch.gelu(expand.apply(mlpNorm.apply(x))));
  }

  private static Tensor kept(Tensor branch, Optional<Tensor> factors) {
    return factors.map(branch::mul).orElse(branch);
  }
}
