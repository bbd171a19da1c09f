package mugs.vit;

/**
 * The shape of a vision transformer (Dosovitskiy et al., 2021).
 *
 * @param imageSize side of the pictures its learned positions belong to, in pixels; a multiple of
 *     the patch size
 * @param patchSize side of a patch, in pixels: halving it makes four times the tokens
 * @param width of a token; a multiple of the heads
 * @param blocks how many, one after another
 * @param heads of each attention
 * @param layerNormEpsilon added to the variance in every layer normalisation
 * @param channels of its pictures: 3 for colour, 1 for grey
 */
public record VitSettings(
    int imageSize,
    int patchSize,
    int width,
    int blocks,
    int heads,
    double layerNormEpsilon,
    int channels) {

  /** The epsilon of the published vision transformers. */
  public static final double LAYER_NORM_EPSILON = 1e-6;

  /** Hidden width of a block's perceptron, in widths of a token. */
  public static final int MLP_RATIO = 4;

  private static final int COLOURS = 3;

  /**
   * Checks that the sizes fit together.
   *
   * @throws IllegalArgumentException if they do not
   */
  public VitSettings {
    if (imageSize < 1 || patchSize < 1 || width < 1 || blocks < 1 || heads < 1 || channels < 1) {
      throw new IllegalArgumentException("every size of a vision transformer is at least 1");
    }
    if (imageSize % patchSize != 0) {
      throw new IllegalArgumentException(
          "the picture size " + imageSize + " is no multiple of the patch size " + patchSize);
    }
    if (width % heads != 0) {
      throw new IllegalArgumentException(
          "the width " + width + " is no multiple of the " + heads + " heads");
    }
  }

  /** Makes settings for pictures in colour. */
  public VitSettings(
      int imageSize, int patchSize, int width, int blocks, int heads, double layerNormEpsilon) {
    this(imageSize, patchSize, width, blocks, heads, layerNormEpsilon, COLOURS);
  }

  /** Returns the same for pictures of so many channels. */
  public VitSettings withChannels(int count) {
    return new VitSettings(imageSize, patchSize, width, blocks, heads, layerNormEpsilon, count);
  }

  /** Returns ViT-Ti: 192 wide, 12 blocks, 3 heads. */
  public static VitSettings tiny(int imageSize, int patchSize) {
    return of(imageSize, patchSize, 192, 12, 3);
  }

  /** Returns ViT-S: 384 wide, 12 blocks, 6 heads. */
  public static VitSettings small(int imageSize, int patchSize) {
    return of(imageSize, patchSize, 384, 12, 6);
  }

  /** Returns ViT-B: 768 wide, 12 blocks, 12 heads. */
  public static VitSettings base(int imageSize, int patchSize) {
    return of(imageSize, patchSize, 768, 12, 12);
  }

  /** Returns ViT-L: 1,024 wide, 24 blocks, 16 heads. */
  public static VitSettings large(int imageSize, int patchSize) {
    return of(imageSize, patchSize, 1024, 24, 16);
  }

  /** Returns a transformer of any size, with the usual epsilon. */
  public static VitSettings of(int imageSize, int patchSize, int width, int blocks, int heads) {
    return new VitSettings(imageSize, patchSize, width, blocks, heads, LAYER_NORM_EPSILON);
  }

  /** Returns the number of patches along one side of a picture of {@code imageSize}. */
  public int grid() {
    return imageSize / patchSize;
  }
}
