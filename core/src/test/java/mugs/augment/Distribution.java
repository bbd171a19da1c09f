package mugs.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Compares drawn numbers with distributions known in closed form. */
final class Distribution {

  private static final int BINS = 20;

  /** Standard deviations that are allowed: a right program fails once in a million times. */
  private static final double ALLOWED = 4.9;

  private Distribution() {}

  /** Checks mean, quantiles and counts in bins, all through the distribution function. */
  static void assertFollows(double[] drawn, DoubleUnaryOperator distribution) {
    double[] uniform =
        Arrays.stream(drawn)
            .map(distribution)
            .map(share -> Math.max(0, Math.min(1, share)))
            .sorted()
            .toArray();
    int count = uniform.length;
    assertThat(Arrays.stream(uniform).average().orElseThrow())
        .as("mean")
        .isCloseTo(0.5, within(ALLOWED * Math.sqrt(1.0 / 12 / count)));
    for (double quantile : new double[] {0.05, 0.25, 0.5, 0.75, 0.95}) {
      assertThat(uniform[(int) (quantile * count)])
          .as("quantile %s", quantile)
          .isCloseTo(quantile, within(ALLOWED * Math.sqrt(quantile * (1 - quantile) / count)));
    }
    int[] bins = new int[BINS];
    for (double share : uniform) {
      bins[(int) Math.min(BINS - 1, share * BINS)]++;
    }
    assertEquallyOften(bins);
  }

  /** Checks that numbers are uniform between two others, and never beyond them. */
  static void assertUniform(double[] drawn, double from, double to) {
    assertThat(Arrays.stream(drawn).min().orElseThrow()).isGreaterThanOrEqualTo(from);
    assertThat(Arrays.stream(drawn).max().orElseThrow()).isLessThanOrEqualTo(to);
    assertFollows(drawn, value -> (value - from) / (to - from));
  }

  /** Checks by chi-square that all kinds came up equally often. */
  static void assertEquallyOften(int[] counts) {
    double expected = Arrays.stream(counts).sum() / (double) counts.length;
    double chiSquare =
        Arrays.stream(counts).mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
    assertThat(chiSquare).as("chi-square").isLessThan(limit(counts.length - 1));
  }

  /** Wilson and Hilferty's approximation of a far quantile of chi-square. */
  private static double limit(int freedom) {
    double spread = 2.0 / (9 * freedom);
    return freedom * Math.pow(1 - spread + ALLOWED * Math.sqrt(spread), 3);
  }

  /**
   * The area of a box whose area is uniform and whose logarithm of height / width is uniform in
   * plus and minus {@code bound}, given that the box fits in a square of area 1. At an area a it
   * fits where the logarithm lies within plus and minus -ln a.
   */
  static DoubleUnaryOperator areaThatFits(double smallest, double largest, double bound) {
    double always = Math.min(largest, Math.exp(-bound)); // up to here it fits at any ratio
    DoubleUnaryOperator mass =
        area -> {
          if (area <= always) {
            return area - smallest;
          }
          double beyond = area - area * Math.log(area) - (always - always * Math.log(always));
          return always - smallest + beyond / bound;
        };
    return area -> mass.applyAsDouble(area) / mass.applyAsDouble(largest);
  }

  /** The logarithm of height / width of the same box. */
  static DoubleUnaryOperator logRatioThatFits(double smallest, double largest, double bound) {
    double always = Math.min(bound, -Math.log(largest)); // up to here it fits at any area
    DoubleUnaryOperator mass =
        log ->
            log <= always
                ? (largest - smallest) * log
                : (largest - smallest) * always
                    + (Math.exp(-always) - Math.exp(-log))
                    - smallest * (log - always);
    double half = mass.applyAsDouble(bound);
    return log -> 0.5 + Math.signum(log) * mass.applyAsDouble(Math.abs(log)) / half / 2;
  }

  /** The standard normal distribution, by Marsaglia's series (2004), to 15 digits. */
  static double normal(double x) {
    if (x < -8 || x > 8) {
      return x < 0 ? 0 : 1;
    }
    double sum = x;
    double term = x;
    for (int i = 3; Math.abs(term) > 1e-18; i += 2) {
      term *= x * x / i;
      sum += term;
    }
    return 0.5 + sum * normalDensity(x);
  }

  static double normalDensity(double x) {
    return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  }
}
