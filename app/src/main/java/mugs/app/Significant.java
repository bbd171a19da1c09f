package mugs.app;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers of settings, such as learning rates, as people read them. */
final class Significant {
  private static final MathContext FOUR_DIGITS = new MathContext(4);
  private static final MathContext THREE_UPWARDS = new MathContext(3, RoundingMode.CEILING);
  private static final double SMALLEST_PLAIN = 1e-4;
  private static final double LARGEST_PLAIN = 1e6;

  private Significant() {}

  /**
   * Returns a number with at most four digits that mean something: {@code 0.015}, {@code 2.344e-5},
   * {@code 1e+30}.
   *
   * @param value any number
   */
  static String digits(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : Double.toString(value);
    }
    return digits(value, FOUR_DIGITS);
  }

  /**
   * Returns a number with at most three digits that mean something, and not a smaller one: {@code
   * 0.357} for 0.3562.
   *
   * @param value any number
   */
  static String upwards(double value) {
    return value == 0 || !Double.isFinite(value) ? digits(value) : digits(value, THREE_UPWARDS);
  }

  private static String digits(double value, MathContext context) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(context).stripTrailingZeros();
    double size = Math.abs(value);
    if (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN) {
      return rounded.toPlainString();
    }
    int exponent = rounded.precision() - rounded.scale() - 1;
    return "%se%+d"
        .formatted(
            rounded.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString(), exponent);
  }
}
