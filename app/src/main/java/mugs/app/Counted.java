package mugs.app;

import java.util.Locale;

/** A number of things in words, such as {@code 1 step} or {@code 2,000 steps}. */
final class Counted {
  private Counted() {}

  /**
   * Returns it.
   *
   * @param count how many
   * @param thing what one of them is called, which takes an s where there are several
   */
  static String of(long count, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
  }

  /** Returns what has something, such as {@code 1 step has} or {@code 2,000 steps have}. */
  static String having(long count, String thing) {
    return of(count, thing) + (count == 1 ? " has" : " have");
  }
}
