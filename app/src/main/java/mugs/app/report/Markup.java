package mugs.app.report;

import java.util.Locale;

/** Text and numbers as they may stand in a page that is HTML and XML at once. */
final class Markup {

  private static final int REPLACEMENT = 0xFFFD;
  private static final int MOST_DECIMALS = 6;

  private Markup() {}

  /** Returns the text with markup escaped, fit for content and for quoted attributes. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(allowed(c) ? c : REPLACEMENT);
              }
            });
    return escaped.toString();
  }

  /** The characters of XML 1.0, section 2.2: a file name may hold others. */
  private static boolean allowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }

  /** Returns a share, 0 to 1, such as {@code 26.1 %}, with a space that does not break. */
  static String percent(double share) {
    return number(tenths(share) / 10.0, 1) + "\u00a0%";
  }

  /** Returns a share, 0 to 1, in tenths of a percent: what the page prints and compares. */
  static long tenths(double share) {
    return Math.round(1000 * share);
  }

  /** Returns a whole number with commas, such as {@code 1,903}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Returns a number with this many decimals and commas. */
  static String number(double value, int decimals) {
    String digits = String.format(Locale.ROOT, "%,." + decimals + "f", value);
    return digits.startsWith("-") ? "\u2212" + digits.substring(1) : digits;
  }

  /** Returns a number with three digits that count, such as {@code 0.0123} or {@code 1,234}. */
  static String digits(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return number(value, 0);
    }
    int places = (int) Math.floor(Math.log10(Math.abs(value)));
    return number(value, Math.min(Math.max(2 - places, 0), MOST_DECIMALS));
  }

  /** Returns a coordinate of a drawing. */
  static String at(double coordinate) {
    return String.format(Locale.ROOT, "%.1f", coordinate);
  }
}
