package mugs.train;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A range of numbers, its ends inside or outside. */
record Interval(double low, boolean lowInside, double high, boolean highInside) {

  static final Interval EVERYTHING =
      new Interval(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);

  private static final Pattern FORM = Pattern.compile("([\\[(])([-0-9.e]*), ?([-0-9.e]*)([\\])])");

  /** Reads {@code [0, 1)}; an end left out is open to infinity. */
  static Interval parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not an interval: " + text);
    }
    String low = matcher.group(2);
    String high = matcher.group(3);
    return new Interval(
        low.isEmpty() ? Double.NEGATIVE_INFINITY : Double.parseDouble(low),
        matcher.group(1).equals("["),
        high.isEmpty() ? Double.POSITIVE_INFINITY : Double.parseDouble(high),
        matcher.group(4).equals("]"));
  }

  boolean contains(double value) {
    return (lowInside ? value >= low : value > low)
        && (highInside ? value <= high : value < high)
        && Double.isFinite(value);
  }

  /** Says the range in words that follow a noun: {@code from 1 to 8}; empty where any will do. */
  String inWords() {
    boolean bounded = high < Double.POSITIVE_INFINITY;
    if (low == Double.NEGATIVE_INFINITY) {
      return bounded ? (highInside ? "up to " : "below ") + RecipeKey.print(high) : "";
    }
    String from = RecipeKey.print(low);
    String to = (highInside ? "to " : "to below ") + RecipeKey.print(high);
    if (lowInside) {
      return bounded ? "from " + from + " " + to : "of at least " + from;
    }
    return "above " + from + (bounded ? ", up " + to : "");
  }
}
