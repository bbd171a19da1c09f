package mugs.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SamplePhotoTest {

  @Test
  void picture_whenEncoded_isReadByAnotherDecoder_asTheSameColours() throws Exception {
    byte[] pixels = new byte[3 * 40 * 30];
    for (int i = 0; i < pixels.length; i += 3) {
      pixels[i] = (byte) 200;
      pixels[i + 1] = 90;
      pixels[i + 2] = 30;
    }
    byte[] file = ImageEncoder.jpeg(new RgbImage(40, 30, pixels), 95);

    BufferedImage read = ImageIO.read(new ByteArrayInputStream(file));
    assertThat(read.getWidth()).isEqualTo(40);
    assertThat(read.getHeight()).isEqualTo(30);
    int colour = read.getRGB(20, 10);
    assertThat(colour >> 16 & 0xff).isBetween(197, 203);
    assertThat(colour >> 8 & 0xff).isBetween(87, 93);
    assertThat(colour & 0xff).isBetween(27, 33);
  }

  @Test
  void lowerQuality_takesFewerBytes() {
    RgbImage photo = SamplePhoto.pixels(64, 48);
    assertThat(ImageEncoder.jpeg(photo, 50).length).isLessThan(ImageEncoder.jpeg(photo, 95).length);
  }

  @Test
  void samplePhoto_isTheSameEveryTime_andOfTheSizeItSays() throws Exception {
    byte[] file = SamplePhoto.jpeg();
    assertThat(SamplePhoto.jpeg()).isEqualTo(file);
    assertThat(PictureHeader.of(file)).isEqualTo(new PictureHeader("JPEG", 500, 375));
  }

  @Test
  void impossibleQuality_isRefused() {
    assertThatThrownBy(() -> ImageEncoder.jpeg(SamplePhoto.pixels(8, 8), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a JPEG quality of 0: give 1 to 100");
  }
}
