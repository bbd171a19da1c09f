package mugs.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mugs.image.Warp.Interpolation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TinyPicturesTest {

  private static final Warp.Style CUBIC =
      new Warp.Style(Interpolation.BICUBIC, new Warp.Colour(1, 2, 3));

  static Stream<UnaryOperator<RgbImage>> whatLeavesOneColourAsItIs() {
    return Stream.of(
        p -> Tones.contrast(p, 1),
        p -> Tones.brightness(p, 1),
        Tones::autoContrast,
        Tones::equalize,
        p -> Tones.solarise(p, 256),
        p -> Tones.posterize(p, 8),
        p -> Colours.saturation(p, 1),
        p -> Smoothing.gaussianBlur(p, 0),
        p -> Smoothing.gaussianBlur(p, 0.7),
        p -> Smoothing.gaussianBlur(p, 40),
        p -> Smoothing.sharpness(p, 1.8),
        p -> Warp.rotate(p, 0, CUBIC),
        p -> Warp.translateX(p, 0, CUBIC),
        Framing::flip);
  }

  @ParameterizedTest
  @MethodSource("whatLeavesOneColourAsItIs")
  void oneColour_whenNothingIsToChange_stays(UnaryOperator<RgbImage> operation) {
    for (int[] size : new int[][] {{1, 1}, {1, 9}, {9, 1}, {2, 2}, {5, 4}}) {
      byte[] pixels = new byte[3 * size[0] * size[1]];
      for (int i = 0; i < pixels.length; i += 3) {
        pixels[i] = 30;
        pixels[i + 1] = (byte) 180;
        pixels[i + 2] = 90;
      }
      RgbImage result = operation.apply(new RgbImage(size[0], size[1], pixels));
      assertThat(result.width()).isEqualTo(size[0]);
      assertThat(result.height()).isEqualTo(size[1]);
      assertThat(result.pixels()).isEqualTo(pixels);
    }
  }

  @Test
  void translation_whenBeyondThePicture_leavesTheFillColour() {
    RgbImage picture = new RgbImage(2, 1, new byte[] {9, 9, 9, 8, 8, 8});
    assertThat(Warp.translateX(picture, 2, CUBIC).pixels())
        .isEqualTo(new byte[] {1, 2, 3, 1, 2, 3});
    assertThat(Warp.translateX(picture, 1, CUBIC).pixels())
        .isEqualTo(new byte[] {8, 8, 8, 1, 2, 3});
    assertThat(Warp.translateY(picture, -1, CUBIC).pixels())
        .isEqualTo(new byte[] {1, 2, 3, 1, 2, 3});
  }

  /** Values of Pillow 13; what it rounds sines to decides which pixels on the border are filled. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | 90   | BILINEAR | 25 40 7 15 30 7",
        "3 | 90   | BICUBIC  | 22 41 7 10 28 7",
        "3 | 270  | BILINEAR | 7 30 15 7 40 25",
        "3 | 270  | BICUBIC  | 7 28 10 7 41 22",
        "3 | -90  | BICUBIC  | 7 28 10 7 41 22",
        "3 | 450  | BILINEAR | 25 40 7 15 30 7",
        "3 | 180  | BICUBIC  | 60 50 40 30 20 10",
        "3 | -360 | BICUBIC  | 10 20 30 40 50 60",
        "2 | 90   | BILINEAR | 7 7 25 45 20 40",
        "2 | 90   | BICUBIC  | 7 7 22 47 16 41",
        "2 | 270  | BILINEAR | 40 20 45 25 7 7",
        "2 | 270  | BICUBIC  | 41 16 47 22 7 7",
      })
  void quarterTurns_areExact(int width, double degrees, Interpolation between, String expected) {
    byte[] pixels = new byte[18];
    for (int i = 0; i < 6; i++) {
      pixels[3 * i] = (byte) (10 * (i + 1)); // red alone
    }
    Warp.Style style = new Warp.Style(between, new Warp.Colour(7, 8, 9));

    byte[] turned = Warp.rotate(new RgbImage(width, 6 / width, pixels), degrees, style).pixels();

    List<String> red = IntStream.range(0, 6).mapToObj(i -> "" + turned[3 * i]).toList();
    assertThat(String.join(" ", red)).isEqualTo(expected);
  }

  @Test
  void pureColours_whenTurnedByAThird_becomeTheNextOne() {
    RgbImage red = new RgbImage(1, 1, new byte[] {(byte) 255, 0, 0});
    RgbImage green = Colours.hue(red, 1.0 / 3);
    assertThat(green.pixels()).isEqualTo(new byte[] {0, (byte) 255, 0});
    RgbImage blue = Colours.hue(green, 1.0 / 3);
    assertThat(blue.pixels()).isEqualTo(new byte[] {0, 0, (byte) 255});
    assertThat(Colours.hue(blue, -1.0 / 3).pixels()).isEqualTo(green.pixels());
  }

  @Test
  void impossibleArguments_areRefusedInWords() {
    RgbImage picture = new RgbImage(1, 1, new byte[3]);
    assertThatThrownBy(() -> Tones.posterize(picture, 0))
        .hasMessage("posterize keeps 1 to 8 bits, not 0");
    assertThatThrownBy(() -> Colours.hue(picture, 0.6))
        .hasMessage("a hue shift is -0.5 to 0.5 turns, not 0.6");
    assertThatThrownBy(() -> Smoothing.gaussianBlur(picture, Double.NaN))
        .hasMessageContaining("not NaN");
  }
}
