package mugs.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import mugs.image.Operation;
import mugs.image.Warp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StrongCropTest {

  private static final int DRAWS = 100_000;
  private static final CropSettings PAPER = CropSettings.paper();
  private static final RandAugment STRONG = RandAugment.paper();

  @Test
  void operations_areTwoDifferentOnesOfFifteen_everyPairEquallyOften() {
    Map<List<StrongOperation>, Integer> pairs = new HashMap<>();
    CropRandom random = CropRandom.of(1);
    for (int i = 0; i < DRAWS; i++) {
      pairs.merge(STRONG.drawn(random), 1, Integer::sum);
    }
    assertThat(StrongOperation.values()).hasSize(15);
    assertThat(pairs).hasSize(15 * 14);
    assertThat(pairs.keySet()).allMatch(pair -> pair.size() == 2 && pair.get(0) != pair.get(1));
    Distribution.assertEquallyOften(pairs.values().stream().mapToInt(n -> n).toArray());
  }

  @Test
  void eachOperationDrawn_isDoneHalfTheTime() {
    CropRandom random = CropRandom.of(2);
    int[] done = new int[3];
    for (int i = 0; i < DRAWS; i++) {
      done[STRONG.draw(500, 375, random).size()]++;
    }
    Frequencies.assertShare(done[0], DRAWS, 0.25);
    Frequencies.assertShare(done[1], DRAWS, 0.5);
    Frequencies.assertShare(done[2], DRAWS, 0.25);
  }

  @Test
  void levels_areNormalAboutNineTenths_andCutAtOne() {
    CropRandom random = CropRandom.of(3);
    double[] levels = IntStream.range(0, DRAWS).mapToDouble(i -> STRONG.level(random)).toArray();

    // two standard deviations lie between the mean and the cut
    double above = 1 - Distribution.normal(2);
    int cut = (int) Arrays.stream(levels).filter(level -> level == 1).count();
    Frequencies.assertShare(cut, DRAWS, above);
    double lost = 0.05 * (Distribution.normalDensity(2) - 2 * above);
    assertThat(Arrays.stream(levels).average().orElseThrow())
        .isCloseTo(0.9 - lost, within(5 * 0.05 / Math.sqrt(DRAWS)));
    double[] uncut = Arrays.stream(levels).filter(level -> level < 1).toArray();
    Distribution.assertFollows(
        uncut, level -> Distribution.normal((level - 0.9) / 0.05) / (1 - above));
  }

  @Test
  void levels_whenTheyWouldBeNegative_areCutAtZero() {
    RandAugment low = settings(List.of(StrongOperation.ROTATE), 1, 0.1, 1);
    CropRandom random = CropRandom.of(4);
    int cut = 0;
    for (int i = 0; i < DRAWS; i++) {
      cut += low.level(random) == 0 ? 1 : 0;
    }
    Frequencies.assertShare(cut, DRAWS, Distribution.normal(-0.1));
  }

  private static RandAugment settings(
      List<StrongOperation> operations, double probability, double level, double deviation) {
    return new RandAugment(
        operations, 1, probability, level, deviation, STRONG.scales(), STRONG.fill());
  }

  private static Operation at(StrongOperation operation, double level, CropRandom random) {
    return STRONG.at(operation, level, 200, 100, random);
  }

  @ParameterizedTest
  @CsvSource({"0, 4", "0.3, 3", "0.5, 2", "0.75, 1", "1, 1"})
  void posterize_atALevel_keepsTheBitsOfTheDefinition(double level, int bits) {
    assertThat(at(StrongOperation.POSTERIZE, level, CropRandom.of(5)))
        .isEqualTo(new Operation.Posterize(bits));
  }

  @ParameterizedTest
  @CsvSource({"0, 256, 0", "0.5, 128, 55", "0.9, 26, 99", "1, 0, 110"})
  void solarize_atALevel_hasTheThresholdAndAmountOfTheDefinition(
      double level, int threshold, int amount) {
    CropRandom random = CropRandom.of(5);
    assertThat(at(StrongOperation.SOLARIZE, level, random))
        .isEqualTo(new Operation.Solarise(threshold));
    assertThat(at(StrongOperation.SOLARIZE_ADD, level, random))
        .isEqualTo(new Operation.SolariseAdd(amount));
  }

  /** At level 0.5, of a picture of 200 x 100 pixels. */
  @ParameterizedTest
  @CsvSource({
    "COLOR, 0.55, 1.45",
    "CONTRAST, 0.55, 1.45",
    "BRIGHTNESS, 0.55, 1.45",
    "SHARPNESS, 0.55, 1.45",
    "ROTATE, -15, 15",
    "SHEAR_X, -0.15, 0.15",
    "SHEAR_Y, -0.15, 0.15",
    "TRANSLATE_X, -45, 45",
    "TRANSLATE_Y, -22.5, 22.5"
  })
  void operationsWithASign_takeBothEquallyOften_asStrongAsTheLevelSays(
      StrongOperation operation, double low, double high) {
    CropRandom random = CropRandom.of(6);
    int lower = 0;
    int moves = 0;
    int bilinear = 0;
    for (int i = 0; i < DRAWS; i++) {
      Operation drawn = at(operation, 0.5, random);
      double argument = argument(drawn);
      assertThat(argument).isIn(low, high);
      lower += argument == low ? 1 : 0;
      if (drawn instanceof Operation.Move move) {
        assertThat(move.style().fill()).isEqualTo(new Warp.Colour(124, 116, 104));
        moves++;
        bilinear += move.style().interpolation() == Warp.Interpolation.BILINEAR ? 1 : 0;
      }
    }
    Frequencies.assertShare(lower, DRAWS, 0.5);
    assertThat(moves).isIn(0, DRAWS);
    if (moves > 0) {
      Frequencies.assertShare(bilinear, DRAWS, 0.5);
    }
  }

  private static double argument(Operation operation) {
    if (operation instanceof Operation.Saturation color) {
      return color.factor();
    } else if (operation instanceof Operation.Contrast contrast) {
      return contrast.factor();
    } else if (operation instanceof Operation.Brightness brightness) {
      return brightness.factor();
    } else if (operation instanceof Operation.Sharpness sharpness) {
      return sharpness.factor();
    } else if (operation instanceof Operation.Rotate rotate) {
      return rotate.degrees();
    } else if (operation instanceof Operation.ShearX shear) {
      return shear.factor();
    } else if (operation instanceof Operation.ShearY shear) {
      return shear.factor();
    } else if (operation instanceof Operation.TranslateX shift) {
      return shift.pixels();
    }
    return ((Operation.TranslateY) operation).pixels();
  }

  @ParameterizedTest
  @EnumSource(StrongOperation.class)
  void anyOperation_onAnyPicture_isDone(StrongOperation operation) {
    CropPainter painter = new CropPainter(PAPER, StageClock.off());
    for (int[] size : new int[][] {{1, 1}, {1, 40}, {40, 1}, {3, 2}}) {
      List<Operation> twice =
          List.of(at(operation, 0.9, CropRandom.of(7)), at(operation, 0.4, CropRandom.of(8)));
      CropPlan plan = Settings.plan(true, 5, size[0], size[1], true, twice);
      assertThat(painter.paint(Pictures.colourful(size[0], size[1]), plan).image().width())
          .isEqualTo(5);
    }
  }

  @Test
  void plans_areFlippedAndErasedAsOftenAsAsked_andShowTheAskedArea() {
    StrongCrop crop = StrongCrop.local(PAPER);
    CropRandom random = CropRandom.of(9);
    double[] areas = new double[DRAWS];
    int mirrored = 0;
    int erased = 0;
    for (int i = 0; i < DRAWS; i++) {
      CropPlan plan = crop.plan(20_000, 20_000, random);
      assertThat(plan.strong()).isTrue();
      assertThat(plan.size()).isEqualTo(96);
      areas[i] = 1.0 * plan.box().width() * plan.box().height() / 4e8;
      mirrored += plan.mirrored() ? 1 : 0;
      erased += plan.erasing().isPresent() ? 1 : 0;
    }
    Frequencies.assertShare(mirrored, DRAWS, 0.5);
    Frequencies.assertShare(erased, DRAWS, 0.25);
    Distribution.assertFollows(areas, Distribution.areaThatFits(0.05, 0.25, Math.log(4.0 / 3.0)));
  }

  @Test
  void settings_whenChanged_areTheOnesDrawnFrom() {
    RandAugment three =
        new RandAugment(
            List.of(StrongOperation.INVERT, StrongOperation.ROTATE, StrongOperation.POSTERIZE),
            3,
            1,
            10,
            0,
            new RandAugment.Scales(90, 0, 0, 0, 1, 0),
            new Warp.Colour(1, 2, 3));
    CropSettings settings = Settings.with(PAPER, 0, WeakSettings.paper(), three);
    for (int i = 0; i < 100; i++) {
      CropPlan plan = StrongCrop.global(settings).plan(50, 50, CropRandom.of(10, 0, i));
      assertThat(plan.mirrored()).isFalse();
      assertThat(plan.operations())
          .hasSize(3)
          .contains(new Operation.Invert(), new Operation.Posterize(3))
          .anyMatch(o -> o instanceof Operation.Rotate turn && Math.abs(turn.degrees()) == 90);
    }
  }

  @Test
  void greyPictures_haveNoColourToChange() {
    EnumSet<StrongOperation> left = EnumSet.allOf(StrongOperation.class);
    left.remove(StrongOperation.COLOR);
    assertThat(STRONG.withoutColour().operations()).containsExactlyElementsOf(left);
    RandAugment colourAlone = settings(List.of(StrongOperation.COLOR), 1, 9, 0.5);
    assertThat(colourAlone.withoutColour().draw(9, 9, CropRandom.of(1))).isEmpty();
  }

  @Test
  void settings_whenImpossible_areRefusedInWords() {
    assertThatThrownBy(() -> settings(List.of(), 0.5, 9, 0.5))
        .hasMessage("the number of strong operations drawn must be 0 to 0, not 1");
    assertThatThrownBy(() -> settings(List.of(StrongOperation.INVERT), 0.5, 11, 0.5))
        .hasMessage("the level of strong operations must be 0 to 10, not 11");
    assertThatThrownBy(() -> new RandAugment.Scales(30, 0.3, 0.45, 1.5, 4, 110))
        .hasMessage("the largest change of factors must be 0 to 1, not 1.5");
  }
}
