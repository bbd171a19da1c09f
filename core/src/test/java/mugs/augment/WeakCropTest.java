package mugs.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import mugs.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeakCropTest {

  private static final AreaRange AREA = new AreaRange(0.25, 1);
  private static final int DRAWS = 4000;

  @Test
  void crop_overManyDraws_isFlippedHalfTheTime() {
    RgbImage ramp = Pictures.ramp(200, 200);
    int flipped = 0;
    for (int i = 0; i < DRAWS; i++) {
      byte[] pixels = WeakCrop.query(8, AREA).crop(ramp, CropRandom.of(1, 0, i)).pixels();
      flipped += (pixels[0] & 0xff) > (pixels[3 * 7] & 0xff) ? 1 : 0;
    }
    Frequencies.assertShare(flipped, DRAWS, 0.5);
  }

  @Test
  void crop_overManyDraws_isGreyAFifthOfTheTime() {
    byte[] green = new byte[3 * 64 * 64];
    for (int i = 0; i < green.length; i += 3) {
      green[i] = 40;
      green[i + 1] = (byte) 160;
      green[i + 2] = 60;
    }
    RgbImage picture = new RgbImage(64, 64, green);
    int grey = 0;
    int untouched = 0;
    for (int i = 0; i < DRAWS; i++) {
      byte[] pixels = WeakCrop.query(4, AREA).crop(picture, CropRandom.of(2, 0, i)).pixels();
      grey += pixels[0] == pixels[1] && pixels[1] == pixels[2] ? 1 : 0;
      boolean same = Arrays.equals(pixels, 0, 3, green, 0, 3);
      untouched += same ? 1 : 0;
    }
    Frequencies.assertShare(grey, DRAWS, 0.2);
    // no jitter, no grey: 0.2 x 0.8; jitter that leaves all three values is possible, though rare
    assertThat((double) untouched / DRAWS).isBetween(0.13, 0.19);
  }

  @Test
  void crop_overManyDraws_keepsBrightnessWithinTheJitter() {
    // on plain grey contrast, saturation and hue do nothing, and brightness multiplies
    RgbImage picture = Pictures.plain(32, 32, 100);
    int changed = 0;
    int brighter = 0;
    for (int i = 0; i < DRAWS; i++) {
      int value = WeakCrop.query(4, AREA).crop(picture, CropRandom.of(3, 0, i)).pixels()[0] & 0xff;
      assertThat(value).isBetween(60, 140);
      changed += value != 100 ? 1 : 0;
      brighter += value >= 120 ? 1 : 0;
    }
    // 100 f cut to a whole number is 100 for f in 1 to 1.01: 1/80 of the range of 0.8
    Frequencies.assertShare(changed, DRAWS, 0.8 * (1 - 1.0 / 80));
    Frequencies.assertShare(brighter, DRAWS, 0.8 * 0.25);
  }

  @ParameterizedTest
  @CsvSource({"first, 1.0, 0", "second, 0.1, 0.2", "local, 0.5, 0", "query, 0, 0"})
  void kinds_haveTheMethodsBlurAndSolarisation(String kind, double blur, double solarise) {
    WeakCrop crop =
        switch (kind) {
          case "first" -> WeakCrop.first(8, AREA);
          case "second" -> WeakCrop.second(8, AREA);
          case "local" -> WeakCrop.local(8, AREA);
          default -> WeakCrop.query(8, AREA);
        };
    assertThat(crop).isEqualTo(new WeakCrop(8, AREA, blur, solarise));
  }

  @Test
  void crop_overManyDraws_isSolarisedAsOftenAsAsked() {
    // black stays black under every weak change but solarising, which leaves it; white turns
    RgbImage picture = Pictures.plain(16, 16, 255);
    int solarised = 0;
    for (int i = 0; i < DRAWS; i++) {
      WeakCrop crop = new WeakCrop(4, AREA, 0, 0.2);
      int value = crop.crop(picture, CropRandom.of(4, 0, i)).pixels()[0] & 0xff;
      // jittered white is 153 or more, solarised it is 102 or less
      assertThat(value > 102 && value < 153).isFalse();
      solarised += value <= 102 ? 1 : 0;
    }
    Frequencies.assertShare(solarised, DRAWS, 0.2);
  }

  @Test
  void crop_overManyDraws_isBlurredAsOftenAsAsked() {
    // the left half black, the right half white; a crop of the whole picture is not scaled, and
    // colour jitter keeps two values: only blur of more than a fifth of a pixel adds others
    byte[] halves = new byte[3 * 32 * 32];
    for (int i = 0; i < halves.length; i++) {
      halves[i] = (byte) (i / 3 % 32 < 16 ? 0 : 255);
    }
    RgbImage picture = new RgbImage(32, 32, halves);
    WeakCrop whole = new WeakCrop(32, new AreaRange(1, 1), 0.5, 0);
    int blurred = 0;
    for (int i = 0; i < DRAWS; i++) {
      byte[] pixels = whole.crop(picture, CropRandom.of(5, 0, i)).pixels();
      Set<Byte> values = new HashSet<>();
      for (byte value : pixels) {
        values.add(value);
      }
      blurred += values.size() > 2 ? 1 : 0;
    }
    // sigmas of 0.1 to 0.2 are a nineteenth of all; some of them leave no trace
    assertThat((double) blurred / DRAWS).isBetween(0.5 * 18 / 19 - 0.03, 0.5 + 0.03);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 400", "400, 1", "3, 2", "7, 900"})
  void crop_ofAnyPicture_hasTheAskedSize(int width, int height) {
    for (int size : new int[] {1, 5, 16, 33}) {
      for (int i = 0; i < 20; i++) {
        RgbImage crop =
            WeakCrop.first(size, AREA)
                .crop(Pictures.colourful(width, height), CropRandom.of(6, 0, i));
        assertThat(crop.width()).isEqualTo(size);
        assertThat(crop.height()).isEqualTo(size);
      }
    }
  }

  @Test
  void settings_whenImpossible_areRefusedInWords() {
    assertThatThrownBy(() -> new WeakCrop(0, AREA, 0, 0))
        .hasMessage("the crop size must be 1 pixel or more, not 0");
    assertThatThrownBy(() -> new WeakCrop(8, AREA, 1.5, 0))
        .hasMessage("the probability of blur must be 0 to 1, not 1.5");
    assertThatThrownBy(() -> new WeakCrop(8, AREA, 0, Double.NaN))
        .hasMessage("the probability of solarising must be 0 to 1, not NaN");
    assertThatThrownBy(() -> new AreaRange(0.5, 0.4)).hasMessageContaining("not 0.5 to 0.4");
    assertThatThrownBy(() -> new AreaRange(0, 0.4)).hasMessageContaining("not 0.0 to 0.4");
  }
}
