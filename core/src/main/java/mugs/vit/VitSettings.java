package mugs.vit;

import java.util.LinkedHashMap;
import java.util.Map;

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

  private static final String IMAGE_SIZE = "image_size";
  private static final String PATCH_SIZE = "patch_size";
  private static final String WIDTH = "width";
  private static final String BLOCKS = "blocks";
  private static final String HEADS = "heads";
  private static final String EPSILON = "layer_norm_epsilon";
  private static final String CHANNELS = "channels";

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

  /** Returns the settings as the metadata of a weights file tells them. */
  public Map<String, String> asMetadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(IMAGE_SIZE, Integer.toString(imageSize));
    metadata.put(PATCH_SIZE, Integer.toString(patchSize));
    metadata.put(WIDTH, Integer.toString(width));
    metadata.put(BLOCKS, Integer.toString(blocks));
    metadata.put(HEADS, Integer.toString(heads));
    metadata.put(EPSILON, Double.toString(layerNormEpsilon));
    metadata.put(CHANNELS, Integer.toString(channels));
    return metadata;
  }

  /**
   * Returns settings from the metadata of a weights file; see {@link #asMetadata}.
   *
   * @throws IllegalArgumentException if one is missing or impossible
   */
  public static VitSettings of(Map<String, String> metadata) {
    return new VitSettings(
        whole(metadata, IMAGE_SIZE),
        whole(metadata, PATCH_SIZE),
        whole(metadata, WIDTH),
        whole(metadata, BLOCKS),
        whole(metadata, HEADS),
        number(metadata, EPSILON),
        whole(metadata, CHANNELS));
  }

  private static int whole(Map<String, String> metadata, String key) {
    double number = number(metadata, key);
    if (number != (int) number) {
      throw new IllegalArgumentException(
          "its metadata has %s %s, which is no whole number".formatted(key, metadata.get(key)));
    }
    return (int) number;
  }

  private static double number(Map<String, String> metadata, String key) {
    try {
      return Double.parseDouble(metadata.getOrDefault(key, ""));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "its metadata has %s"
              .formatted(metadata.containsKey(key) ? "no number " + key : "no " + key),
          e);
    }
  }

  /** Returns the number of patches along one side of a picture of {@code imageSize}. */
  public int grid() {
    return imageSize / patchSize;
  }
}
