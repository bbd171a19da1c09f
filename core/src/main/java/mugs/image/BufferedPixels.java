package mugs.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;

/** Takes the pixels of the JDK's pictures. */
public final class BufferedPixels {
  private BufferedPixels() {}

  /**
   * Returns the pixels of a picture, as its file would give them: transparency is laid over white,
   * and a level of grey stays what it is (the JDK would brighten it, as it takes grey pictures for
   * linear light).
   *
   * @param picture of any type
   */
  public static RgbImage rgb(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    byte[] pixels = new byte[Math.multiplyExact(3 * width, height)];
    boolean grey =
        picture.getType() == BufferedImage.TYPE_BYTE_GRAY
            || picture.getType() == BufferedImage.TYPE_USHORT_GRAY;
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      if (grey) {
        greyRow(picture.getRaster(), y, row, pixels);
      } else {
        picture.getRGB(0, y, width, 1, row, 0, width);
        colourRow(row, pixels, 3 * width * y);
      }
    }
    return new RgbImage(width, height, pixels);
  }

  private static void greyRow(Raster raster, int y, int[] row, byte[] pixels) {
    raster.getSamples(raster.getMinX(), raster.getMinY() + y, row.length, 1, 0, row);
    int highest = raster.getSampleModel().getSampleSize(0) > 8 ? 65535 : 255;
    for (int x = 0, to = 3 * row.length * y; x < row.length; x++, to += 3) {
      byte level = (byte) ((row[x] * 255 + highest / 2) / highest);
      pixels[to] = level;
      pixels[to + 1] = level;
      pixels[to + 2] = level;
    }
  }

  private static void colourRow(int[] row, byte[] pixels, int start) {
    for (int x = 0, to = start; x < row.length; x++, to += 3) {
      int alpha = row[x] >>> 24;
      pixels[to] = overWhite(row[x] >> 16, alpha);
      pixels[to + 1] = overWhite(row[x] >> 8, alpha);
      pixels[to + 2] = overWhite(row[x], alpha);
    }
  }

  private static byte overWhite(int value, int alpha) {
    return (byte) (((value & 0xff) * alpha + 255 * (255 - alpha) + 127) / 255);
  }
}
