package mugs.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import mugs.vit.InitialValue;
import mugs.vit.Linear;
import mugs.vit.ParameterSpec;
import mugs.vit.Parameters;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A backbone that tells classes by its class token: {@code head(norm(tokens)[0])}, or with the
 * first layer of a projector {@code head(gelu(projector(norm(tokens)[0])))}.
 */
final class ClassifierNetwork {
  /** The first layer of the instance head's projector, as weights files name it. */
  static final String PROJECTOR = "instance_head.projector.0";

  private static final String HEAD = "head";

  private final VisionTransformer backbone;
  private final Optional<Linear> projector;
  private final Linear head;

  /**
   * Finds the network's tensors.
   *
   * @param vit shape of the backbone
   * @param parameters holding its tensors
   */
  ClassifierNetwork(VitSettings vit, Parameters parameters) {
    backbone = new VisionTransformer(vit, parameters, "");
    projector =
        parameters.has(PROJECTOR + ".weight")
            ? Optional.of(new Linear(parameters, PROJECTOR))
            : Optional.empty();
    head = new Linear(parameters, HEAD);
  }

  /**
   * Returns the parameters such a network needs; those of the head start at random.
   *
   * @param vit shape of the backbone
   * @param projector outputs of the projector's first layer, if that is part of it
   * @param classes that are told apart
   */
  static List<ParameterSpec> specs(VitSettings vit, OptionalInt projector, int classes) {
    List<ParameterSpec> specs = new ArrayList<>(VisionTransformer.specs(vit, ""));
    long width = vit.width();
    projector.ifPresent(
        outputs ->
            specs.add(
                new ParameterSpec(PROJECTOR + ".weight", InitialValue.NORMAL, outputs, width)));
    long inputs = projector.isPresent() ? projector.getAsInt() : width;
    specs.add(new ParameterSpec(HEAD + ".weight", InitialValue.NORMAL, classes, inputs));
    specs.add(new ParameterSpec(HEAD + ".bias", InitialValue.ZERO, classes));
    return specs;
  }

  /** Returns the backbone. */
  VisionTransformer backbone() {
    return backbone;
  }

  /**
   * Returns the scores of the classes.
   *
   * @param tokens of the backbone, before the final normalisation
   * @return {@code [images, classes]}
   */
  Tensor scores(Tensor tokens) {
    Tensor token = backbone.normalise(tokens.select(1, 0));
    return head.apply(projector.map(layer -> torch.gelu(layer.apply(token))).orElse(token));
  }
}
