package mugs.image;

import mugs.image.Framing.Box;

/**
 * Mixes a picture with a smoothed one, which weighs a pixel 5 and each of its 8 neighbours 1. Its
 * memory is used again and again; for one thread alone.
 */
final class Sharpening {

  /** 10083 / 2^18 is so little above 1/26 that it divides whole numbers up to 18,000 as 26 does. */
  private static final int RECIPROCAL = 10083;

  private static final int RECIPROCAL_BITS = 18;

  private int[] above = {};
  private int[] middle = {};
  private int[] below = {};
  private int[] columns = {};

  /**
   * Returns the part of a picture that decides a part of the result: one more pixel on each side.
   */
  static Box reach(Box result, int pictureWidth, int pictureHeight) {
    int left = Math.max(0, result.left() - 1);
    int top = Math.max(0, result.top() - 1);
    int right = Math.min(pictureWidth, result.left() + result.width() + 1);
    int bottom = Math.min(pictureHeight, result.top() + result.height() + 1);
    return new Box(left, top, right - left, bottom - top);
  }

  /**
   * Sharpens.
   *
   * @param from a part of the picture that reaches as far as is needed
   * @param to a part of the same picture, whose pixels are written
   * @param factor 0 gives the smooth picture, 1 the picture
   */
  void sharpen(Patch from, Patch to, double factor) {
    Mix mix = new Mix(factor);
    Box part = to.box();
    int width = part.width() + 2;
    if (columns.length < 3 * width) {
      above = new int[3 * width];
      middle = new int[3 * width];
      below = new int[3 * width];
      columns = new int[3 * width];
    }
    load(from, part.top() - 1, part.left() - 1, width, above);
    load(from, part.top(), part.left() - 1, width, middle);
    for (int row = 0; row < part.height(); row++) {
      int y = part.top() + row;
      load(from, y + 1, part.left() - 1, width, below);
      boolean inner = y > 0 && y < to.pictureHeight() - 1;
      if (inner) {
        smooth(3 * width);
        mix(to, row, mix);
        keepEnds(to, row);
      } else {
        keep(to, row, 0, part.width());
      }
      int[] free = above;
      above = middle;
      middle = below;
      below = free;
    }
  }

  /** Reads a row; where the patch has none, whatever is read has no influence on the result. */
  private static void load(Patch from, int y, int left, int width, int[] row) {
    Box box = from.box();
    int inPatch = Math.max(0, Math.min(box.height() - 1, y - box.top()));
    int start = inPatch * from.rowBytes() + 3 * (left - box.left());
    byte[] rgb = from.rgb();
    int first = Math.max(0, 3 * (box.left() - left));
    int end = Math.min(3 * width, 3 * (box.left() + box.width() - left));
    for (int i = first; i < end; i++) {
      row[i] = rgb[start + i] & 0xff;
    }
  }

  /** Leaves the smooth values in the column sums. */
  private void smooth(int length) {
    sum(columns, above, middle, below, length);
    divide(above, columns, middle, length); // the row above is not needed again
  }

  private static void sum(int[] to, int[] above, int[] middle, int[] below, int length) {
    for (int i = 0; i < length; i++) {
      to[i] = above[i] + middle[i] + below[i];
    }
  }

  private static void divide(int[] to, int[] columns, int[] middle, int length) {
    for (int i = 3; i < length - 3; i++) {
      int sum = columns[i - 3] + columns[i] + columns[i + 3] + 4 * middle[i];
      to[i] = ((2 * sum + 13) * RECIPROCAL) >>> RECIPROCAL_BITS;
    }
  }

  private void mix(Patch to, int row, Mix mix) {
    byte[] rgb = to.rgb();
    int start = row * to.rowBytes();
    int length = to.rowBytes();
    if (mix.isExact()) {
      for (int i = 0; i < length; i++) {
        rgb[start + i] = mix.quick(above[i + 3], middle[i + 3]);
      }
    } else {
      for (int i = 0; i < length; i++) {
        rgb[start + i] = mix.exact(above[i + 3], middle[i + 3]);
      }
    }
  }

  private void keepEnds(Patch to, int row) {
    Box part = to.box();
    if (part.left() == 0) {
      keep(to, row, 0, 1);
    }
    if (part.left() + part.width() == to.pictureWidth()) {
      keep(to, row, part.width() - 1, 1);
    }
  }

  private void keep(Patch to, int row, int column, int count) {
    int start = row * to.rowBytes();
    for (int i = 3 * column; i < 3 * (column + count); i++) {
      to.rgb()[start + i] = (byte) middle[i + 3];
    }
  }
}
