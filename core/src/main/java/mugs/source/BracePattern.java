package mugs.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Expands {@code shard-{0000..0127}.tar} and {@code {train,test}.tar} as a shell does: numbers keep
 * their leading zeros, several braces give all combinations, the last one changing quickest.
 */
final class BracePattern {
  private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\.\\.(\\d{1,9})");
  private static final int MOST_PATHS = 1_000_000;

  private BracePattern() {}

  /**
   * Returns the paths that a pattern stands for; the pattern itself where it has no braces with a
   * range or a list.
   *
   * @throws NoPicturesException if there are more than a million
   */
  static List<String> expand(String pattern) throws NoPicturesException {
    List<String> paths = List.of("");
    Matcher braces = BRACES.matcher(pattern);
    int end = 0;
    while (braces.find()) {
      List<String> choices = choices(braces.group(1));
      if (choices.isEmpty()) {
        choices = List.of(braces.group());
      }
      if ((long) paths.size() * choices.size() > MOST_PATHS) {
        throw tooMany(pattern);
      }
      String between = pattern.substring(end, braces.start());
      List<String> longer = new ArrayList<>();
      for (String path : paths) {
        choices.forEach(choice -> longer.add(path + between + choice));
      }
      paths = longer;
      end = braces.end();
    }
    String rest = pattern.substring(end);
    return paths.stream().map(path -> path + rest).toList();
  }

  private static List<String> choices(String inside) throws NoPicturesException {
    Matcher range = RANGE.matcher(inside);
    if (range.matches()) {
      String from = range.group(1);
      String to = range.group(2);
      boolean zeros = from.startsWith("0") || to.startsWith("0");
      int width = zeros ? Math.max(from.length(), to.length()) : 1;
      long first = Long.parseLong(from);
      long last = Long.parseLong(to);
      long count = Math.abs(last - first) + 1;
      if (count > MOST_PATHS) {
        throw tooMany("{" + inside + "}");
      }
      return LongStream.range(0, count)
          .mapToObj(i -> ("%0" + width + "d").formatted(first + (last < first ? -i : i)))
          .toList();
    }
    return inside.contains(",") ? List.of(inside.split(",", -1)) : List.of();
  }

  private static NoPicturesException tooMany(String pattern) {
    return new NoPicturesException(pattern + " stands for more than a million files; give fewer");
  }
}
