package mugs.measure;

/** Checks of label lists. */
final class Labels {

  private Labels() {}

  static void check(String whose, int[] labels, int expected, int classes) {
    if (labels.length != expected) {
      throw new IllegalArgumentException(
          "%d %s labels are needed, one a row, not %d".formatted(expected, whose, labels.length));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "%s label %d is %d, outside 0 to %d".formatted(whose, i, labels[i], classes - 1));
      }
    }
  }
}
