package mugs.train;

import mugs.method.MugsSettings;
import mugs.vit.VitSettings;

/** What of a recipe shapes the method. */
public final class MethodSettings {
  private MethodSettings() {}

  /** Returns the method's settings of a recipe. */
  public static MugsSettings of(Recipe recipe) {
    HeadSettings heads = recipe.heads();
    Supervision.Instance instance = recipe.supervision().instance();
    Supervision.LocalGroup localGroup = recipe.supervision().localGroup();
    Supervision.Group group = recipe.supervision().group();
    OptimiserSettings optimiser = recipe.optimiser();
    return new MugsSettings(
        backbone(recipe),
        recipe.backbone().dropPath(),
        new MugsSettings.Heads(
            heads.hidden(),
            heads.predictorHidden(),
            heads.output(),
            heads.groupHidden(),
            heads.bottleneck()),
        new MugsSettings.Instance(instance.weight(), instance.temperature(), instance.queue()),
        new MugsSettings.LocalGroup(
            localGroup.weight(),
            localGroup.temperature(),
            localGroup.queue(),
            localGroup.memory(),
            localGroup.neighbours()),
        new MugsSettings.Group(
            group.weight(),
            group.studentTemperature(),
            group.prototypes(),
            group.centreMomentum(),
            group.normLastLayer()),
        new MugsSettings.Optimiser(
            optimiser.beta1(), optimiser.beta2(), optimiser.eps(), optimiser.patchEmbeddingRate()));
  }

  /** Returns the shape of a recipe's backbone. */
  public static VitSettings backbone(Recipe recipe) {
    BackboneSettings backbone = recipe.backbone();
    return VitSettings.of(
        recipe.crops().globalSize(),
        backbone.patchSize(),
        backbone.width(),
        backbone.blocks(),
        backbone.heads());
  }
}
