package mugs.augment;

import mugs.image.Framing.Box;
import mugs.image.RgbImage;

/**
 * Draws the rectangle of a random resized crop by torchvision's rule: area uniform, logarithm of
 * the ratio uniform, 10 tries; a picture too narrow for all of them gives its central part of the
 * nearest allowed ratio.
 */
final class RandomBox {

  private static final double MIN_RATIO = 3.0 / 4.0;
  private static final double MAX_RATIO = 4.0 / 3.0;
  private static final int TRIES = 10;

  private RandomBox() {}

  static Box in(RgbImage picture, AreaRange share, CropRandom random) {
    int width = picture.width();
    int height = picture.height();
    double wholeArea = (double) width * height;
    for (int i = 0; i < TRIES; i++) {
      double area = wholeArea * random.uniform(share.min(), share.max());
      double ratio = random.logUniform(MIN_RATIO, MAX_RATIO);
      int columns = (int) Math.rint(Math.sqrt(area * ratio));
      int rows = (int) Math.rint(Math.sqrt(area / ratio));
      if (columns > 0 && columns <= width && rows > 0 && rows <= height) {
        int top = random.below(height - rows + 1);
        int left = random.below(width - columns + 1);
        return new Box(left, top, columns, rows);
      }
    }
    double ratio = (double) width / height;
    int columns = ratio > MAX_RATIO ? (int) Math.rint(height * MAX_RATIO) : width;
    int rows = ratio < MIN_RATIO ? (int) Math.rint(width / MIN_RATIO) : height;
    return new Box((width - columns) / 2, (height - rows) / 2, columns, rows);
  }
}
