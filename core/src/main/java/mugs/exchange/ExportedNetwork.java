package mugs.exchange;

import java.util.LinkedHashMap;
import java.util.Map;
import mugs.embed.NetworkDescription;
import mugs.engine.Precision;
import mugs.engine.Tensors;
import mugs.method.UnitLength;
import mugs.vit.DropPath;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;
import org.bytedeco.pytorch.Tensor;

/**
 * A network as it is to stand in a file.
 *
 * @param description its shape, whose picture size is the one that its positions belong to, and
 *     what its pictures are normalised by
 * @param tensors of the backbone as timm names them, float32
 * @param unitLength whether its class token has unit length
 * @param texts what is to stand beside it: shape, preprocessing, where it came from
 */
record ExportedNetwork(
    NetworkDescription description,
    Map<String, Tensor> tensors,
    boolean unitLength,
    Map<String, String> texts) {
  private static final String POSITIONS = "pos_embed";
  private static final long BYTES = Float.BYTES;

  /** Returns the network of a weights file, its positions fitted to a size. */
  static ExportedNetwork of(
      TrainedWeights weights, int size, boolean unitLength, Map<String, String> texts) {
    VitSettings trained = weights.vit();
    Map<String, Tensor> tensors = new LinkedHashMap<>(weights.backbone().asMap());
    int grid = size / trained.patchSize();
    tensors.computeIfPresent(
        POSITIONS, (name, learned) -> VisionTransformer.fittedPositions(learned, grid));
    VitSettings vit =
        new VitSettings(
            size,
            trained.patchSize(),
            trained.width(),
            trained.blocks(),
            trained.heads(),
            trained.layerNormEpsilon(),
            trained.channels());
    NetworkDescription told = weights.description();
    return new ExportedNetwork(
        new NetworkDescription(vit, told.mean(), told.deviation()), tensors, unitLength, texts);
  }

  /** Returns its shape; the picture size is the one that its positions belong to. */
  VitSettings vit() {
    return description.vit();
  }

  /** Returns a tensor by its name in timm. */
  Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("the backbone has no tensor '" + name + "'");
    }
    return tensor;
  }

  /** Returns the bytes that its values take. */
  long bytes() {
    return tensors.values().stream().mapToLong(Tensor::numel).sum() * BYTES;
  }

  /** Runs a network of this program on pixels, and does with its class token what is asked. */
  static TokensOut run(VisionTransformer network, Tensor pixels, boolean unitLength) {
    Tensor tokens = network.normalise(network.tokens(pixels, DropPath.NONE));
    Tensor first = tokens.select(1, 0);
    return new TokensOut(unitLength ? UnitLength.of(first) : first, tokens);
  }

  /** Returns random pixels such as it takes. */
  Tensor pixels(long seed, int images, int side) {
    return Tensors.normal(seed, 1, Precision.FLOAT32, images, vit().channels(), side, side);
  }
}
