package mugs.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.Objects;
import mugs.image.ImageDecoder;
import mugs.image.RgbImage;
import mugs.source.StoredPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationCropTest {

  @ParameterizedTest
  @CsvSource({
    "tiny.png, 28, 188-resize_shorter_side_then_centre_crop.png",
    "portrait.png, 56, 104-resize_shorter_side_then_centre_crop.png"
  })
  void centre_ofARecordedPicture_equalsTheReference(String source, int size, String expected)
      throws Exception {
    byte[] reference = picture(expected).pixels();
    byte[] crop = new EvaluationCrop(size).centre(picture(source)).pixels();
    assertThat(crop).hasSameSizeAs(reference);
    for (int i = 0; i < crop.length; i++) {
      assertThat(Math.abs((crop[i] & 0xff) - (reference[i] & 0xff))).isLessThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 100000", "100000, 1", "3, 2", "64, 64"})
  void crops_ofAnyPicture_haveTheAskedSize(int width, int height) {
    RgbImage picture = Pictures.plain(width, height, 77);
    for (int size : new int[] {1, 5, 32}) {
      EvaluationCrop crop = new EvaluationCrop(size);
      assertThat(crop.centre(picture).pixels()).hasSize(3 * size * size).containsOnly(77);
      assertThat(crop.whole(picture).pixels()).hasSize(3 * size * size).containsOnly(77);
    }
  }

  @Test
  void whole_ofAPictureOfThatSize_isThePicture() {
    RgbImage picture = Pictures.colourful(32, 32);
    assertThat(new EvaluationCrop(32).whole(picture).pixels()).isEqualTo(picture.pixels());
  }

  @Test
  void size_whenImpossible_isRefusedInWords() {
    assertThatThrownBy(() -> new EvaluationCrop(0))
        .hasMessage("the size of evaluation crops must be 1 pixel or more, not 0");
  }

  private static RgbImage picture(String name) throws Exception {
    try (InputStream in = EvaluationCropTest.class.getResourceAsStream("/augment/" + name)) {
      byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
      return ImageDecoder.decode(new StoredPicture.Encoded(bytes));
    }
  }
}
