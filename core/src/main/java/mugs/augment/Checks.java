package mugs.augment;

/** Refuses impossible settings in words. */
final class Checks {

  private Checks() {}

  static void size(String what, int size) {
    if (size < 1) {
      throw new IllegalArgumentException(what + " must be 1 pixel or more, not " + size);
    }
  }

  static void probability(String what, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(what + " must be 0 to 1, not " + probability);
    }
  }

  static void range(String what, double value, double most) {
    if (!(value >= 0 && value <= most)) {
      throw new IllegalArgumentException(
          "%s must be 0 to %s, not %s".formatted(what, plain(most), plain(value)));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
