package mugs.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import mugs.source.StoredPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

  @Test
  void raw_whenDecoded_isHandedOn() throws UnreadablePictureException {
    byte[] pixels = {1, 2, 3, 4, 5, 6};
    RgbImage picture = ImageDecoder.decode(new StoredPicture.Raw(pixels, 2, 1));
    assertThat(picture.width()).isEqualTo(2);
    assertThat(picture.height()).isEqualTo(1);
    assertThat(picture.pixels()).isEqualTo(pixels);
  }

  @Test
  void raw_whenItsSizeIsWrong_isRefusedWithBothSizes() {
    assertThatThrownBy(() -> ImageDecoder.decode(new StoredPicture.Raw(new byte[5], 2, 1)))
        .isInstanceOf(UnreadablePictureException.class)
        .hasMessageContaining("2 x 1")
        .hasMessageContaining("6 bytes, not 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff"})
  void losslessFile_whenDecoded_hasItsPixelsInRgbOrder(String format) throws Exception {
    BufferedImage image = gradient(BufferedImage.TYPE_INT_RGB);
    RgbImage picture = decoded(encoded(image, format));
    assertThat(picture.width()).isEqualTo(24);
    assertThat(picture.height()).isEqualTo(16);
    assertThat(picture.pixels()).isEqualTo(pixels(image));
  }

  @Test
  void gif_whenDecoded_hasItsColours() throws Exception {
    byte[] reds = {0, (byte) 200};
    byte[] greens = {10, 100};
    byte[] blues = {20, 50};
    IndexColorModel palette = new IndexColorModel(1, 2, reds, greens, blues);
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_BINARY, palette);
    image.getRaster().setSample(1, 1, 0, 1);
    RgbImage picture = decoded(encoded(image, "gif"));
    assertThat(at(picture, 0, 0)).containsExactly(0, 10, 20);
    assertThat(at(picture, 1, 1)).containsExactly(200, 100, 50);
  }

  @Test
  void jpeg_whenDecoded_isCloseToAnotherDecodersPixels() throws Exception {
    byte[] bytes = encoded(gradient(BufferedImage.TYPE_INT_RGB), "jpg");
    BufferedImage other = ImageIO.read(new ByteArrayInputStream(bytes));
    assertClose(decoded(bytes).pixels(), pixels(other), 4);
  }

  @Test
  void cmykJpeg_whenDecoded_isRgb() throws Exception {
    // as Adobe writes it: 255 is no ink; here full magenta and full yellow make red
    RgbImage picture = decoded(PictureFiles.adobeCmykJpeg(16, 16, 255, 0, 0, 255));
    assertThat(picture.width()).isEqualTo(16);
    assertClose(new byte[] {picture.pixels()[0]}, new byte[] {(byte) 255}, 3);
    assertClose(Arrays.copyOfRange(picture.pixels(), 1, 3), new byte[] {0, 0}, 3);
  }

  @Test
  void grey_whenDecoded_hasThreeEqualChannels() throws Exception {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 17);
    image.getRaster().setSample(1, 0, 0, 201);
    assertThat(decoded(encoded(image, "png")).pixels())
        .isEqualTo(new byte[] {17, 17, 17, (byte) 201, (byte) 201, (byte) 201});
  }

  @Test
  void sixteenBits_whenDecoded_areRoundedToEight() throws Exception {
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_USHORT_GRAY);
    int[] stored = {0, 65535, 128 * 257, 128 * 257 + 200};
    IntStream.range(0, 4).forEach(x -> image.getRaster().setSample(x, 0, 0, stored[x]));
    RgbImage picture = decoded(encoded(image, "png"));
    assertThat(List.of(at(picture, 0, 0)[0], at(picture, 1, 0)[0])).containsExactly(0, 255);
    assertThat(List.of(at(picture, 2, 0)[0], at(picture, 3, 0)[0])).containsExactly(128, 129);
  }

  @Test
  void transparency_whenDecoded_isLaidOverWhite() throws Exception {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00102030);
    image.setRGB(1, 0, 0xff102030);
    image.setRGB(2, 0, 0x80ff0000);
    RgbImage picture = decoded(encoded(image, "png"));
    assertThat(at(picture, 0, 0)).containsExactly(255, 255, 255);
    assertThat(at(picture, 1, 0)).containsExactly(0x10, 0x20, 0x30);
    // 255 x 127 / 255 of white under half-opaque red
    assertThat(at(picture, 2, 0)).containsExactly(255, 127, 127);
  }

  @Test
  void paletteWithTransparency_whenDecoded_isLaidOverWhite() throws Exception {
    byte[] reds = {0, 90};
    byte[] alphas = {0, (byte) 255};
    IndexColorModel palette = new IndexColorModel(8, 2, reds, reds, reds, alphas);
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
    image.getRaster().setSample(1, 0, 0, 1);
    RgbImage picture = decoded(encoded(image, "png"));
    assertThat(at(picture, 0, 0)).containsExactly(255, 255, 255);
    assertThat(at(picture, 1, 0)).containsExactly(90, 90, 90);
  }

  /** Where the stored picture's top left pixel is to be seen, by the EXIF standard's drawings. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, false", "2, 1, 0, false", "3, 1, 1, false", "4, 0, 1, false",
    "5, 0, 0, true", "6, 1, 0, true", "7, 1, 1, true", "8, 0, 1, true"
  })
  void exifOrientation_whenDecoded_isTurnedUpright(
      int value, int right, int bottom, boolean swapped) throws Exception {
    BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
    WritableRaster raster = image.getRaster();
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        raster.setPixel(x, y, new int[] {255, 255, 255});
      }
    }
    for (byte[] file :
        List.of(
            PictureFiles.jpegWithExif(encoded(image, "jpg"), value),
            PictureFiles.pngWithExif(encoded(image, "png"), value))) {
      RgbImage picture = decoded(file);
      assertThat(picture.width()).isEqualTo(swapped ? 16 : 32);
      assertThat(picture.height()).isEqualTo(swapped ? 32 : 16);
      for (int cornerX = 0; cornerX < 2; cornerX++) {
        for (int cornerY = 0; cornerY < 2; cornerY++) {
          int[] corner =
              at(picture, cornerX * (picture.width() - 1), cornerY * (picture.height() - 1));
          boolean white = cornerX == right && cornerY == bottom;
          assertThat(corner[0]).isBetween(white ? 240 : 0, white ? 255 : 15);
        }
      }
    }
  }

  /** A picture of 60 x 40 pixels in three plain quarters and a white one, at the top left. */
  private static BufferedImage quarters() {
    BufferedImage image = new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 40; y++) {
      for (int x = 0; x < 60; x++) {
        image.setRGB(x, y, x < 30 && y < 20 ? 0xffffff : x < 30 ? 0x404040 : 0x808080);
      }
    }
    return image;
  }

  @ParameterizedTest
  @CsvSource({"1, 60, 40", "2, 30, 20", "4, 15, 10", "8, 8, 5"})
  void jpeg_whenReduced_hasItsSidesDividedAndRoundedUp_andItsColours(
      int divisor, int width, int height) throws Exception {
    RgbImage picture = reduced(encoded(quarters(), "jpg"), divisor);
    assertThat(picture.width()).isEqualTo(width);
    assertThat(picture.height()).isEqualTo(height);
    assertThat(at(picture, 0, 0)[0]).isBetween(245, 255);
    assertThat(at(picture, 0, height - 1)[1]).isBetween(0x38, 0x48);
    assertThat(at(picture, width - 1, 0)[2]).isBetween(0x78, 0x88);
  }

  @Test
  void reduction_isAskedWithTheUprightSize_andTheResultIsUpright() throws Exception {
    byte[] turned = PictureFiles.jpegWithExif(encoded(quarters(), "jpg"), 6);
    List<String> asked = new ArrayList<>();
    RgbImage picture =
        ImageDecoder.decode(
            new StoredPicture.Encoded(turned),
            ImageDecoder.MAX_PIXELS,
            (width, height) -> {
              asked.add(width + " x " + height);
              return 2;
            });
    assertThat(asked).containsExactly("40 x 60");
    assertThat(picture.width()).isEqualTo(20);
    assertThat(picture.height()).isEqualTo(30);
    assertThat(at(picture, 19, 0)[0]).isBetween(245, 255); // turned clockwise
  }

  @Test
  void cmykJpeg_whenReduced_isRgb() throws Exception {
    RgbImage picture = reduced(PictureFiles.adobeCmykJpeg(16, 16, 255, 0, 0, 255), 4);
    assertThat(picture.width()).isEqualTo(4);
    assertThat(at(picture, 1, 1)[0]).isBetween(250, 255);
    assertThat(at(picture, 1, 1)[1]).isBetween(0, 5);
  }

  @Test
  void otherFormats_areNotReduced() throws Exception {
    assertThat(reduced(encoded(quarters(), "png"), 2).width()).isEqualTo(60);
  }

  @Test
  void limit_whenGiven_holdsInPlaceOfTheUsualOne() throws Exception {
    byte[] file = encoded(quarters(), "png");
    StoredPicture stored = new StoredPicture.Encoded(file);
    assertThat(ImageDecoder.decode(stored, 2400, ImageDecoder.Reduction.NONE).width())
        .isEqualTo(60);
    assertThatThrownBy(() -> ImageDecoder.decode(stored, 2399, ImageDecoder.Reduction.NONE))
        .isInstanceOf(UnreadablePictureException.class)
        .hasMessage("the PNG header claims 60 x 40 pixels, at most 2399 are read");
  }

  private static RgbImage reduced(byte[] file, int divisor) throws UnreadablePictureException {
    return ImageDecoder.decode(
        new StoredPicture.Encoded(file), ImageDecoder.MAX_PIXELS, (width, height) -> divisor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tiff"})
  void file_whenCutAnywhereInItsHeader_isRefusedInOneLine(String format) throws Exception {
    byte[] file = encoded(gradient(BufferedImage.TYPE_INT_RGB), format);
    for (int length = 0; length < 24; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> decoded(cut))
          .isInstanceOf(UnreadablePictureException.class)
          .message()
          .isNotBlank()
          .doesNotContain("\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tiff"})
  void file_whenItsEndIsMissing_isRefusedInOneLine(String format) throws Exception {
    byte[] file = encoded(gradient(BufferedImage.TYPE_INT_RGB), format);
    byte[] cut = Arrays.copyOf(file, file.length / 2);
    assertThatThrownBy(() -> decoded(cut))
        .isInstanceOf(UnreadablePictureException.class)
        .message()
        .startsWith("broken ")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({"png, PNG", "jpg, JPEG", "gif, GIF", "bmp, BMP", "tiff, TIFF"})
  void header_whenRead_claimsTheSize(String format, String name) throws Exception {
    byte[] file = encoded(gradient(BufferedImage.TYPE_INT_RGB), format);
    assertThat(PictureHeader.of(file)).isEqualTo(new PictureHeader(name, 24, 16));
  }

  @ParameterizedTest
  @CsvSource({"100, 3", "101, 3", "100, 4", "101, 4"})
  void webp_whenLossyLosslessOrTransparent_isReadWithItsSize(int quality, int channels)
      throws Exception {
    byte[] file = PictureFiles.webp(24, 16, channels, quality);
    assertThat(PictureHeader.of(file)).isEqualTo(new PictureHeader("WebP", 24, 16));
    RgbImage picture = decoded(file);
    assertThat(picture.width()).isEqualTo(24);
    // blue 200, green 120, red 40, and where there is alpha, none of it is seen through
    assertClose(Arrays.copyOf(picture.pixels(), 3), new byte[] {40, 120, (byte) 200}, 4);
  }

  @Test
  void text_whenDecoded_isRefusedWithTheFormatsThatAreRead() {
    assertThatThrownBy(() -> decoded("not a picture".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UnreadablePictureException.class)
        .hasMessageContaining("expected JPEG, PNG, WebP, BMP, TIFF or GIF");
  }

  @Test
  void png_whenItsHeaderClaimsTooMuch_isRefusedBeforeDecoding() throws Exception {
    byte[] file = encoded(gradient(BufferedImage.TYPE_INT_RGB), "png");
    ByteBuffer.wrap(file).putInt(16, 30_000).putInt(20, 30_000);
    assertThatThrownBy(() -> decoded(file))
        .isInstanceOf(UnreadablePictureException.class)
        .hasMessage("the PNG header claims 30000 x 30000 pixels, at most 100 million are read");
  }

  @Test
  void jpeg_whenItsHeaderClaimsTooMuch_isRefusedBeforeDecoding() throws Exception {
    byte[] file = encoded(gradient(BufferedImage.TYPE_INT_RGB), "jpg");
    int frame = PictureFiles.indexOf(file, 0xff, 0xc0);
    ByteBuffer.wrap(file).putShort(frame + 5, (short) 65_000).putShort(frame + 7, (short) 64_000);
    assertThatThrownBy(() -> decoded(file))
        .isInstanceOf(UnreadablePictureException.class)
        .hasMessage("the JPEG header claims 64000 x 65000 pixels, at most 100 million are read");
  }

  @Test
  void png_whenItsHeaderClaimsNoPixels_isRefused() throws Exception {
    byte[] file = encoded(gradient(BufferedImage.TYPE_INT_RGB), "png");
    ByteBuffer.wrap(file).putInt(16, 0);
    assertThatThrownBy(() -> decoded(file))
        .isInstanceOf(UnreadablePictureException.class)
        .hasMessageContaining("claims a size of 0 x 16 pixels");
  }

  @Test
  void manyThreads_whenDecodingAtOnce_allGetTheSamePixels() throws Exception {
    byte[] file = encoded(gradient(BufferedImage.TYPE_INT_RGB), "jpg");
    byte[] alone = decoded(file).pixels();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<byte[]> task = () -> decoded(file).pixels();
      for (Future<byte[]> result : threads.invokeAll(Collections.nCopies(64, task))) {
        assertThat(result.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void recordedPng_whenDecoded_equalsAnotherDecodersPixels() throws Exception {
    try (InputStream in = getClass().getResourceAsStream("/augment/portrait.png")) {
      byte[] file = Objects.requireNonNull(in, "portrait.png").readAllBytes();
      BufferedImage other = ImageIO.read(new ByteArrayInputStream(file));
      assertThat(decoded(file).pixels()).isEqualTo(pixels(other));
    }
  }

  private static RgbImage decoded(byte[] file) throws UnreadablePictureException {
    return ImageDecoder.decode(new StoredPicture.Encoded(file));
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).as("a writer for %s", format).isTrue();
    return out.toByteArray();
  }

  private static BufferedImage gradient(int type) {
    BufferedImage image = new BufferedImage(24, 16, type);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 24; x++) {
        image.setRGB(x, y, ((10 * x) << 16) | ((15 * y) << 8) | (255 - 5 * (x + y)));
      }
    }
    return image;
  }

  private static byte[] pixels(BufferedImage image) {
    ByteBuffer pixels = ByteBuffer.allocate(3 * image.getWidth() * image.getHeight());
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        pixels.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
      }
    }
    return pixels.array();
  }

  private static int[] at(RgbImage picture, int x, int y) {
    int i = 3 * (y * picture.width() + x);
    return IntStream.range(i, i + 3).map(k -> picture.pixels()[k] & 0xff).toArray();
  }

  private static void assertClose(byte[] actual, byte[] expected, int allowed) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(Math.abs((actual[i] & 0xff) - (expected[i] & 0xff))).isLessThanOrEqualTo(allowed);
    }
  }
}
