package mugs.augment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import mugs.image.Framing.Box;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxDrawTest {

  private static final int DRAWS = 100_000;
  private static final Range RATIO = new Range(3.0 / 4.0, 4.0 / 3.0);
  private static final double LOG_BOUND = Math.log(4.0 / 3.0);

  /** So large that rounding to whole pixels does not show. */
  private static final int SIDE = 20_000;

  private static List<Box> boxes(AreaRange area, int width, int height) {
    BoxDraw draw = new BoxDraw(area, RATIO);
    CropRandom random = CropRandom.of(1);
    List<Box> boxes = new ArrayList<>(DRAWS);
    for (int i = 0; i < DRAWS; i++) {
      boxes.add(draw.in(width, height, random));
    }
    return boxes;
  }

  @ParameterizedTest
  @CsvSource({"0.25, 1", "0.05, 0.25", "0.5, 0.9"})
  void areasAndRatios_areThoseOfUniformOnes_onTheConditionThatTheBoxFits(double min, double max) {
    List<Box> boxes = boxes(new AreaRange(min, max), SIDE, SIDE);

    Distribution.assertFollows(
        boxes.stream().mapToDouble(box -> 1.0 * box.width() * box.height() / SIDE / SIDE).toArray(),
        Distribution.areaThatFits(min, max, LOG_BOUND));
    Distribution.assertFollows(
        boxes.stream().mapToDouble(box -> Math.log((double) box.height() / box.width())).toArray(),
        Distribution.logRatioThatFits(min, max, LOG_BOUND));
  }

  @Test
  void boxes_lieAnywhereInThePicture() {
    int width = 50_000;
    int height = 40_000;
    List<Box> boxes = boxes(new AreaRange(0.05, 0.25), width, height);

    Distribution.assertUniform(
        boxes.stream().mapToDouble(box -> box.left() / (double) (width - box.width())).toArray(),
        0,
        1);
    Distribution.assertUniform(
        boxes.stream().mapToDouble(box -> box.top() / (double) (height - box.height())).toArray(),
        0,
        1);
  }

  @ParameterizedTest
  @CsvSource({
    // by hand: 30 rows allow 30 x 4/3 = 40 columns, and 30 columns 30 / (3/4) = 40 rows
    "3000, 30, 1480, 0, 40, 30",
    "30, 3000, 0, 1480, 30, 40",
    "1, 50, 0, 24, 1, 1",
  })
  void box_whenNoTryFits_isTheCentralPartOfTheNearestRatio(
      int width, int height, int left, int top, int columns, int rows) {
    // a quarter of such a picture is wider or higher than the picture at every allowed ratio
    BoxDraw draw = new BoxDraw(new AreaRange(0.25, 1), RATIO);
    assertThat(draw.in(width, height, CropRandom.of(3)))
        .isEqualTo(new Box(left, top, columns, rows));
  }

  @Test
  void box_inOnePixel_isThatPixel() {
    BoxDraw draw = new BoxDraw(new AreaRange(0.05, 0.25), RATIO);
    CropRandom random = CropRandom.of(4);
    for (int i = 0; i < 100; i++) {
      assertThat(draw.in(1, 1, random)).isEqualTo(new Box(0, 0, 1, 1));
    }
  }

  @Test
  void box_ofAnExtremeRatio_hasAtLeastOnePixel() {
    BoxDraw draw = new BoxDraw(new AreaRange(0.5, 1), new Range(1000, 1000));
    assertThat(draw.in(3, 5, CropRandom.of(5))).isEqualTo(new Box(0, 2, 3, 1));
  }
}
