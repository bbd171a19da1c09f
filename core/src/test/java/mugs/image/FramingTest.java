package mugs.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import mugs.engine.Resampler;
import mugs.image.Framing.Box;
import org.junit.jupiter.api.Test;

class FramingTest {

  private static final RgbImage PICTURE = numbered(5, 4);

  @Test
  void crop_whenTaken_holdsThePixelsOfTheBox() {
    RgbImage crop = Framing.crop(PICTURE, new Box(1, 2, 2, 2));
    // pixel n of the picture is (n, n, n); rows of 5
    assertThat(crop.pixels())
        .isEqualTo(new byte[] {11, 11, 11, 12, 12, 12, 16, 16, 16, 17, 17, 17});
  }

  @Test
  void crop_whenTheBoxLeavesThePicture_isRefusedWithBothSizes() {
    assertThatThrownBy(() -> Framing.crop(PICTURE, new Box(4, 0, 2, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("left=4")
        .hasMessageContaining("5 x 4");
    assertThatThrownBy(() -> Framing.crop(PICTURE, new Box(0, 0, 1, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Framing.centreCrop(PICTURE, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void resizedCrop_whenTheSizeStays_isTheCrop() {
    Box box = new Box(1, 0, 3, 2);
    assertThat(Framing.resizedCrop(PICTURE, box, 3, 2).pixels())
        .isEqualTo(Framing.crop(PICTURE, box).pixels());
  }

  @Test
  void resizedCrop_ofOnePixel_isThatPixelEverywhere() {
    RgbImage large = Framing.resizedCrop(PICTURE, new Box(2, 1, 1, 1), 7, 3);
    byte[] expected = new byte[7 * 3 * 3];
    Arrays.fill(expected, (byte) 7);
    assertThat(large.pixels()).isEqualTo(expected);
  }

  @Test
  void resizedCrop_toOnePixel_isAMeanOfAll() {
    // a triangle as wide as the picture weighs mirrored pixels equally: the mean of 0 and 200
    byte[] twoPixels = {0, 0, 0, (byte) 200, (byte) 200, (byte) 200};
    RgbImage one =
        Framing.resizedCrop(
            new RgbImage(2, 1, twoPixels), new Box(0, 0, 2, 1), 1, 1, Resampler.Filter.BILINEAR);
    assertThat(one.pixels()).isEqualTo(new byte[] {100, 100, 100});
  }

  @Test
  void centreCrop_whenAPixelIsOver_roundsToTheEvenSide() {
    // (5 - 2) / 2 = 1.5 becomes 2; (4 - 2) / 2 = 1
    assertThat(Framing.centreCrop(PICTURE, 2).pixels()).startsWith(7, 7, 7, 8, 8, 8);
    // (5 - 4) / 2 = 0.5 becomes 0
    assertThat(Framing.centreCrop(PICTURE, 4).pixels()).startsWith(0, 0, 0, 1, 1, 1);
  }

  @Test
  void resizeShorterSide_whenTheOtherIsNotWhole_roundsItDown() {
    RgbImage wide = Framing.resizeShorterSide(numbered(5, 3), 4);
    assertThat(wide.height()).isEqualTo(4);
    assertThat(wide.width()).isEqualTo(6); // 4 x 5 / 3 = 6.67
    RgbImage tall = Framing.resizeShorterSide(numbered(3, 5), 4);
    assertThat(tall.width()).isEqualTo(4);
    assertThat(tall.height()).isEqualTo(6);
  }

  @Test
  void flip_whenDone_mirrorsEachRow() {
    assertThat(Framing.flip(numbered(3, 2)).pixels())
        .isEqualTo(new byte[] {2, 2, 2, 1, 1, 1, 0, 0, 0, 5, 5, 5, 4, 4, 4, 3, 3, 3});
  }

  private static RgbImage numbered(int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 3);
    }
    return new RgbImage(width, height, pixels);
  }
}
