package mugs.app.report;

import static mugs.app.report.Markup.at;
import static mugs.app.report.Markup.escape;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Shares as bars, in groups that stand side by side.
 *
 * @param title what the shares are of
 * @param groups from left to right, each with a bar for each kind
 * @param kinds of bars, in the order of the colours
 */
record BarChart(String title, List<Group> groups, List<String> kinds) {
  private static final int HEIGHT = 230;
  private static final int TOP = 14;
  private static final int FOOT = 196;
  private static final int LEFT = 44;
  private static final int BAR = 26;
  private static final int GAP = 30;
  private static final int TICKS = 4;

  /** A longer name runs into the next one. */
  private static final int LONGEST_NAME = 14;

  /**
   * Bars that stand together.
   *
   * @param name below them
   * @param shares one for each kind, 0 to 1, or a little below 0
   */
  record Group(String name, List<Double> shares) {}

  /** Returns an {@code svg} element; without any group, nothing. */
  String render() {
    if (groups.isEmpty()) {
      return "";
    }
    int groupWidth = kinds.size() * BAR + GAP;
    int width = LEFT + groups.size() * groupWidth + GAP / 2;
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg class=\"chart\" style=\"max-width: %dpx\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(width * 5 / 4, width, HEIGHT, escape(words())));
    for (int tick = 0; tick <= TICKS; tick++) {
      double share = (double) tick / TICKS;
      svg.append(
          "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\"/>\n"
              .formatted(tick == 0 ? "axis" : "grid", LEFT, width, at(y(share)), at(y(share))));
      svg.append(
          "<text class=\"tick end\" x=\"%d\" y=\"%s\">%d\u00a0%%</text>\n"
              .formatted(LEFT - 6, at(y(share) + 4), Math.round(100 * share)));
    }
    for (int i = 0; i < groups.size(); i++) {
      group(svg, groups.get(i), LEFT + GAP / 2 + i * groupWidth);
    }
    return svg.append("</svg>\n").toString();
  }

  private static double y(double share) {
    return FOOT - (FOOT - TOP) * Math.max(0, Math.min(1, share));
  }

  private void group(StringBuilder svg, Group group, int left) {
    for (int kind = 0; kind < kinds.size(); kind++) {
      double share = group.shares().get(kind);
      int x = left + kind * BAR;
      svg.append(
          "<g class=\"s%d\"><rect x=\"%d\" y=\"%s\" width=\"%d\" height=\"%s\" rx=\"2\" fill=\"currentColor\"><title>%s</title></rect>\n"
              .formatted(
                  kind,
                  x + 2,
                  at(y(share)),
                  BAR - 4,
                  at(FOOT - y(share)),
                  escape(
                      "%s, %s: %s"
                          .formatted(group.name(), kinds.get(kind), Markup.percent(share)))));
      svg.append(
          "<text class=\"label middle\" x=\"%d\" y=\"%s\">%d</text></g>\n"
              .formatted(x + BAR / 2, at(y(share) - 4), Math.round(100 * share)));
    }
    svg.append(
        "<text class=\"name middle\" x=\"%d\" y=\"%d\">%s</text>\n"
            .formatted(left + kinds.size() * BAR / 2, FOOT + 18, escape(shortened(group.name()))));
  }

  private static String shortened(String name) {
    return name.codePointCount(0, name.length()) <= LONGEST_NAME
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1)) + "\u2026";
  }

  private String words() {
    return title
        + ": "
        + groups.stream()
            .map(
                group -> {
                  StringBuilder line = new StringBuilder(group.name());
                  for (int kind = 0; kind < kinds.size(); kind++) {
                    line.append(kind == 0 ? " " : ", ")
                        .append(kinds.get(kind))
                        .append(' ')
                        .append(Markup.percent(group.shares().get(kind)));
                  }
                  return line.toString();
                })
            .collect(Collectors.joining("; "))
        + ".";
  }
}
