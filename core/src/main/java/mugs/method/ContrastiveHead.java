package mugs.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mugs.vit.InitialValue;
import mugs.vit.Mlp;
import mugs.vit.ParameterSpec;
import mugs.vit.Parameters;
import org.bytedeco.pytorch.Tensor;

/**
 * The head of instance and of local-group discrimination: a projector onto the unit sphere; in the
 * student a predictor follows, and the sphere again.
 */
final class ContrastiveHead {
  private static final int PROJECTOR_LAYERS = 3;
  private static final int PREDICTOR_LAYERS = 2;

  private final Mlp projector;
  private final Optional<Mlp> predictor;

  ContrastiveHead(Parameters parameters, String prefix, Role role) {
    projector = new Mlp(parameters, prefix + ".projector", PROJECTOR_LAYERS);
    predictor =
        role == Role.STUDENT
            ? Optional.of(new Mlp(parameters, prefix + ".predictor", PREDICTOR_LAYERS))
            : Optional.empty();
  }

  static List<ParameterSpec> specs(String prefix, long width, MugsSettings.Heads heads, Role role) {
    long hidden = heads.hidden();
    long output = heads.output();
    List<ParameterSpec> specs =
        new ArrayList<>(
            Mlp.specs(
                prefix + ".projector",
                false,
                inputs -> InitialValue.NORMAL,
                width,
                hidden,
                hidden,
                output));
    if (role == Role.STUDENT) {
      specs.addAll(
          Mlp.specs(
              prefix + ".predictor",
              false,
              InitialValue::uniformOver,
              output,
              heads.predictorHidden(),
              output));
    }
    return specs;
  }

  /**
   * Applies the head.
   *
   * @param features {@code [crops, width]}
   * @return {@code [crops, output]}, rows of length 1
   */
  Tensor apply(Tensor features) {
    Tensor projected = UnitLength.of(projector.apply(features));
    return predictor.map(mlp -> UnitLength.of(mlp.apply(projected))).orElse(projected);
  }
}
