package mugs.image;

import java.math.BigDecimal;
import java.math.RoundingMode;
import mugs.image.Framing.Box;

/**
 * A map from the pixels of a moved picture to the places of the picture where they come from.
 *
 * <p>It goes from pixel centre to pixel centre, in double precision: {@code x = xx column + xy row
 * + x0}, and y likewise. Pixels beyond the border repeat it; the fraction of a result is cut off.
 * The cubic has a = -1, other than the resizing one. Sums come in Pillow's order, so that results
 * are equal to the bit.
 */
record AffineMap(double xx, double xy, double x0, double yx, double yy, double y0) {

  /** Pixels around a place that an interpolation looks at: one before, two after. */
  private static final int BEFORE = 1;

  private static final int AFTER = 2;

  /** Digits behind the point of the sine and cosine of an angle. */
  private static final int DIGITS = 15;

  /** Returns the map of an operation on a picture of some size. */
  static AffineMap of(Operation.Move move, int width, int height) {
    if (move instanceof Operation.Rotate rotate) {
      return rotation(rotate.degrees(), width, height);
    } else if (move instanceof Operation.ShearX shear) {
      return new AffineMap(1, shear.factor(), 0, 0, 1, 0);
    } else if (move instanceof Operation.ShearY shear) {
      return new AffineMap(1, 0, 0, shear.factor(), 1, 0);
    } else if (move instanceof Operation.TranslateX shift) {
      return new AffineMap(1, 0, shift.pixels(), 0, 1, 0);
    }
    return new AffineMap(1, 0, 0, 0, 1, ((Operation.TranslateY) move).pixels());
  }

  private static AffineMap rotation(double degrees, int width, int height) {
    double turned = degrees % 360;
    turned += turned < 0 ? 360 : 0;
    if (turned == 0 || turned == 360) {
      return new AffineMap(1, 0, 0, 0, 1, 0);
    }
    double angle = -StrictMath.toRadians(turned);
    double cos = rounded(StrictMath.cos(angle));
    double sin = rounded(StrictMath.sin(angle));
    double x = width / 2.0;
    double y = height / 2.0;
    return new AffineMap(cos, sin, cos * -x + sin * -y + x, -sin, cos, -sin * -x + cos * -y + y);
  }

  /**
   * Pillow rounds so, which makes quarters of a turn exact: without it pixels on the border of the
   * picture would fall out of it.
   */
  private static double rounded(double value) {
    return new BigDecimal(value).setScale(DIGITS, RoundingMode.HALF_EVEN).doubleValue();
  }

  /** Returns the part of the picture that decides a part of the result; at least one pixel. */
  Box reach(Box result, int pictureWidth, int pictureHeight) {
    double[] columns = {result.left() + 0.5, result.left() + result.width() - 0.5};
    double[] rows = {result.top() + 0.5, result.top() + result.height() - 0.5};
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (double column : columns) {
      for (double row : rows) {
        double x = xx * column + xy * row + x0;
        double y = yx * column + yy * row + y0;
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
      }
    }
    int firstColumn = inside(Math.floor(left - 0.5) - BEFORE, pictureWidth);
    int lastColumn = inside(Math.floor(right - 0.5) + AFTER, pictureWidth);
    int firstRow = inside(Math.floor(top - 0.5) - BEFORE, pictureHeight);
    int lastRow = inside(Math.floor(bottom - 0.5) + AFTER, pictureHeight);
    return new Box(firstColumn, firstRow, lastColumn - firstColumn + 1, lastRow - firstRow + 1);
  }

  private static int inside(double place, int size) {
    return (int) Math.max(0, Math.min(size - 1.0, place));
  }

  /**
   * Moves pixels.
   *
   * @param from a part of the picture that reaches as far as is needed
   * @param to a part of the result, whose pixels are written
   */
  void move(Patch from, Patch to, Warp.Style style) {
    boolean cubic = style.interpolation() == Warp.Interpolation.BICUBIC;
    if (yx == 0 && yy == 1 && y0 == 0) {
      alongRows(from, to, style.fill(), cubic);
    } else if (xx == 1 && xy == 0 && x0 == 0) {
      alongColumns(from, to, style.fill(), cubic);
    } else {
      anywhere(from, to, style.fill(), cubic);
    }
  }

