package mugs.app.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import mugs.image.RgbImage;

/** Writes a picture into the page itself. */
final class PictureUri {

  private PictureUri() {}

  /** Returns the picture as a {@code data:} address holding a PNG. */
  static String of(RgbImage picture) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(picture));
  }

  /** Returns the picture as a PNG file. */
  static byte[] png(RgbImage picture) {
    int width = picture.width();
    BufferedImage image = new BufferedImage(width, picture.height(), BufferedImage.TYPE_INT_RGB);
    byte[] pixels = picture.pixels();
    for (int i = 0; i < width * picture.height(); i++) {
      int red = pixels[3 * i] & 0xFF;
      int green = pixels[3 * i + 1] & 0xFF;
      int blue = pixels[3 * i + 2] & 0xFF;
      int rgb = (red << 16) | (green << 8) | blue;
      image.setRGB(i % width, i / width, rgb);
    }
    return png(image);
  }

  private static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(image);
    } catch (IOException e) {
      throw new UncheckedIOException("a PNG in memory could not be written", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
