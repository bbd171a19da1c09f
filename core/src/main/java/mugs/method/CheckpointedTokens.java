package mugs.method;

import java.util.ArrayList;
import java.util.List;
import mugs.engine.Autocast;
import mugs.engine.Autograd;
import mugs.engine.Placement;
import mugs.engine.Scope;
import mugs.vit.Backbone;
import mugs.vit.DropPath;
import org.bytedeco.pytorch.Tensor;

/**
 * Tokens of a backbone of which only what goes into each stage is kept (activation checkpointing;
 * Chen et al., 2016, "Training deep nets with sublinear memory cost"). On the way back each stage
 * is computed once more, on the processor with the same bits, right before its gradients are taken.
 * That costs a forward pass more and saves nearly all memory of the activations.
 */
public final class CheckpointedTokens {
  private final Backbone backbone;
  private final DropPath drop;
  private final Placement placement;
  private final List<Tensor> inputs = new ArrayList<>();
  private final Tensor tokens;

  /**
   * Goes through the stages; what is kept is freed with the scope of the caller.
   *
   * @param backbone whose parameters add their gradients up
   * @param pixels {@code [crops, channels, height, width]}
   * @param drop what to leave out, the same whenever it is asked
   * @param placement of the products
   */
  public CheckpointedTokens(Backbone backbone, Tensor pixels, DropPath drop, Placement placement) {
    this.backbone = backbone;
    this.drop = drop;
    this.placement = placement;
    Tensor x = Scope.keep(pixels);
    for (int stage = 0; stage < backbone.stages(); stage++) {
      inputs.add(x);
      try (Scope scope = Scope.withoutGradients()) {
        x = Scope.keep(run(stage, x));
      }
    }
    this.tokens = Autograd.leaf(x);
    x.close();
  }

  private Tensor run(int stage, Tensor input) {
    try (Autocast cast = placement.autocast()) {
      return backbone.stage(stage, input, drop);
    }
  }

  /** Returns the tokens, {@code [crops, tokens, width]}; gradients stop there. */
  public Tensor tokens() {
    return tokens;
  }

  /** Carries the gradient that the tokens have got on through all stages. */
  public void backward() {
    Tensor gradient = Scope.keep(Autograd.take(tokens));
    for (int stage = inputs.size() - 1; stage >= 0; stage--) {
      try (Scope scope = Scope.withGradients()) {
        scope.adopt(List.of(gradient, inputs.get(stage))); // this stage is the last to need them
        boolean first = stage == 0; // of pixels no gradient is asked
        Tensor input = first ? inputs.get(stage) : Autograd.leaf(inputs.get(stage));
        Autograd.addGradients(run(stage, input), gradient);
        if (!first) {
          gradient = Scope.keep(Autograd.take(input));
        }
      }
    }
  }
}