  /** Rows stay rows, so nothing is to be found between two of them. */
  private void alongRows(Patch from, Patch to, Warp.Colour fill, boolean cubic) {
    int pictureWidth = to.pictureWidth();
    byte[] rgb = to.rgb();
    int i = 0;
    for (int row = to.box().top(); row < to.box().top() + to.height(); row++) {
      double shift = xy * (row + 0.5);
      int line = line(from, row);
      for (int column = to.box().left(); column < to.box().left() + to.width(); column++, i += 3) {
        double x = xx * (column + 0.5) + shift + x0;
        if (!(x >= 0 && x < pictureWidth)) {
          put(rgb, i, fill);
          continue;
        }
        int left = (int) Math.floor(x - 0.5);
        double share = x - 0.5 - left;
        int at = line + 3 * left;
        if (cubic) {
          boolean inner = left >= BEFORE && left < pictureWidth - AFTER;
          int before = inner ? at - 3 : line + 3 * clamped(left - 1, pictureWidth);
          int here = inner ? at : line + 3 * clamped(left, pictureWidth);
          int next = inner ? at + 3 : line + 3 * clamped(left + 1, pictureWidth);
          int after = inner ? at + 6 : line + 3 * clamped(left + 2, pictureWidth);
          cubic(from.rgb(), before, here, next, after, share, rgb, i);
        } else {
          int here = left >= 0 ? at : line;
          int next = left < pictureWidth - 1 ? at + 3 : here;
          linear(from.rgb(), here, next, share, rgb, i);
        }
      }
    }
  }

  /** Columns stay columns, so nothing is to be found between two of them. */
  private void alongColumns(Patch from, Patch to, Warp.Colour fill, boolean cubic) {
    int pictureHeight = to.pictureHeight();
    int rowBytes = from.rowBytes();
    byte[] rgb = to.rgb();
    int i = 0;
    for (int row = to.box().top(); row < to.box().top() + to.height(); row++) {
      double shift = yy * (row + 0.5);
      for (int column = to.box().left(); column < to.box().left() + to.width(); column++, i += 3) {
        double y = yx * (column + 0.5) + shift + y0;
        if (!(y >= 0 && y < pictureHeight)) {
          put(rgb, i, fill);
          continue;
        }
        int top = (int) Math.floor(y - 0.5);
        double share = y - 0.5 - top;
        boolean inner = top >= BEFORE && top < pictureHeight - AFTER;
        int here = inner ? at(from, column, top) : at(from, column, clamped(top, pictureHeight));
        int next = inner ? here + rowBytes : at(from, column, clamped(top + 1, pictureHeight));
        if (cubic) {
          int before = inner ? here - rowBytes : at(from, column, clamped(top - 1, pictureHeight));
          int after = inner ? next + rowBytes : at(from, column, clamped(top + 2, pictureHeight));
          cubic(from.rgb(), before, here, next, after, share, rgb, i);
        } else {
          linear(from.rgb(), here, next, share, rgb, i);
        }
      }
    }
  }

  private static int at(Patch from, int column, int row) {
    return line(from, row) + 3 * column;
  }

  private void anywhere(Patch from, Patch to, Warp.Colour fill, boolean cubic) {
    int pictureWidth = to.pictureWidth();
    int pictureHeight = to.pictureHeight();
    byte[] rgb = to.rgb();
    int i = 0;
    for (int row = to.box().top(); row < to.box().top() + to.height(); row++) {
      double xShift = xy * (row + 0.5);
      double yShift = yy * (row + 0.5);
      for (int column = to.box().left(); column < to.box().left() + to.width(); column++, i += 3) {
        double x = xx * (column + 0.5) + xShift + x0;
        double y = yx * (column + 0.5) + yShift + y0;
        if (!(x >= 0 && x < pictureWidth && y >= 0 && y < pictureHeight)) {
          put(rgb, i, fill);
        } else if (cubic) {
          cubic(from, x - 0.5, y - 0.5, rgb, i);
        } else {
          linear(from, x - 0.5, y - 0.5, rgb, i);
        }
      }
    }
  }

  private static void put(byte[] rgb, int i, Warp.Colour fill) {
    rgb[i] = (byte) fill.red();
    rgb[i + 1] = (byte) fill.green();
    rgb[i + 2] = (byte) fill.blue();
  }

