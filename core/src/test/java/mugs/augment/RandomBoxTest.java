package mugs.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import mugs.image.Framing.Box;
import mugs.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomBoxTest {

  private static final AreaRange GLOBAL = new AreaRange(0.25, 1);
  private static final AreaRange LOCAL = new AreaRange(0.05, 0.25);

  @Test
  void boxes_overManyDraws_haveUniformAreasAndLogUniformRatios() {
    RgbImage picture = Pictures.plain(1000, 1000, 0);
    CropRandom random = CropRandom.of(1);
    int draws = 20_000;
    int smallArea = 0;
    int tall = 0;
    int veryWide = 0;
    double sum = 0;
    for (int i = 0; i < draws; i++) {
      Box box = RandomBox.in(picture, LOCAL, random);
      double area = box.width() * box.height() / 1e6;
      double ratio = (double) box.width() / box.height();
      assertThat(area).isBetween(0.0495, 0.2505);
      assertThat(ratio).isBetween(0.745, 1.343);
      sum += area;
      smallArea += area < 0.1 ? 1 : 0;
      tall += ratio < 1 ? 1 : 0;
      veryWide += ratio > Math.sqrt(4.0 / 3.0) ? 1 : 0;
    }
    // uniform in 0.05 to 0.25
    assertThat(sum / draws).isCloseTo(0.15, within(5 * 0.2 / Math.sqrt(12.0 * draws)));
    Frequencies.assertShare(smallArea, draws, 0.25);
    // the logarithm of the ratio is uniform about 0; a ratio of exactly 1 is rare at this size
    assertThat((double) tall / draws).isCloseTo(0.5, within(0.02));
    Frequencies.assertShare(veryWide, draws, 0.25);
  }

  @Test
  void boxes_overManyDraws_lieAnywhereInThePicture() {
    RgbImage picture = Pictures.plain(400, 300, 0);
    CropRandom random = CropRandom.of(2);
    int draws = 20_000;
    int left = 0;
    int top = 0;
    int counted = 0;
    for (int i = 0; i < draws; i++) {
      Box box = RandomBox.in(picture, LOCAL, random);
      int freeColumns = 400 - box.width();
      int freeRows = 300 - box.height();
      assertThat(box.left()).isBetween(0, freeColumns);
      assertThat(box.top()).isBetween(0, freeRows);
      // of an odd number of free pixels exactly half of the places lie in the first half
      if (freeColumns % 2 == 1 && freeRows % 2 == 1) {
        counted++;
        left += box.left() <= freeColumns / 2 ? 1 : 0;
        top += box.top() <= freeRows / 2 ? 1 : 0;
      }
    }
    Frequencies.assertShare(left, counted, 0.5);
    Frequencies.assertShare(top, counted, 0.5);
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
    Box box = RandomBox.in(Pictures.plain(width, height, 0), GLOBAL, CropRandom.of(3));
    assertThat(box).isEqualTo(new Box(left, top, columns, rows));
  }

  @Test
  void box_inOnePixel_isThatPixel() {
    RgbImage pixel = Pictures.plain(1, 1, 0);
    CropRandom random = CropRandom.of(4);
    for (int i = 0; i < 100; i++) {
      assertThat(RandomBox.in(pixel, LOCAL, random)).isEqualTo(new Box(0, 0, 1, 1));
    }
  }
}
