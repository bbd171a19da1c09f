package mugs.embed;

import java.util.List;
import mugs.engine.Engine;
import mugs.engine.Placement;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.image.RgbImage;
import mugs.load.Normalisation;
import mugs.measure.FeatureMatrix;
import mugs.vit.Backbone;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Pictures of one size in, vectors out. Several threads may ask at once. */
public final class FeatureExtractor {
  private static final int BATCH = 64;

  private final Token token;
  private final Backbone backbone;
  private final Placement placement;
  private final Normalisation normalisation;

  /**
   * Takes a network; features follow its parameters as they stand when they are asked for. Pictures
   * are normalised as those of ImageNet.
   *
   * @param backbone of the features
   * @param placement of its parameters
   */
  public FeatureExtractor(Backbone backbone, Placement placement) {
    this(backbone, placement, Normalisation.IMAGENET);
  }

  /**
   * Takes a network; features follow its parameters as they stand when they are asked for.
   *
   * @param backbone of the features
   * @param placement of its parameters
   * @param normalisation of pictures, of as many channels as the network sees
   */
  public FeatureExtractor(Backbone backbone, Placement placement, Normalisation normalisation) {
    this(backbone, placement, normalisation, Token.CLASS);
  }

  /** The same, for another token than the class token. */
  FeatureExtractor(
      Backbone backbone, Placement placement, Normalisation normalisation, Token token) {
    this.token = token;
    this.backbone = backbone;
    this.placement = placement;
    this.normalisation = normalisation;
  }

  /**
   * Returns the features of pictures: tokens after the final normalisation, not brought to unit
   * length; class tokens, unless others were asked for.
   *
   * @param pictures all of one size, whose sides are multiples of the patch size
   * @return {@code [pictures, width]}
   * @throws mugs.engine.EngineException if libtorch refuses an operation
   */
  public FeatureMatrix features(List<RgbImage> pictures) {
    int width = token.width(backbone);
    float[] features = new float[pictures.size() * width];
    for (int from = 0; from < pictures.size(); from += BATCH) {
      List<RgbImage> batch = pictures.subList(from, Math.min(from + BATCH, pictures.size()));
      float[] own = Engine.call(() -> ofBatch(batch));
      System.arraycopy(own, 0, features, from * width, own.length);
    }
    return new FeatureMatrix(pictures.size(), width, features);
  }

  private float[] ofBatch(List<RgbImage> pictures) {
    placement.settleProducts();
    try (Scope scope = Scope.withoutGradients()) {
      Tensor[] planes =
          pictures.stream()
              .map(
                  picture ->
                      Tensors.of(
                          normalisation.planes(picture),
                          normalisation.channels(),
                          picture.height(),
                          picture.width()))
              .toArray(Tensor[]::new);
      Tensor pixels = placement.of(torch.stack(new TensorVector(planes)));
      return Tensors.toFloats(token.read(backbone, pixels));
    }
  }
}
