package mugs.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import mugs.augment.RandAugment.Operation;
import mugs.image.Colours;
import mugs.image.RgbImage;
import mugs.image.Tones;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StrongCropTest {

  private static final AreaRange AREA = new AreaRange(0.25, 1);

  @Test
  void operations_overManyDraws_areTwoDifferentOnesEachEquallyOften() {
    int draws = 30_000;
    Map<Operation, Integer> first = new EnumMap<>(Operation.class);
    Map<Operation, Integer> second = new EnumMap<>(Operation.class);
    CropRandom random = CropRandom.of(1);
    for (int i = 0; i < draws; i++) {
      Operation[] drawn = RandAugment.drawn(random);
      assertThat(drawn).hasSize(2);
      assertThat(drawn[0]).isNotEqualTo(drawn[1]);
      first.merge(drawn[0], 1, Integer::sum);
      second.merge(drawn[1], 1, Integer::sum);
    }
    assertThat(Operation.values()).hasSize(15);
    for (Operation operation : Operation.values()) {
      Frequencies.assertShare(first.getOrDefault(operation, 0), draws, 1.0 / 15);
      Frequencies.assertShare(second.getOrDefault(operation, 0), draws, 1.0 / 15);
    }
  }

  @Test
  void levels_overManyDraws_areNormalAboutNineTenthsAndCutAtOne() {
    int draws = 100_000;
    int below = 0;
    int cut = 0;
    CropRandom random = CropRandom.of(2);
    for (int i = 0; i < draws; i++) {
      double level = RandAugment.level(random);
      assertThat(level).isBetween(0.0, 1.0);
      below += level < 0.85 ? 1 : 0;
      cut += level == 1 ? 1 : 0;
    }
    // one standard deviation below, two above
    Frequencies.assertShare(below, draws, 0.158655);
    Frequencies.assertShare(cut, draws, 0.0227501);
  }

  @Test
  void picture_overManyDraws_isLeftAloneAQuarterOfTheTime() {
    RgbImage picture = Pictures.colourful(4, 4);
    int draws = 20_000;
    int same = 0;
    for (int i = 0; i < draws; i++) {
      // pictures are equal when they share their pixels
      same += RandAugment.applied(picture, CropRandom.of(3, 0, i)).equals(picture) ? 1 : 0;
    }
    Frequencies.assertShare(same, draws, 0.25);
  }

  @ParameterizedTest
  @CsvSource({"0, 4", "0.3, 3", "0.5, 2", "0.75, 1", "1, 1"})
  void posterize_atALevel_keepsTheBitsOfTheDefinition(double level, int bits) {
    RgbImage picture = Pictures.colourful(9, 7);
    assertThat(at(Operation.POSTERIZE, picture, level).pixels())
        .isEqualTo(Tones.posterize(picture, bits).pixels());
  }

  @ParameterizedTest
  @CsvSource({"0, 256, 0", "0.5, 128, 55", "0.9, 26, 99", "1, 0, 110"})
  void solarize_atALevel_hasTheThresholdAndAmountOfTheDefinition(
      double level, int threshold, int amount) {
    RgbImage picture = Pictures.colourful(9, 7);
    assertThat(at(Operation.SOLARIZE, picture, level).pixels())
        .isEqualTo(Tones.solarise(picture, threshold).pixels());
    assertThat(at(Operation.SOLARIZE_ADD, picture, level).pixels())
        .isEqualTo(Tones.solariseAdd(picture, amount).pixels());
  }

  @Test
  void factors_overManyDraws_takeBothSignsEquallyOften() {
    RgbImage picture = Pictures.colourful(5, 5);
    byte[] less = Colours.saturation(picture, 1 - 0.9 * 0.5).pixels();
    byte[] more = Colours.saturation(picture, 1 + 0.9 * 0.5).pixels();
    int draws = 4000;
    int lower = 0;
    CropRandom random = CropRandom.of(4);
    for (int i = 0; i < draws; i++) {
      byte[] pixels = RandAugment.applied(Operation.COLOR, picture, 0.5, random).pixels();
      assertThat(pixels).isIn(less, more);
      lower += Arrays.equals(pixels, less) ? 1 : 0;
    }
    Frequencies.assertShare(lower, draws, 0.5);
  }

  @Test
  void translation_atFullLevel_movesByTheShareOfTheSize() {
    RgbImage ramp = Pictures.ramp(100, 3);
    RgbImage moved = at(Operation.TRANSLATE_X, ramp, 1);
    // 45 columns of fill on one side; the fill's red is 124, above every value of the ramp
    int filled = 0;
    for (int x = 0; x < 100; x++) {
      filled += (moved.pixels()[3 * x] & 0xff) == 124 ? 1 : 0;
    }
    assertThat(filled).isEqualTo(45);
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void anyOperation_onAnyPicture_keepsItsSize(Operation operation) {
    for (int[] size : new int[][] {{1, 1}, {1, 40}, {40, 1}, {3, 2}}) {
      RgbImage changed = at(operation, Pictures.colourful(size[0], size[1]), 0.9);
      assertThat(changed.width()).isEqualTo(size[0]);
      assertThat(changed.height()).isEqualTo(size[1]);
    }
  }

  @Test
  void erasing_overManyCrops_happensAsOftenAsAsked() {
    RgbImage picture = Pictures.plain(16, 16, 90);
    int draws = 4000;
    int erased = 0;
    for (int i = 0; i < draws; i++) {
      Crop crop = new StrongCrop(32, AREA, 0.25).crop(picture, CropRandom.of(5, 0, i));
      assertThat(crop.image().width()).isEqualTo(32);
      erased += crop.erasing().isPresent() ? 1 : 0;
    }
    // a tall or wide box can fail to fit ten times only by odds of nothing
    Frequencies.assertShare(erased, draws, 0.25);
  }

  @Test
  void erasedBoxes_overManyDraws_haveUniformAreasInsideTheCrop() {
    CropRandom random = CropRandom.of(6);
    int draws = 20_000;
    int size = 1000;
    double sum = 0;
    int tall = 0;
    for (int i = 0; i < draws; i++) {
      Erasing box = Erasing.draw(size, random).orElseThrow();
      assertThat(box.left() >= 0 && box.left() + box.width() <= size).isTrue();
      assertThat(box.top() >= 0 && box.top() + box.height() <= size).isTrue();
      double area = box.width() * (double) box.height() / size / size;
      assertThat(area).isBetween(0.0195, 0.334);
      sum += area;
      tall += box.height() > box.width() ? 1 : 0;
    }
    // boxes that would be longer than the crop are drawn again: an area above 0.3 with a ratio
    // beyond 1/0.3 x 0.9; so the mean lies just below the middle of the range
    assertThat(sum / draws).isCloseTo((0.02 + 1.0 / 3) / 2, within(0.005));
    assertThat((double) tall / draws).isCloseTo(0.5, within(0.02));
  }

  @Test
  void erasing_inACropOfAPixel_findsNoPlace() {
    CropRandom random = CropRandom.of(7);
    for (int i = 0; i < 100; i++) {
      assertThat(Erasing.draw(1, random)).isEmpty();
    }
  }

  @Test
  void noise_whenFilled_isNormalInsideTheBoxAndNothingOutside() {
    int size = 200;
    int offset = 17;
    float[] planes = new float[offset + 3 * size * size];
    Arrays.fill(planes, 0.5f);
    Erasing box = new Erasing(10, 20, 150, 120, 99);
    box.fill(planes, offset, size);
    double sum = 0;
    double squares = 0;
    int inside = 0;
    for (int i = 0; i < planes.length; i++) {
      int x = (i - offset) % size;
      int y = (i - offset) / size % size;
      if (i >= offset && x >= 10 && x < 160 && y >= 20 && y < 140) {
        sum += planes[i];
        squares += planes[i] * planes[i];
        inside++;
      } else {
        assertThat(planes[i]).isEqualTo(0.5f);
      }
    }
    assertThat(inside).isEqualTo(3 * 150 * 120);
    assertThat(sum / inside).isCloseTo(0, within(5 / Math.sqrt(inside)));
    assertThat(squares / inside).isCloseTo(1, within(5 * Math.sqrt(2.0 / inside)));
    float[] again = new float[planes.length];
    Arrays.fill(again, 0.5f);
    box.fill(again, offset, size);
    assertThat(again).isEqualTo(planes);
  }

  @Test
  void settings_whenImpossible_areRefusedInWords() {
    assertThatThrownBy(() -> new StrongCrop(0, AREA, 0.25))
        .hasMessage("the crop size must be 1 pixel or more, not 0");
    assertThatThrownBy(() -> new StrongCrop(8, AREA, -0.1))
        .hasMessage("the probability of erasing must be 0 to 1, not -0.1");
  }

  private static RgbImage at(Operation operation, RgbImage picture, double level) {
    return RandAugment.applied(operation, picture, level, CropRandom.of(8));
  }
}
