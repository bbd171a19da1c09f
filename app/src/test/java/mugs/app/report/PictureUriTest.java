package mugs.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import javax.imageio.ImageIO;
import mugs.image.RgbImage;
import org.junit.jupiter.api.Test;

class PictureUriTest {

  @Test
  void aPicture_comesBackPixelByPixel() throws Exception {
    byte[] pixels = {
      (byte) 255, 0, 1, 2, (byte) 200, 3, 4, 5, (byte) 128, 9, 9, 9, 0, 0, 0, 7, 8, 9
    };

    String uri = PictureUri.of(new RgbImage(3, 2, pixels));

    String start = "data:image/png;base64,";
    assertThat(uri).startsWith(start);
    byte[] png = Base64.getDecoder().decode(uri.substring(start.length()));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getWidth()).isEqualTo(3);
    assertThat(image.getHeight()).isEqualTo(2);
    assertThat(image.getRGB(0, 0)).isEqualTo(0xFFFF0001);
    assertThat(image.getRGB(1, 0)).isEqualTo(0xFF02C803);
    assertThat(image.getRGB(2, 0)).isEqualTo(0xFF040580);
    assertThat(image.getRGB(2, 1)).isEqualTo(0xFF070809);
  }
}
