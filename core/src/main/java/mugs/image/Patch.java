package mugs.image;

import mugs.image.Framing.Box;

/**
 * Pixels of one part of a picture, in memory that is used again and again. For one thread alone.
 */
final class Patch {

  private byte[] rgb = {};
  private Box box = new Box(0, 0, 1, 1);
  private int pictureWidth = 1;
  private int pictureHeight = 1;

  /** Makes room for a part of a picture; what the pixels are is left open. */
  void cover(Box part, int widthOfPicture, int heightOfPicture) {
    box = part;
    pictureWidth = widthOfPicture;
    pictureHeight = heightOfPicture;
    int needed = Math.multiplyExact(3 * part.width(), part.height());
    if (rgb.length < needed) {
      rgb = new byte[Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, rgb.length * 5L / 4))];
    }
  }

  /** Makes room for a whole picture. */
  void cover(int width, int height) {
    cover(new Box(0, 0, width, height), width, height);
  }

  /**
   * Returns the pixels, row by row, red, green, blue; bytes from {@link #length} on mean nothing.
   */
  byte[] rgb() {
    return rgb;
  }

  /** Returns the number of bytes that count. */
  int length() {
    return rowBytes() * box.height();
  }

  int rowBytes() {
    return 3 * box.width();
  }

  /** Returns which part of the picture it is. */
  Box box() {
    return box;
  }

  int width() {
    return box.width();
  }

  int height() {
    return box.height();
  }

  int pictureWidth() {
    return pictureWidth;
  }

  int pictureHeight() {
    return pictureHeight;
  }

  /** Copies the part from a picture, or from the picture's mirror image. */
  void copy(RgbImage picture, boolean mirrored) {
    int rowBytes = rowBytes();
    int left = mirrored ? pictureWidth - box.left() - box.width() : box.left();
    for (int row = 0; row < box.height(); row++) {
      int from = 3 * ((box.top() + row) * pictureWidth + left);
      System.arraycopy(picture.pixels(), from, rgb, row * rowBytes, rowBytes);
    }
    if (mirrored) {
      mirror();
    }
  }

  /** Copies the part from a larger part of the same picture. */
  void copy(Patch larger) {
    int rowBytes = rowBytes();
    int skipped = 3 * (box.left() - larger.box.left());
    for (int row = 0; row < box.height(); row++) {
      int from = (box.top() - larger.box.top() + row) * larger.rowBytes() + skipped;
      System.arraycopy(larger.rgb, from, rgb, row * rowBytes, rowBytes);
    }
  }

  /** Swaps left and right. */
  void mirror() {
    int rowBytes = rowBytes();
    for (int start = 0; start < length(); start += rowBytes) {
      for (int i = start, j = start + rowBytes - 3; i < j; i += 3, j -= 3) {
        byte red = rgb[i];
        byte green = rgb[i + 1];
        byte blue = rgb[i + 2];
        rgb[i] = rgb[j];
        rgb[i + 1] = rgb[j + 1];
        rgb[i + 2] = rgb[j + 2];
        rgb[j] = red;
        rgb[j + 1] = green;
        rgb[j + 2] = blue;
      }
    }
  }
}
