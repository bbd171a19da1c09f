package mugs.app;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mugs.load.Spread;
import mugs.source.LabelLevel;

/**
 * How the pictures of a collection are spread over the classes of one label level.
 *
 * @param level its name
 * @param classes those that have a picture, the largest first
 * @param empty how many have none
 */
record ClassCounts(String level, List<Count> classes, int empty) {
  private static final int SHOWN = 3;

  /**
   * A class.
   *
   * @param name of the class
   * @param pictures in it
   */
  record Count(String name, int pictures) {}

  static ClassCounts of(LabelLevel level) {
    int[] pictures = new int[level.classes().size()];
    for (int label : level.labels()) {
      pictures[label]++;
    }
    List<Count> counts =
        IntStream.range(0, pictures.length)
            .filter(i -> pictures[i] > 0)
            .mapToObj(i -> new Count(level.classes().get(i), pictures[i]))
            .sorted(Comparator.comparingInt(Count::pictures).reversed())
            .toList();
    return new ClassCounts(level.name(), counts, pictures.length - counts.size());
  }

  /** Returns how large the classes are; there is at least one. */
  Spread spread() {
    return Spread.of(classes.stream().mapToLong(Count::pictures).toArray());
  }

  /** Returns the level in a line. */
  String inWords() {
    Spread spread = spread();
    return String.format(
        Locale.ROOT,
        "%s: %,d classes of %,d to %,d pictures, median %,d%s",
        level,
        classes.size(),
        spread.min(),
        spread.max(),
        spread.median(),
        empty == 0 ? "" : String.format(Locale.ROOT, "; %,d more have none", empty));
  }

  /** Returns the largest and the smallest classes by name; all, where there are few. */
  String examples() {
    if (classes.size() <= 2 * SHOWN) {
      return named(classes);
    }
    return named(classes.subList(0, SHOWN))
        + ", ..., "
        + named(classes.subList(classes.size() - SHOWN, classes.size()));
  }

  private static String named(List<Count> counts) {
    return counts.stream()
        .map(count -> String.format(Locale.ROOT, "%s %,d", count.name(), count.pictures()))
        .collect(Collectors.joining(", "));
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", level);
    fields.put("classes", classes.size());
    fields.put("emptyClasses", empty);
    fields.put("picturesAClass", spread());
    fields.put("largest", classes.subList(0, Math.min(SHOWN, classes.size())));
    fields.put("smallest", classes.subList(Math.max(0, classes.size() - SHOWN), classes.size()));
    return fields;
  }
}
