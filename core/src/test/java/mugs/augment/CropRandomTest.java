package mugs.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CropRandomTest {

  private static final int DRAWS = 200_000;

  @Test
  void keys_whenEqual_giveEqualNumbers() {
    CropRandom one = CropRandom.of(3, 5, 7);
    CropRandom other = CropRandom.of(3, 5, 7);
    for (int i = 0; i < 100; i++) {
      assertThat(one.nextLong()).isEqualTo(other.nextLong());
    }
  }

  @Test
  void keys_whenAnyOneDiffers_giveOtherNumbers() {
    long first = CropRandom.of(3, 5, 7).nextLong();
    assertThat(CropRandom.of(4, 5, 7).nextLong()).isNotEqualTo(first);
    assertThat(CropRandom.of(3, 6, 7).nextLong()).isNotEqualTo(first);
    assertThat(CropRandom.of(3, 5, 8).nextLong()).isNotEqualTo(first);
    assertThat(CropRandom.of(5, 3, 7).nextLong()).isNotEqualTo(first);
    assertThat(CropRandom.of(3, 7, 5).nextLong()).isNotEqualTo(first);
  }

  @Test
  void firstNumbers_overManyPictures_areUniform() {
    double sum = 0;
    int low = 0;
    for (int picture = 0; picture < DRAWS; picture++) {
      double drawn = CropRandom.of(1, 0, picture).uniform(0, 1);
      sum += drawn;
      low += drawn < 0.1 ? 1 : 0;
    }
    assertThat(sum / DRAWS).isCloseTo(0.5, within(5 * Math.sqrt(1.0 / 12 / DRAWS)));
    Frequencies.assertShare(low, DRAWS, 0.1);
  }

  @Test
  void below_overManyDraws_givesEachNumberAboutEquallyOften() {
    int[] counts = new int[7];
    CropRandom random = CropRandom.of(11);
    for (int i = 0; i < DRAWS; i++) {
      counts[random.below(7)]++;
    }
    for (int count : counts) {
      Frequencies.assertShare(count, DRAWS, 1.0 / 7);
    }
  }

  @Test
  void chance_atItsEnds_isCertain() {
    CropRandom random = CropRandom.of(12);
    for (int i = 0; i < 1000; i++) {
      assertThat(random.chance(0)).isFalse();
      assertThat(random.chance(1)).isTrue();
    }
  }

  @Test
  void logUniform_overManyDraws_hasItsMedianAtTheGeometricMean() {
    CropRandom random = CropRandom.of(13);
    int low = 0;
    for (int i = 0; i < DRAWS; i++) {
      double drawn = random.logUniform(0.25, 4);
      assertThat(drawn).isBetween(0.25, 4.0);
      low += drawn < 0.5 ? 1 : 0;
    }
    Frequencies.assertShare(low, DRAWS, 0.25);
  }

  @Test
  void normal_overManyDraws_hasTheQuantilesOfTheNormalDistribution() {
    // two-sided tail probabilities of the standard normal distribution; 3.4426 is where the tail
    // of the ziggurat begins
    double[] bounds = {0.1, 0.5, 1, 2, 3, 3.442619855899, 4};
    double[] beyond = {0.920344, 0.617075, 0.317311, 0.0455003, 0.00269980, 0.000576110, 6.3342e-5};
    int draws = 2_000_000;
    int[] counts = new int[bounds.length];
    int positive = 0;
    double sum = 0;
    double squares = 0;
    CropRandom random = CropRandom.of(14);
    for (int i = 0; i < draws; i++) {
      double x = random.normal();
      sum += x;
      squares += x * x;
      positive += x > 0 ? 1 : 0;
      for (int k = 0; k < bounds.length; k++) {
        counts[k] += Math.abs(x) > bounds[k] ? 1 : 0;
      }
    }
    for (int k = 0; k < bounds.length; k++) {
      Frequencies.assertShare(counts[k], draws, beyond[k]);
    }
    Frequencies.assertShare(positive, draws, 0.5);
    assertThat(sum / draws).isCloseTo(0, within(5 / Math.sqrt(draws)));
    assertThat(squares / draws).isCloseTo(1, within(5 * Math.sqrt(2.0 / draws)));
  }
}
