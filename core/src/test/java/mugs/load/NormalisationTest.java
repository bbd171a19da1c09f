package mugs.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mugs.augment.Crop;
import mugs.augment.CropRandom;
import mugs.augment.Erasing;
import mugs.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalisationTest {

  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, -2.1179039, -2.0357143, -1.8044444",
    "255, 255, 255, 2.2489083, 2.4285714, 2.64",
    "51, 102, 153, -1.2445415, -0.25, 0.8622222",
  })
  void onePixel_losesTheMean_andIsDividedByTheDeviation_ofItsChannel(
      int red, int green, int blue, float first, float second, float third) {
    byte[] pixel = {(byte) red, (byte) green, (byte) blue};

    assertThat(Normalisation.IMAGENET.planes(new RgbImage(1, 1, pixel)))
        .containsExactly(new float[] {first, second, third}, within(1e-6f));
  }

  @Test
  void channels_becomePlanes_rowByRow() {
    byte[] pixels = {0, 51, 102, (byte) 255, (byte) 204, (byte) 153};

    float[] planes = Normalisation.IMAGENET.planes(new RgbImage(1, 2, pixels));

    assertThat(planes)
        .containsExactly(
            new float[] {
              normalised(0, 0), normalised(0, 1),
              normalised(1, 0.2f), normalised(1, 0.8f),
              normalised(2, 0.4f), normalised(2, 0.6f)
            },
            within(1e-6f));
  }

  @Test
  void noiseOfAnErasedBox_isNormalisedToo_andNothingElseChanges() {
    int side = 4;
    byte[] black = new byte[3 * side * side];
    Erasing box = new Erasing(1, 2, 2, 1, 7);

    float[] planes = new float[black.length];
    Normalisation.IMAGENET.fill(black, side, Optional.of(box), planes);

    CropRandom noise = CropRandom.of(7);
    float[] expected = new float[planes.length];
    for (int i = 0; i < expected.length; i++) {
      int channel = i / (side * side);
      int row = i / side % side;
      int column = i % side;
      boolean erased = row == 2 && (column == 1 || column == 2);
      expected[i] = normalised(channel, erased ? (float) noise.normal() : 0);
    }
    assertThat(planes).containsExactly(expected, within(1e-5f));
  }

  @Test
  void cropAsItIsSeen_isWhatReachesTheNetwork_cutToEightBits() {
    int side = 16;
    byte[] pixels = new byte[3 * side * side];
    Arrays.fill(pixels, (byte) 200);
    RgbImage grey = new RgbImage(side, side, pixels);
    Optional<Erasing> box = Optional.of(new Erasing(3, 1, 9, 12, 5));

    float[] planes = new float[pixels.length];
    Normalisation.IMAGENET.fill(pixels, side, box, planes);

    byte[] expected = new byte[pixels.length];
    for (int i = 0; i < planes.length; i++) {
      int channel = i / (side * side);
      double unit = planes[i] * DEVIATION[channel] + MEAN[channel];
      long level = Math.max(0, Math.min(255, Math.round(255 * unit)));
      expected[3 * (i % (side * side)) + channel] = (byte) level;
    }
    assertThat(new Crop(grey, box, false).seen(3).pixels())
        .isEqualTo(expected)
        .isNotEqualTo(pixels);
    assertThat(new Crop(grey, Optional.empty(), false).seen(3)).isSameAs(grey);
  }

  @Test
  void grey_isTheLuma_withMeanAndDeviationWeightedAsLumaIs() {
    byte[] pixels = {(byte) 255, 0, 0, 10, 10, 10};
    Normalisation grey = Normalisation.IMAGENET.ofGrey();

    // 0.299 x 255 = 76.2; 0.299 x 0.485 + 0.587 x 0.456 + 0.114 x 0.406 and likewise
    float mean = 0.458971f;
    float deviation = 0.225609f;
    assertThat(grey.channels()).isEqualTo(1);
    assertThat(grey.planes(new RgbImage(2, 1, pixels)))
        .containsExactly(
            new float[] {(76 / 255f - mean) / deviation, (10 / 255f - mean) / deviation},
            within(1e-5f));
    assertThat(grey.ofGrey()).isSameAs(grey);
  }

  @Test
  void greyCrop_hasOnePlane_andNoiseInItsErasedBox() {
    float[] planes = new float[4];
    Normalisation grey = new Normalisation(List.of(0.5), List.of(0.25));
    grey.fill(
        new byte[] {0, 51, 102, (byte) 255}, 2, Optional.of(new Erasing(1, 0, 1, 1, 3)), planes);

    float noise = ((float) CropRandom.of(3).normal() - 0.5f) / 0.25f;
    assertThat(planes).containsExactly(new float[] {-2, noise, -0.4f, 2}, within(1e-6f));
  }

  @Test
  void numbersThatDoNotGoTogether_areRefused() {
    assertThatThrownBy(() -> new Normalisation(List.of(0.5, 0.5), List.of(1.0, 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "3 means and 3 deviations are needed, or 1 and 1, not [0.5, 0.5] and [1.0, 1.0]");
  }

  private static float normalised(int channel, float value) {
    return (value - MEAN[channel]) / DEVIATION[channel];
  }
}
