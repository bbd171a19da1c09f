package mugs.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
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
    ColorModel model = picture.getColorModel();
    boolean grey =
        model instanceof ComponentColorModel
            && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
            && isWhole(model.getTransferType());
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      if (grey) {
        greyRow(picture, y, row, pixels);
      } else {
        picture.getRGB(0, y, width, 1, row, 0, width);
        colourRow(row, pixels, 3 * width * y);
      }
    }
    return new RgbImage(width, height, pixels);
  }

  private static boolean isWhole(int transferType) {
    return transferType == DataBuffer.TYPE_BYTE || transferType == DataBuffer.TYPE_USHORT;
  }

  private static void greyRow(BufferedImage picture, int y, int[] row, byte[] pixels) {
    Raster raster = picture.getRaster();
    ColorModel model = picture.getColorModel();
    int[] levels = samples(raster, y, 0, row);
    int highest = (1 << model.getComponentSize(0)) - 1;
    boolean transparent = model.hasAlpha();
    int[] alphas = transparent ? samples(raster, y, 1, new int[row.length]) : row;
    int opaque = transparent ? (1 << model.getComponentSize(1)) - 1 : 1;
    for (int x = 0, to = 3 * row.length * y; x < row.length; x++, to += 3) {
      int alpha = transparent ? to8Bits(alphas[x], opaque) : 255;
      int level = to8Bits(levels[x], highest);
      byte value =
          model.isAlphaPremultiplied()
              ? (byte) Math.min(255, level + 255 - alpha)
              : overWhite(level, alpha);
      pixels[to] = value;
      pixels[to + 1] = value;
      pixels[to + 2] = value;
    }
  }

  private static int[] samples(Raster raster, int y, int band, int[] into) {
    return raster.getSamples(raster.getMinX(), raster.getMinY() + y, into.length, 1, band, into);
  }

  private static int to8Bits(int value, int highest) {
    return (value * 255 + highest / 2) / highest;
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
