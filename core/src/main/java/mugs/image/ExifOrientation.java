package mugs.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds in EXIF data how a camera was held, and turns pixels upright. */
final class ExifOrientation {

  /** The value of a picture that lies as it is stored. */
  static final int UPRIGHT = 1;

  private static final int TAG = 0x112;
  private static final int HIGHEST = 8;

  private ExifOrientation() {}

  /**
   * Returns the orientation, 1 to 8, or {@link #UPRIGHT} where none is to be found.
   *
   * @param exif a TIFF structure, with or without the {@code Exif} signature before it
   */
  static int of(byte[] exif) {
    boolean signed = exif.length > 6 && exif[0] == 'E' && exif[1] == 'x';
    int start = signed ? 6 : 0;
    ByteBuffer data = ByteBuffer.wrap(exif, start, exif.length - start).slice();
    try {
      data.order(data.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int directory = data.getInt(4);
      for (int entry = 0; entry < (data.getShort(directory) & 0xffff); entry++) {
        int at = directory + 2 + 12 * entry;
        if (data.getShort(at) == TAG) {
          int value = data.getShort(at + 8);
          return value >= UPRIGHT && value <= HIGHEST ? value : UPRIGHT;
        }
      }
    } catch (IndexOutOfBoundsException e) {
      return UPRIGHT;
    }
    return UPRIGHT;
  }

  /** Returns whether width and height change places. */
  static boolean transposes(int orientation) {
    return orientation >= 5;
  }

  /**
   * Turns a stored picture upright.
   *
   * @param stored picture as it lies in the file
   * @param orientation 1 to 8
   */
  static RgbImage upright(RgbImage stored, int orientation) {
    if (orientation == UPRIGHT) {
      return stored;
    }
    boolean transposed = transposes(orientation);
    int width = transposed ? stored.height() : stored.width();
    int height = transposed ? stored.width() : stored.height();
    // the side of the stored picture that is at the right end of its row or column
    boolean fromRight =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    boolean fromBottom =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    byte[] from = stored.pixels();
    byte[] pixels = new byte[from.length];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i += 3) {
        int column = transposed ? y : x;
        int row = transposed ? x : y;
        column = fromRight ? stored.width() - 1 - column : column;
        row = fromBottom ? stored.height() - 1 - row : row;
        int source = 3 * (row * stored.width() + column);
        pixels[i] = from[source];
        pixels[i + 1] = from[source + 1];
        pixels[i + 2] = from[source + 2];
      }
    }
    return new RgbImage(width, height, pixels);
  }
}
