package mugs.vit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The vision transformer (Dosovitskiy et al., 2021) as Mugs uses it: patches, class token, learned
 * positions, blocks normalised before each branch, a final normalisation.
 */
public final class VisionTransformer implements Backbone {
  private final VitSettings settings;
  private final Tensor patchWeight;
  private final TensorOptional patchBias;
  private final Tensor classToken;
  private final PositionEmbedding positions;
  private final List<Block> blocks;
  private final LayerNorm norm;

  /**
   * Finds the network's tensors.
   *
   * @param settings its shape
   * @param parameters holding its tensors
   * @param prefix of their names, such as {@code backbone.} or nothing
   */
  public VisionTransformer(VitSettings settings, Parameters parameters, String prefix) {
    this.settings = settings;
    patchWeight = parameters.get(prefix + "patch_embed.proj.weight");
    patchBias = parameters.optional(prefix + "patch_embed.proj.bias");
    classToken = parameters.get(prefix + "cls_token");
    positions = new PositionEmbedding(parameters.get(prefix + "pos_embed"), settings.grid());
    blocks =
        IntStream.range(0, settings.blocks())
            .mapToObj(i -> new Block(parameters, prefix + "blocks." + i, settings))
            .toList();
    norm = new LayerNorm(parameters, prefix + "norm", settings.layerNormEpsilon());
  }

  /** Returns the parameters such a network needs. */
  public static List<ParameterSpec> specs(VitSettings settings, String prefix) {
    long width = settings.width();
    long patch = settings.patchSize();
    InitialValue patchStart = InitialValue.uniformOver(settings.channels() * patch * patch);
    List<ParameterSpec> specs = new ArrayList<>();
    specs.add(new ParameterSpec(prefix + "cls_token", InitialValue.NORMAL, 1, 1, width));
    specs.add(
        new ParameterSpec(
            prefix + "pos_embed",
            InitialValue.NORMAL,
            1,
            1 + (long) settings.grid() * settings.grid(),
            width));
    specs.add(
        new ParameterSpec(
            prefix + "patch_embed.proj.weight",
            patchStart,
            width,
            settings.channels(),
            patch,
            patch));
    specs.add(new ParameterSpec(prefix + "patch_embed.proj.bias", patchStart, width));
    for (int i = 0; i < settings.blocks(); i++) {
      specs.addAll(Block.specs(prefix + "blocks." + i, width));
    }
    specs.addAll(LayerNorm.specs(prefix + "norm", width));
    return specs;
  }

  /** Returns whether a tensor holds positions of a class token and of a square grid of patches. */
  public static boolean isSquareGrid(Tensor positions) {
    return positions.dim() == 3
        && positions.size(0) == 1
        && Math.pow(gridOf(positions), 2) + 1 == positions.size(1);
  }

  private static int gridOf(Tensor positions) {
    return (int) Math.sqrt(positions.size(1) - 1.0);
  }

  /**
   * Fits learned positions to another grid of patches, as a network does with them for pictures of
   * another size; of the same grid, they are returned as they are.
   *
   * @param positions {@code [1, 1 + old grid squared, width]}, see {@link #isSquareGrid}
   * @param grid patches along a side
   * @return {@code [1, 1 + grid squared, width]}
   */
  public static Tensor fittedPositions(Tensor positions, int grid) {
    return new PositionEmbedding(positions, gridOf(positions)).forGrid(grid, grid);
  }

  /**
   * Returns the input of the first block: embedded patches behind the class token, positions added.
   *
   * @param pixels {@code [images, channels, height, width]}; sides that are multiples of the patch
   *     size
   * @return {@code [images, 1 + patches, width]}
   * @throws IllegalArgumentException if a side is no multiple of the patch size
   */
  public Tensor embed(Tensor pixels) {
    long images = pixels.size(0);
    long patch = settings.patchSize();
    long rows = pixels.size(2) / patch;
    long columns = pixels.size(3) / patch;
    if (rows * patch != pixels.size(2) || columns * patch != pixels.size(3)) {
      throw new IllegalArgumentException(
          "pictures of %d x %d do not divide into patches of %d pixels"
              .formatted(pixels.size(3), pixels.size(2), patch));
    }
    // each patch becomes a row, so that the strided convolution is one matrix product
    Tensor patches =
        pixels
            .view(images, settings.channels(), rows, patch, columns, patch)
            .permute(0, 2, 4, 1, 3, 5)
            .reshape(images, rows * columns, -1);
    Tensor embedded = torch.linear(patches, patchWeight.view(settings.width(), -1), patchBias);
    Tensor behindClass =
        torch.cat(new TensorVector(classToken.expand(images, 1, settings.width()), embedded), 1);
    return behindClass.add(positions.forGrid(rows, columns));
  }

  /**
   * Returns the number of tokens that a picture gives, the class token among them.
   *
   * @param size of its sides, in pixels
   */
  public int tokensOf(int size) {
    return 1 + (size / settings.patchSize()) * (size / settings.patchSize());
  }

  @Override
  public int stages() {
    return 1 + blocks.size();
  }

  /** The first stage is {@link #embed}, each block is a further one. */
  @Override
  public Tensor stage(int index, Tensor input, DropPath drop) {
    return index == 0 ? embed(input) : blocks.get(index - 1).apply(input, index - 1, drop);
  }

  /** Of the last block no more is computed than the class token needs. */
  @Override
  public Tensor classTokens(Tensor pixels) {
    int last = blocks.size();
    Tensor x = embed(pixels);
    for (int block = 0; block < last - 1; block++) {
      Tensor next = blocks.get(block).apply(x, block, DropPath.NONE);
      x.close(); // its memory serves the next block
      x = next;
    }
    return blocks.get(last - 1).applyToFirst(x);
  }

  @Override
  public Tensor normalise(Tensor tokens) {
    return norm.apply(tokens);
  }

  @Override
  public int width() {
    return settings.width();
  }
}
