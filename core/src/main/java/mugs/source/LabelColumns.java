package mugs.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes label levels of columns of values: of a manifest, or of what lies beside the pictures in
 * shards.
 *
 * <p>A column is a level if each picture has a value in it, and if its values repeat: one with more
 * than 1,000 different values, more than half as many as there are pictures, tells pictures apart
 * (an address, a caption) and is left out. Levels are in the order of their number of classes, so
 * that the coarsest comes first; classes are in the order of their names, or of the numbers where
 * all names are whole numbers. Where samples declare their levels, these are the levels, in the
 * order declared.
 */
final class LabelColumns {
  private static final Logger LOG = LoggerFactory.getLogger(LabelColumns.class);
  private static final int FEW_CLASSES = 1000;
  private static final int MOST_CLASSES = 1 << 18;
  private static final int MOST_COLUMNS = 64;
  private static final int LONGEST_VALUE = 500;

  private final Map<String, Column> columns = new LinkedHashMap<>();
  private final Set<String> declared = new LinkedHashSet<>();
  private boolean declares;

  /** Values as they come in: for each row the number of its class, from 1; 0 where it has none. */
  private static final class Column {
    private final Map<String, Integer> classes = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private int[] values = new int[64];
    private boolean tooMany;

    void put(int row, String value, boolean isDeclared) {
      if (row >= values.length) {
        values = Arrays.copyOf(values, Math.max(row + 1, values.length + values.length / 2));
      }
      if (tooMany || value.isEmpty()) {
        return;
      }
      if (!isDeclared && (value.length() > LONGEST_VALUE || classes.size() == MOST_CLASSES)) {
        tooMany = true;
        classes.clear();
        names.clear();
        values = new int[0];
        return;
      }
      Integer known = classes.putIfAbsent(value, classes.size() + 1);
      if (known == null) {
        names.add(value);
      }
      values[row] = known == null ? names.size() : known;
    }

    int at(int row) {
      return row < values.length ? values[row] : 0;
    }
  }

  /** Notes that these columns are the levels, in this order, and no others. */
  void declare(List<String> levels) {
    declares = true;
    declared.addAll(levels);
  }

  /** Notes a value; rows may come in any order. */
  void put(int row, String column, String value) {
    Column known = columns.get(column);
    if (known == null && columns.size() < MOST_COLUMNS) {
      known = new Column();
      columns.put(column, known);
    }
    if (known != null) {
      known.put(row, value.strip(), declared.contains(column));
    }
  }

  /**
   * Returns the levels of some pictures.
   *
   * @param collection for telling what is no level, and why
   * @param rows one a picture: the row that holds its values
   */
  List<LabelLevel> levels(String collection, int[] rows) {
    List<LabelLevel> levels = new ArrayList<>();
    Set<String> names = declares ? declared : columns.keySet();
    names.forEach(
        name -> {
          Column column = columns.getOrDefault(name, new Column());
          int missing = (int) IntStream.of(rows).filter(row -> column.at(row) == 0).count();
          boolean unlike =
              column.names.size() > FEW_CLASSES && column.names.size() > rows.length / 2;
          if (column.tooMany || (unlike && !declares)) {
            LOG.info("{}: {} differs from picture to picture, so it is no label", collection, name);
          } else if (missing > 0) {
            LOG.info("{}: {} pictures have no {}, so it is no label", collection, missing, name);
          } else {
            levels.add(level(name, column, rows));
          }
        });
    if (!declares) {
      levels.sort(Comparator.comparingInt(level -> level.classes().size()));
    }
    return levels;
  }

  private static LabelLevel level(String name, Column column, int[] rows) {
    boolean[] used = new boolean[column.names.size() + 1];
    for (int row : rows) {
      used[column.at(row)] = true;
    }
    Comparator<String> order = order(column.names);
    int[] sorted =
        IntStream.range(1, used.length)
            .filter(number -> used[number])
            .boxed()
            .sorted((a, b) -> order.compare(column.names.get(a - 1), column.names.get(b - 1)))
            .mapToInt(number -> number)
            .toArray();
    int[] labelOf = new int[used.length];
    IntStream.range(0, sorted.length).forEach(i -> labelOf[sorted[i]] = i);
    return new LabelLevel(
        name,
        IntStream.of(sorted).mapToObj(number -> column.names.get(number - 1)).toList(),
        IntStream.of(rows).map(row -> labelOf[column.at(row)]).toArray());
  }

  private static Comparator<String> order(List<String> names) {
    boolean numbers = names.stream().allMatch(name -> name.matches("-?\\d{1,18}"));
    return numbers ? Comparator.comparingLong(Long::parseLong) : Comparator.naturalOrder();
  }

  /** Tells whether two levels cut the pictures into the same classes, whatever they are called. */
  static boolean same(LabelLevel one, LabelLevel other) {
    if (one.classes().size() != other.classes().size()) {
      return false;
    }
    int[] partner = new int[one.classes().size()];
    Arrays.fill(partner, -1);
    for (int i = 0; i < one.labels().length; i++) {
      int label = one.labels()[i];
      if (partner[label] < 0) {
        partner[label] = other.labels()[i];
      } else if (partner[label] != other.labels()[i]) {
        return false;
      }
    }
    return true;
  }
}
