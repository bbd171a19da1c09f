package mugs.app;

import java.util.Locale;

/**
 * What the doctor says of one thing.
 *
 * @param level how bad it is
 * @param subject what was looked at, such as {@code memory}
 * @param found there
 * @param advice what to do about it; empty if nothing
 */
record Finding(Level level, String subject, String found, String advice) {

  /** From good to bad. */
  enum Level {
    OK,
    WARN,
    BAD;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String subject, String found) {
    return new Finding(Level.OK, subject, found, "");
  }

  /** Works, but slower or with less room than it could. */
  static Finding warn(String subject, String found, String advice) {
    return new Finding(Level.WARN, subject, found, advice);
  }

  /** Does not work, or computes something wrong. */
  static Finding bad(String subject, String found, String advice) {
    return new Finding(Level.BAD, subject, found, advice);
  }

  /** Returns good or, with advice, a warning. */
  static Finding warnIf(boolean wrong, String subject, String found, String advice) {
    return wrong ? warn(subject, found, advice) : ok(subject, found);
  }

  String line() {
    return "%-5s %-12s %s%s"
        .formatted(level.word(), subject, found, advice.isEmpty() ? "" : " -> " + advice);
  }
}
