package mugs.augment;

import mugs.image.Framing;
import mugs.image.Framing.Box;
import mugs.image.RgbImage;

/**
 * The one crop of a picture on which features are measured; nothing about it is random.
 *
 * @param size of its sides in pixels, 1 or more
 */
public record EvaluationCrop(int size) {

  /** The published protocol resizes the shorter side to 256 and cuts out the central 224. */
  private static final double MARGIN = 256.0 / 224.0;

  /** A picture longer than this times its width loses its ends before it is resized. */
  private static final int MAX_RATIO = 16;

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public EvaluationCrop {
    Checks.size("the size of evaluation crops", size);
  }

  /**
   * Returns what {@link #centre} resizes the shorter side to, in pixels: size x 256/224, rounded.
   */
  public int shorterSide() {
    return (int) Math.round(size * MARGIN);
  }

  /**
   * Resizes a picture's shorter side to size x 256/224, rounded, with the bicubic filter, and cuts
   * out the central square.
   *
   * <p>Of pictures more than 16 times as long as wide the ends are cut off first: they would not be
   * seen, and enlarging them could take any amount of memory.
   *
   * @param picture of any size
   * @return {@code size x size} pixels
   */
  public RgbImage centre(RgbImage picture) {
    return Framing.centreCrop(Framing.resizeShorterSide(withoutEnds(picture), shorterSide()), size);
  }

  /**
   * Resizes a whole picture with the bicubic filter, whatever its proportions.
   *
   * @param picture of any size
   * @return {@code size x size} pixels
   */
  public RgbImage whole(RgbImage picture) {
    return Framing.resizedCrop(picture, Box.of(picture), size, size);
  }

  private static RgbImage withoutEnds(RgbImage picture) {
    long longest = (long) MAX_RATIO * Math.min(picture.width(), picture.height());
    int width = (int) Math.min(picture.width(), longest);
    int height = (int) Math.min(picture.height(), longest);
    if (width == picture.width() && height == picture.height()) {
      return picture;
    }
    int left = (picture.width() - width) / 2;
    int top = (picture.height() - height) / 2;
    return Framing.crop(picture, new Box(left, top, width, height));
  }
}
