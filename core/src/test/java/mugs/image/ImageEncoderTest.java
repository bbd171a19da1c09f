package mugs.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Read back by the JDK's own decoder. */
class ImageEncoderTest {
  private static RgbImage smooth(int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      pixels[3 * i] = (byte) (200 * (i % width) / width);
      pixels[3 * i + 1] = (byte) (100 + 100 * (i / width) / height);
      pixels[3 * i + 2] = 30;
    }
    return new RgbImage(width, height, pixels);
  }

  private static int difference(RgbImage picture, BufferedImage read) {
    int largest = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int rgb = read.getRGB(x, y);
        for (int c = 0; c < 3; c++) {
          int wanted = picture.pixels()[3 * (y * picture.width() + x) + c] & 0xff;
          largest = Math.max(largest, Math.abs(wanted - (rgb >> (16 - 8 * c) & 0xff)));
        }
      }
    }
    return largest;
  }

  private static BufferedImage read(byte[] file, int width, int height) throws IOException {
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(file));
    assertThat(read.getWidth()).isEqualTo(width);
    assertThat(read.getHeight()).isEqualTo(height);
    return read;
  }

  @Test
  void png_keepsEveryPixel() throws IOException {
    byte[] pixels = new byte[3 * 31 * 17];
    new Random(1).nextBytes(pixels);
    RgbImage noise = new RgbImage(31, 17, pixels);

    assertThat(difference(noise, read(ImageEncoder.png(noise), 31, 17))).isZero();
  }

  @Test
  void jpeg_staysNear_andIsSmallerAtLowerQuality() throws IOException {
    RgbImage picture = smooth(65, 33);

    assertThat(difference(picture, read(ImageEncoder.jpeg(picture, 95), 65, 33))).isBetween(1, 12);
    assertThat(ImageEncoder.jpeg(picture, 10).length)
        .isLessThan(ImageEncoder.jpeg(picture, 95).length);
  }

  @Test
  void qualityOutOfRange_andSidesThatJpegCannotSay_areRefused() {
    RgbImage picture = smooth(1, 1);
    assertThatThrownBy(() -> ImageEncoder.jpeg(picture, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give 1 to 100");
    RgbImage wide = smooth(65_501, 1);
    assertThatThrownBy(() -> ImageEncoder.jpeg(wide, 95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("65501 x 1 pixels do not fit into a JPEG file");
  }
}
