package mugs.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import mugs.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One pixel has three values: they differ by 0, 10 and 250. */
class PictureDifferenceTest {
  private static final PictureDifference DIFFERENCE =
      PictureDifference.between(
          new RgbImage(1, 1, new byte[] {9, 20, (byte) 255}),
          new RgbImage(1, 1, new byte[] {9, 30, 5}));

  @Test
  void mean_isOverAllValues() {
    assertThat(DIFFERENCE.mean()).isEqualTo(260 / 3.0);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "25, 5", "50, 10", "75, 130", "99, 245.2", "100, 250"})
  void percentile_liesBetweenTheSortedValues(double percent, double expected) {
    assertThat(DIFFERENCE.percentile(percent)).isCloseTo(expected, within(1e-9));
  }
}
