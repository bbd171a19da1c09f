package mugs.augment;

import mugs.image.Framing.Box;

/**
 * Draws the part of a picture that a crop shows: area uniform in a range, logarithm of width /
 * height uniform in a range, 10 tries; a picture too narrow for all of them gives its central part
 * of the nearest allowed ratio.
 *
 * @param area share of the picture
 * @param ratio of width to height
 */
record BoxDraw(AreaRange area, Range ratio) {

  private static final int TRIES = 10;

  /** Draws a part of a picture of some width and height. */
  Box in(int width, int height, CropRandom random) {
    double wholeArea = (double) width * height;
    for (int i = 0; i < TRIES; i++) {
      double wanted = wholeArea * random.uniform(area.min(), area.max());
      double shape = random.logUniform(ratio.min(), ratio.max());
      int columns = (int) Math.rint(Math.sqrt(wanted * shape));
      int rows = (int) Math.rint(Math.sqrt(wanted / shape));
      if (columns > 0 && columns <= width && rows > 0 && rows <= height) {
        int top = random.below(height - rows + 1);
        int left = random.below(width - columns + 1);
        return new Box(left, top, columns, rows);
      }
    }
    double shape = (double) width / height;
    int columns = shape > ratio.max() ? atLeastOne(height * ratio.max()) : width;
    int rows = shape < ratio.min() ? atLeastOne(width / ratio.min()) : height;
    return new Box((width - columns) / 2, (height - rows) / 2, columns, rows);
  }

  private static int atLeastOne(double length) {
    return (int) Math.max(1, Math.rint(length));
  }
}
