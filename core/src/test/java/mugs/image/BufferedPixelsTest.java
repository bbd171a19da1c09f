package mugs.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
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

  /** As ImageIO gives a grey PNG with transparency: of no type that has a name. */
  @Test
  void greyWithAlpha_isLaidOverWhite_levelByLevel() throws IOException {
    int[][] levelAndAlpha = {{0, 255}, {77, 255}, {128, 255}, {77, 0}, {77, 128}, {200, 51}};
    byte[] png = greyAlphaPng(levelAndAlpha);
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(picture.getType()).isEqualTo(BufferedImage.TYPE_CUSTOM);

    byte[] pixels = BufferedPixels.rgb(picture).pixels();

    // 77 x 128/255 + 127 = 165.65; 200 x 0.2 + 204 = 244
    int[] expected = {0, 77, 128, 255, 166, 244};
    for (int i = 0; i < pixels.length; i++) {
      assertThat(pixels[i] & 0xff).as("value %d", i).isEqualTo(expected[i / 3]);
    }
  }

  /** One row; written by hand, as the JDK has no such picture to begin with. */
  private static byte[] greyAlphaPng(int[][] levelAndAlpha) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    ByteBuffer head = ByteBuffer.allocate(13).putInt(levelAndAlpha.length).putInt(1);
    head.put((byte) 8).put((byte) 4); // 8 bits of grey and of alpha
    chunk(png, "IHDR", head.array());
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(0); // no filter
      for (int[] pixel : levelAndAlpha) {
        deflater.write(pixel[0]);
        deflater.write(pixel[1]);
      }
    }
    chunk(png, "IDAT", packed.toByteArray());
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream png, String name, byte[] content)
      throws IOException {
    byte[] named = name.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(named);
    crc.update(content);
    png.write(ByteBuffer.allocate(4).putInt(content.length).array());
    png.write(named);
    png.write(content);
    png.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  @Test
  void partOfAPicture_isTakenFromItsPlace() {
    BufferedImage whole = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
    whole.getRaster().setSample(2, 3, 0, 77);

    RgbImage pixels = BufferedPixels.rgb(whole.getSubimage(2, 2, 2, 2));

    assertThat(pixels.pixels()).containsExactly(0, 0, 0, 0, 0, 0, 77, 77, 77, 0, 0, 0);
  }
}
