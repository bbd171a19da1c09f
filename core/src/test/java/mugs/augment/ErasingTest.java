package mugs.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ErasingTest {

  private static final ErasingSettings PAPER = ErasingSettings.paper();

  @Test
  void boxes_haveUniformAreasAndLogUniformRatios_onTheConditionThatTheyFit_anywhere() {
    int draws = 100_000;
    int size = 20_000;
    double[] areas = new double[draws];
    double[] logRatios = new double[draws];
    double[] lefts = new double[draws];
    double[] tops = new double[draws];
    CropRandom random = CropRandom.of(6);
    for (int i = 0; i < draws; i++) {
      Erasing box = Erasing.draw(PAPER, size, random).orElseThrow();
      areas[i] = 1.0 * box.width() * box.height() / size / size;
      logRatios[i] = Math.log((double) box.height() / box.width());
      lefts[i] = (box.left() + 0.5) / (size - box.width() + 1);
      tops[i] = (box.top() + 0.5) / (size - box.height() + 1);
    }
    double bound = Math.log(1 / 0.3);
    Distribution.assertFollows(areas, Distribution.areaThatFits(0.02, 1.0 / 3, bound));
    Distribution.assertFollows(logRatios, Distribution.logRatioThatFits(0.02, 1.0 / 3, bound));
    Distribution.assertUniform(lefts, 0, 1);
    Distribution.assertUniform(tops, 0, 1);
  }

  @Test
  void erasing_inACropOfAPixel_findsNoPlace() {
    CropRandom random = CropRandom.of(7);
    for (int i = 0; i < 100; i++) {
      assertThat(Erasing.draw(PAPER, 1, random)).isEmpty();
    }
  }

  @Test
  void noise_whenFilled_isNormalInsideTheBoxAndNothingOutside() {
    int size = 200;
    float[] planes = new float[3 * size * size];
    Arrays.fill(planes, 0.5f);
    Erasing box = new Erasing(10, 20, 150, 120, 99);
    box.fill(planes, 3, size);
    double[] noise = new double[3 * 150 * 120];
    int inside = 0;
    double squares = 0;
    for (int i = 0; i < planes.length; i++) {
      int x = i % size;
      int y = i / size % size;
      if (x >= 10 && x < 160 && y >= 20 && y < 140) {
        noise[inside++] = planes[i];
        squares += planes[i] * planes[i];
      } else {
        assertThat(planes[i]).isEqualTo(0.5f);
      }
    }
    assertThat(inside).isEqualTo(noise.length);
    assertThat(squares / inside).isCloseTo(1, within(5 * Math.sqrt(2.0 / inside)));
    Distribution.assertFollows(noise, Distribution::normal);
    float[] again = new float[planes.length];
    Arrays.fill(again, 0.5f);
    box.fill(again, 3, size);
    assertThat(again).isEqualTo(planes);
  }

  @Test
  void noise_ofOneChannel_isThatOfTheFirstOfThree() {
    Erasing box = new Erasing(1, 2, 2, 1, 5);
    float[] three = new float[3 * 16];
    float[] one = new float[16];
    box.fill(three, 3, 4);
    box.fill(one, 1, 4);
    assertThat(one).isEqualTo(Arrays.copyOf(three, 16));
  }
}
