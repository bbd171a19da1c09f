package mugs.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import mugs.source.StoredPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureFactsTest {
  private static final Path FILES = Path.of("src/test/resources/pictures");

  private static PictureFacts of(String file) throws IOException, UnreadablePictureException {
    return PictureFacts.of(
        new StoredPicture.Encoded(Files.readAllBytes(FILES.resolve(file))),
        ImageDecoder.MAX_PIXELS);
  }

  @ParameterizedTest
  @CsvSource({
    "baseline.jpg, JPEG, 48, 32",
    "turned.jpg, JPEG, 32, 48", // as it lies in the file
    "a-png.jpg, PNG, 48, 32",
    "lossy.webp, WebP, 48, 32",
    "plain.bmp, BMP, 48, 32",
    "packed.tif, TIFF, 48, 32",
    "animated.gif, GIF, 48, 32",
    "bomb.png, PNG, 9000, 9000",
  })
  void header_tellsFormatAndSize(String file, String format, int width, int height)
      throws Exception {
    assertThat(of(file)).isEqualTo(new PictureFacts(format, width, height));
  }

  @Test
  void rawPixels_tellTheirOwn() throws UnreadablePictureException {
    assertThat(PictureFacts.of(new StoredPicture.Raw(new byte[6], 2, 1), 1))
        .isEqualTo(new PictureFacts("raw pixels", 2, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "huge-header.png, 'the PNG header claims 100000 x 100000 pixels'",
    "text.png, 'expected JPEG, PNG, WebP, BMP, TIFF or GIF'",
    "empty.png, 'the file is empty'",
  })
  void whatIsNoPicture_isRefused(String file, String problem) {
    assertThatThrownBy(() -> of(file))
        .isInstanceOf(UnreadablePictureException.class)
        .hasMessageStartingWith(problem);
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "5, 0"})
  void headerWithoutPixels_isRefused(int width, int height) throws IOException {
    byte[] png = Files.readAllBytes(FILES.resolve("rgb.png"));
    ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);

    assertThatThrownBy(() -> PictureFacts.of(new StoredPicture.Encoded(png), 100))
        .isInstanceOf(UnreadablePictureException.class)
        .hasMessage("the PNG header claims a size of %d x %d pixels".formatted(width, height));
  }

  @Test
  void headerOfMorePixelsThanAsked_isRefused() throws Exception {
    StoredPicture.Encoded png =
        new StoredPicture.Encoded(Files.readAllBytes(FILES.resolve("rgb.png")));

    assertThat(PictureFacts.of(png, 48 * 32)).isEqualTo(new PictureFacts("PNG", 48, 32));
    assertThatThrownBy(() -> PictureFacts.of(png, 48 * 32 - 1))
        .isInstanceOf(UnreadablePictureException.class)
        .hasMessage("the PNG header claims 48 x 32 pixels, at most 1535 are read");
  }
}
