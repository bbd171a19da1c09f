package mugs.app.report;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Round places on an axis: multiples of 1, 2, 2.5 or 5 times a power of ten.
 *
 * @param step from one to the next, above 0
 * @param values rising
 */
record Ticks(double step, List<Double> values) {

  private static final double[] ROUND = {1, 2, 2.5, 5, 10};

  /** How far a value may lie beyond a tick, in steps, and still count as on it. */
  private static final double ROUNDING = 1e-9;

  /**
   * Returns ticks from the last at or below the smallest value to the first at or above the
   * largest.
   *
   * @param steps about how many steps to make, at least 1
   */
  static Ticks around(double smallest, double largest, int steps) {
    double step = step(smallest, largest, steps);
    long first = (long) Math.floor(smallest / step + ROUNDING);
    long last = Math.max((long) Math.ceil(largest / step - ROUNDING), first + 1);
    return between(step, first, last);
  }

  /**
   * Returns the ticks that lie between two values.
   *
   * @param steps about how many steps to make, at least 1
   */
  static Ticks within(double smallest, double largest, int steps) {
    double step = step(smallest, largest, steps);
    return between(
        step,
        (long) Math.ceil(smallest / step - ROUNDING),
        (long) Math.floor(largest / step + ROUNDING));
  }

  /** Returns the tick's label, with just the decimals that the step needs. */
  String label(double value) {
    return Markup.number(value, decimals());
  }

  /** Returns how many decimals tell two ticks apart. */
  int decimals() {
    int decimals = 0;
    double scaled = step;
    while (Math.abs(scaled - Math.rint(scaled)) > ROUNDING * scaled && decimals < 12) {
      scaled *= 10;
      decimals++;
    }
    return decimals;
  }

  private static Ticks between(double step, long first, long last) {
    return new Ticks(step, LongStream.rangeClosed(first, last).mapToObj(i -> i * step).toList());
  }

  private static double step(double smallest, double largest, int steps) {
    double span = largest - smallest;
    if (!(span > 0)) {
      span = Math.max(Math.abs(largest), 1);
    }
    double rough = span / steps;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double round : ROUND) {
      if (round * power >= rough * (1 - ROUNDING)) {
        return round * power;
      }
    }
    return 10 * power;
  }
}
