package mugs.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Compares counts with probabilities; five standard deviations of the binomial are allowed. */
final class Frequencies {

  private Frequencies() {}

  static void assertShare(int count, int draws, double probability) {
    double deviation = Math.sqrt(probability * (1 - probability) / draws);
    assertThat((double) count / draws).isCloseTo(probability, within(5 * deviation));
  }
}
