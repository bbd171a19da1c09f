package mugs.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table of words and numbers: the first column begins on the left, the others end on the right.
 */
final class TextTable {
  private static final String GAP = "  ";

  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... head) {
    this.head = List.of(head);
  }

  /** Adds a row, as many cells as there are columns. */
  TextTable add(String... cells) {
    if (cells.length != head.size()) {
      throw new IllegalArgumentException(head.size() + " cells are needed, not " + cells.length);
    }
    rows.add(List.of(cells));
    return this;
  }

  /** Returns a share of 0 to 1 as a percentage. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  void print(PrintWriter out) {
    List<List<String>> all = new ArrayList<>();
    all.add(head);
    all.addAll(rows);
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < head.size(); column++) {
        int at = column;
        int width = all.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
        String blank = " ".repeat(width - row.get(column).length());
        line.append(column == 0 ? row.get(0) + blank : GAP + blank + row.get(column));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