  /**
   * Returns where a row of the picture begins in a patch, were the patch as wide as the picture.
   */
  private static int line(Patch from, int row) {
    return (row - from.box().top()) * from.rowBytes() - 3 * from.box().left();
  }

  private static int clamped(int place, int size) {
    return Math.max(0, Math.min(size - 1, place));
  }

  /** Returns how far it is from one place to the next, both brought inside the picture. */
  private static int step(int place, int size, int distance) {
    return place >= 0 && place < size - 1 ? distance : 0;
  }

  private static void linear(byte[] rgb, int here, int next, double share, byte[] to, int i) {
    to[i] = (byte) (int) between(rgb[here] & 0xff, rgb[next] & 0xff, share);
    to[i + 1] = (byte) (int) between(rgb[here + 1] & 0xff, rgb[next + 1] & 0xff, share);
    to[i + 2] = (byte) (int) between(rgb[here + 2] & 0xff, rgb[next + 2] & 0xff, share);
  }

  private static void linear(Patch from, double x, double y, byte[] to, int i) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double down = y - top;
    byte[] rgb = from.rgb();
    int x0 = 3 * clamped(left, from.pictureWidth());
    int x1 = x0 + step(left, from.pictureWidth(), 3);
    int y0 = line(from, clamped(top, from.pictureHeight()));
    int y1 = y0 + step(top, from.pictureHeight(), from.rowBytes());
    for (int c = 0; c < 3; c++) {
      double above = between(rgb[y0 + x0 + c] & 0xff, rgb[y0 + x1 + c] & 0xff, right);
      double below = between(rgb[y1 + x0 + c] & 0xff, rgb[y1 + x1 + c] & 0xff, right);
      to[i + c] = (byte) (int) between(above, below, down);
    }
  }

  private static double between(int first, int second, double share) {
    return first + (second - first) * share;
  }

  private static double between(double first, double second, double share) {
    return first + (second - first) * share;
  }

  private static void cubic(
      byte[] rgb, int before, int here, int next, int after, double share, byte[] to, int i) {
    for (int c = 0; c < 3; c++) {
      double value = among(rgb, before + c, here + c, next + c, after + c, share);
      to[i + c] = clipped(value);
    }
  }

  private static void cubic(Patch from, double x, double y, byte[] to, int i) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double down = y - top;
    byte[] rgb = from.rgb();
    int width = from.pictureWidth();
    int height = from.pictureHeight();
    int x1 = 3 * clamped(left, width);
    int x0 = x1 - step(left - 1, width, 3);
    int x2 = x1 + step(left, width, 3);
    int x3 = x2 + step(left + 1, width, 3);
    int y1 = line(from, clamped(top, height));
    int y0 = y1 - step(top - 1, height, from.rowBytes());
    int y2 = y1 + step(top, height, from.rowBytes());
    int y3 = y2 + step(top + 1, height, from.rowBytes());
    for (int c = 0; c < 3; c++, x0++, x1++, x2++, x3++) {
      double v0 = among(rgb, y0 + x0, y0 + x1, y0 + x2, y0 + x3, right);
      double v1 = among(rgb, y1 + x0, y1 + x1, y1 + x2, y1 + x3, right);
      double v2 = among(rgb, y2 + x0, y2 + x1, y2 + x2, y2 + x3, right);
      double v3 = among(rgb, y3 + x0, y3 + x1, y3 + x2, y3 + x3, right);
      double linear = v2 - v0;
      double square = 2 * (v0 - v1) + v2 - v3;
      double cube = -v0 + v1 - v2 + v3;
      to[i + c] = clipped(v1 + down * (linear + down * (square + down * cube)));
    }
  }

  private static byte clipped(double value) {
    return (byte) (value <= 0 ? 0 : value >= 255 ? 255 : (int) value);
  }

  /** The coefficients are whole numbers, which a double holds exactly. */
  private static double among(byte[] rgb, int i0, int i1, int i2, int i3, double share) {
    int v1 = rgb[i1] & 0xff;
    int first = v1 - (rgb[i0] & 0xff);
    int second = (rgb[i2] & 0xff) - v1;
    int third = (rgb[i3] & 0xff) - (rgb[i2] & 0xff);
    int linear = first + second;
    int square = -2 * first - third;
    int cube = first + third;
    return v1 + share * (linear + share * (square + share * cube));
  }
}
