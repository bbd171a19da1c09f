package mugs.train;

import mugs.method.MugsSettings;
import mugs.vit.ForwardOperations;
import mugs.vit.VitSettings;

/**
 * Counts the operations of a step's matrix products, {@code 2 m n k} each: what the method needs,
 * nothing for recomputation, nothing element by element.
 */
final class StepOperations {
  private final MugsSettings settings;
  private final VitSettings vit;
  private final ForwardOperations forward;
  private final double width;

  StepOperations(MugsSettings settings) {
    this.settings = settings;
    this.vit = settings.vit();
    this.forward = new ForwardOperations(vit);
    this.width = vit.width();
  }

  /** Returns the operations of one image in a step of this recipe. */
  static double anImage(Recipe recipe) {
    StepOperations operations = new StepOperations(recipe.method());
    CropRecipe crops = recipe.crops();
    double global = operations.crop(crops.globalSize(), true);
    double local = operations.crop(crops.localSize(), true);
    return 2 * operations.crop(crops.globalSize(), false) + 2 * global + crops.localCrops() * local;
  }

  /** A crop through the teacher, or through the student there and back. */
  private double crop(int side, boolean student) {
    double tokens = forward.patches(side) + 1;
    // the gradient of the pixels is not taken
    double embedding = (student ? 2 : 1) * forward.embedding(side);
    double blocks = vit.blocks() * forward.block(tokens);
    double passes = student ? 3 : 1; // backward is two products for each of forward
    return embedding + passes * (blocks + heads(student)) + fixed(student);
  }

  private double heads(boolean student) {
    MugsSettings.Heads heads = settings.heads();
    double contrastive =
        mlp(width, heads.hidden(), heads.hidden(), heads.output())
            + (student ? mlp(heads.output(), heads.predictorHidden(), heads.output()) : 0);
    double operations = 0;
    if (settings.instance().weight() > 0) {
      operations += contrastive;
    }
    if (settings.localGroup().weight() > 0) {
      operations += contrastive + forward.firstOfBlock(1 + settings.localGroup().neighbours());
    }
    if (settings.group().weight() > 0) {
      operations +=
          mlp(width, heads.groupHidden(), heads.groupHidden(), heads.bottleneck())
              + mlp(heads.bottleneck(), settings.group().prototypes());
    }
    return operations;
  }

  /** Products with tensors that have no gradient: queues (there and back), look-ups (there). */
  private double fixed(boolean student) {
    double output = settings.heads().output();
    double operations = 0;
    if (student && settings.instance().weight() > 0) {
      operations += 2 * mlp(output, settings.instance().queue());
    }
    if (settings.localGroup().weight() > 0) {
      operations += mlp(width, settings.localGroup().memory());
      operations += student ? 2 * mlp(output, settings.localGroup().queue()) : 0;
    }
    return operations;
  }

  private static double mlp(double... widths) {
    double operations = 0;
    for (int i = 0; i + 1 < widths.length; i++) {
      operations += 2 * widths[i] * widths[i + 1];
    }
    return operations;
  }
}
