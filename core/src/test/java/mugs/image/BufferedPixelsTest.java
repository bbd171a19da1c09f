package mugs.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import mugs.source.StoredPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BufferedPixelsTest {

  /** The other program is OpenCV, reading what the JDK wrote as a PNG. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_BYTE_INDEXED
      })
  void pixels_areThoseOfTheFile_whateverTheType(int type)
      throws IOException, UnreadablePictureException {
    BufferedImage picture = new BufferedImage(16, 9, type);
    for (int y = 0; y < 9; y++) {
      for (int x = 0; x < 16; x++) {
        picture.setRGB(x, y, 0x01030507 * (16 * y + x) + 0x20406080);
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", png);

    RgbImage expected = ImageDecoder.decode(new StoredPicture.Encoded(png.toByteArray()));

    RgbImage pixels = BufferedPixels.rgb(picture);
    assertThat(pixels.width()).isEqualTo(16);
    assertThat(pixels.height()).isEqualTo(9);
    assertThat(pixels.pixels()).isEqualTo(expected.pixels());
  }

  @Test
  void partOfAPicture_isTakenFromItsPlace() {
    BufferedImage whole = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
    whole.getRaster().setSample(2, 3, 0, 77);

    RgbImage pixels = BufferedPixels.rgb(whole.getSubimage(2, 2, 2, 2));

    assertThat(pixels.pixels()).containsExactly(0, 0, 0, 0, 0, 0, 77, 77, 77, 0, 0, 0);
  }
}
