package mugs.method;

import java.util.ArrayList;
import java.util.List;
import mugs.vit.InitialValue;
import mugs.vit.Mlp;
import mugs.vit.ParameterSpec;
import mugs.vit.Parameters;
import org.bytedeco.pytorch.Tensor;

/**
 * The head of group discrimination: a projector onto the unit sphere, then one score a prototype.
 * Prototype i is {@code g_i v_i / |v_i|}: a learned magnitude times a learned direction. It is
 * never made: a score is the product with the direction as it is learned, times the scale {@code
 * g_i / |v_i|}, so that no copy of all prototypes is held.
 */
final class GroupHead {
  static final String MAGNITUDES = "group_head.last_layer.weight_g";
  static final String DIRECTIONS = "group_head.last_layer.weight_v";

  private static final String PROJECTOR = "group_head.projector";
  private static final int PROJECTOR_LAYERS = 3;

  private final Mlp projector;
  private final Tensor magnitudes;
  private final Tensor directions;

  GroupHead(Parameters parameters) {
    projector = new Mlp(parameters, PROJECTOR, PROJECTOR_LAYERS);
    magnitudes = parameters.get(MAGNITUDES);
    directions = parameters.get(DIRECTIONS);
  }

  static List<ParameterSpec> specs(long width, MugsSettings settings) {
    long hidden = settings.heads().groupHidden();
    long bottleneck = settings.heads().bottleneck();
    long prototypes = settings.group().prototypes();
    List<ParameterSpec> specs =
        new ArrayList<>(
            Mlp.specs(
                PROJECTOR, true, inputs -> InitialValue.NORMAL, width, hidden, hidden, bottleneck));
    specs.add(new ParameterSpec(MAGNITUDES, InitialValue.ONE, prototypes, 1));
    specs.add(
        new ParameterSpec(
            DIRECTIONS, InitialValue.uniformOver(bottleneck), prototypes, bottleneck));
    return specs;
  }

  /** Returns the scales of the prototypes as they stand, {@code [prototypes]}; once a step. */
  Tensor scales() {
    return magnitudes.div(UnitLength.norms(directions)).squeeze(1);
  }

  /**
   * Returns the scores of crops: the products of projections of length 1 with the prototypes.
   *
   * @param classTokens {@code [crops, width]}
   * @param scales of the prototypes, see {@link #scales}
   * @return {@code [crops, prototypes]}
   */
  Tensor apply(Tensor classTokens, Tensor scales) {
    Tensor projected = UnitLength.of(projector.apply(classTokens));
    return projected.matmul(directions.t()).mul(scales);
  }
}
