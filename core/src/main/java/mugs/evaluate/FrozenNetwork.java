package mugs.evaluate;

import mugs.embed.BackboneFile;
import mugs.embed.Token;
import mugs.engine.Autocast;
import mugs.engine.Placement;
import mugs.engine.Scope;
import mugs.load.Normalisation;
import mugs.vit.VisionTransformer;
import org.bytedeco.pytorch.Tensor;

/**
 * A trained network that learns no more. Any number of threads may ask it at once.
 *
 * @param backbone of it
 * @param token what of its tokens becomes a feature
 * @param normalisation of its pictures
 * @param placement of its parameters and products
 */
public record FrozenNetwork(
    VisionTransformer backbone, Token token, Normalisation normalisation, Placement placement) {

  /** Returns the network of a weights file, whose parameters are in the given place. */
  public static FrozenNetwork of(BackboneFile file, Token token, Placement placement) {
    return new FrozenNetwork(file.network(), token, file.description().normalisation(), placement);
  }

  /** Returns the numbers a feature has. */
  public int width() {
    return token.width(backbone);
  }

  /**
   * Returns the features of pictures, handed up to the caller's scope.
   *
   * @param pixels {@code [images, channels, height, width]}, normalised
   * @return {@code [images, width]} in the precision's own type
   */
  public Tensor features(Tensor pixels) {
    try (Scope scope = Scope.withoutGradients();
        Autocast cast = placement.autocast()) {
      return scope.handUp(placement.precision().of(token.read(backbone, pixels)));
    }
  }
}
