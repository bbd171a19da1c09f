package mugs.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import mugs.vit.Block;
import mugs.vit.ParameterSpec;
import mugs.vit.VisionTransformer;
import mugs.vit.VitSettings;

/** Reads the sizes of a vision transformer off the shapes of its tensors. */
final class BackboneShape {
  /** The width of a head in the published vision transformers ... */
  private static final int HEAD_WIDTH = 64;

  /** ... but the huge one, which has 16 of 80. */
  private static final int HUGE_WIDTH = 1280;

  private static final int HUGE_HEADS = 16;
  private static final int SHOWN = 4;
  private static final String RELATION = "relation_blocks.0";

  private final Map<String, ForeignTensor> tensors;

  private BackboneShape(Map<String, ForeignTensor> tensors) {
    this.tensors = tensors;
  }

  /**
   * Returns the sizes, once every tensor that they call for is there and of its shape.
   *
   * @param tensors by our names
   * @param options for what shapes do not tell
   * @throws UnusableWeightsException if something is missing or does not fit
   */
  static VitSettings of(Map<String, ForeignTensor> tensors, ImportOptions options)
      throws UnusableWeightsException {
    return new BackboneShape(tensors).settings(options);
  }

  private VitSettings settings(ImportOptions options) throws UnusableWeightsException {
    int width = size("cls_token", 3, 2);
    int patch = size("patch_embed.proj.weight", 4, 2);
    int channels = size("patch_embed.proj.weight", 4, 1);
    int positions = size("pos_embed", 3, 1);
    int grid = (int) Math.round(Math.sqrt(positions - 1.0));
    if (positions < 2 || grid * grid + 1 != positions) {
      throw new UnusableWeightsException(
          "'pos_embed' has %d positions, which are no square grid of patches and one for the class token"
              .formatted(positions));
    }
    if (channels != 1 && channels != 3) {
      throw new UnusableWeightsException(
          "its pictures have %d channels; 1 (grey) and 3 (colour) are known".formatted(channels));
    }
    int blocks =
        tensors.keySet().stream()
            .filter(name -> name.startsWith("blocks."))
            .mapToInt(name -> 1 + Integer.parseInt(name.split("\\.", -1)[1]))
            .max()
            .orElse(0);
    if (blocks == 0 || grid > 4096 || patch > 1024) {
      throw new UnusableWeightsException(
          "it has %d blocks and %d x %d patches of %d pixels: no vision transformer of this program"
              .formatted(blocks, grid, grid, patch));
    }
    VitSettings settings =
        new VitSettings(
            grid * patch,
            patch,
            width,
            blocks,
            heads(width, options.heads()),
            options.layerNormEpsilon(),
            channels);
    checkFit(settings);
    return settings;
  }

  private static int heads(int width, OptionalInt given) throws UnusableWeightsException {
    if (given.isEmpty() && width % HEAD_WIDTH != 0) {
      throw new UnusableWeightsException(
          "its tokens are %d wide, so its heads cannot be %d wide each, as usual: say with --heads how many it has"
              .formatted(width, HEAD_WIDTH));
    }
    int heads = given.orElse(width == HUGE_WIDTH ? HUGE_HEADS : width / HEAD_WIDTH);
    if (width % heads != 0) {
      throw new UnusableWeightsException(
          "its tokens are %d wide, which %d heads cannot share: give --heads that divide it"
              .formatted(width, heads));
    }
    return heads;
  }

  private int size(String name, int dimensions, int index) throws UnusableWeightsException {
    ForeignTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new UnusableWeightsException(
          "its vision transformer lacks '%s', which this program's has".formatted(name));
    }
    List<Long> shape = tensor.shape();
    if (shape.size() != dimensions || shape.get(index) < 1 || shape.get(index) > 1 << 24) {
      throw new UnusableWeightsException(
          "'%s' has shape %s, not the %d dimensions of a vision transformer's"
              .formatted(name, shape, dimensions));
    }
    return Math.toIntExact(shape.get(index));
  }

  private void checkFit(VitSettings settings) throws UnusableWeightsException {
    List<ParameterSpec> specs = new ArrayList<>(VisionTransformer.specs(settings, ""));
    if (tensors.keySet().stream().anyMatch(name -> name.startsWith(RELATION))) {
      specs.addAll(Block.specs(RELATION, settings.width()));
    }
    List<String> wrong = new ArrayList<>();
    for (ParameterSpec spec : specs) {
      ForeignTensor tensor = tensors.get(spec.name());
      List<Long> shape = Arrays.stream(spec.shape()).boxed().toList();
      if (tensor == null) {
        wrong.add("missing " + spec.name());
      } else if (!tensor.shape().equals(shape)) {
        wrong.add("%s is %s, not %s".formatted(spec.name(), tensor.shape(), shape));
      }
    }
    if (!wrong.isEmpty()) {
      throw new UnusableWeightsException(
          "its vision transformer is another one than this program's: "
              + String.join("; ", wrong.subList(0, Math.min(SHOWN, wrong.size())))
              + (wrong.size() > SHOWN ? "; and %d more".formatted(wrong.size() - SHOWN) : ""));
    }
  }
}
