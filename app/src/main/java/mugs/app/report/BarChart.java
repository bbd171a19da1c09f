package mugs.app.report;

import static mugs.app.report.Markup.at;
import static mugs.app.report.Markup.escape;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Shares as bars, in groups that stand side by side. The chart is as wide as there is room: places
 * from left to right are shares of its width, so that letters keep their size.
 *
 * @param title what the shares are of
 * @param groups one or more, from left to right, each with a bar for each kind
 * @param kinds of bars, in the order of the colours
 */
record BarChart(String title, List<Group> groups, List<String> kinds) {
  private static final int HEIGHT = 230;
  private static final int TOP = 14;
  private static final int FOOT = 196;
  private static final int TICKS = 4;

  /** Left of the bars stands the scale; per cent of the width. */
  private static final double LEFT = 10;

  /** Of what a group has, the rest is between it and the next one. */
  private static final double BARS = 0.76;

  /** Of what a bar has. */
  private static final double FILLED = 0.88;

  /** Pixels that a group needs for its name, and a bar for its number; the scale as a group. */
  private static final int NARROWEST_GROUP = 84;

  private static final int NARROWEST_BAR = 22;

  /** A longer name runs into the next one. */
  private static final int LONGEST_NAME = 14;

  /**
   * Bars that stand together.
   *
   * @param name below them
   * @param shares one for each kind, 0 to 1, or a little below 0
   */
  record Group(String name, List<Double> shares) {}

  /** Returns an {@code svg} element. */
  String render() {
    int narrowest = Math.max(NARROWEST_GROUP, (int) (kinds.size() * NARROWEST_BAR / BARS));
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg class=\"chart\" style=\"height: %dpx; min-width: %dpx\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(
                HEIGHT, Math.round(groups.size() * narrowest / (1 - LEFT / 100)), escape(words())));
    for (int tick = 0; tick <= TICKS; tick++) {
      double share = (double) tick / TICKS;
      svg.append(
          "<line class=\"%s\" x1=\"0\" x2=\"100%%\" y1=\"%s\" y2=\"%s\"/>\n"
              .formatted(tick == 0 ? "axis" : "grid", at(y(share)), at(y(share))));
      svg.append(
          "<text class=\"tick\" x=\"0\" y=\"%s\">%d\u00a0%%</text>\n"
              .formatted(at(y(share) - 3), Math.round(100 * share)));
    }
    double width = (100 - LEFT) / groups.size();
    for (int i = 0; i < groups.size(); i++) {
      group(svg, groups.get(i), LEFT + (i + (1 - BARS) / 2) * width, width * BARS);
    }
    return svg.append("</svg>\n").toString();
  }

  private static double y(double share) {
    return FOOT - (FOOT - TOP) * Math.max(0, Math.min(1, share));
  }

  private void group(StringBuilder svg, Group group, double left, double width) {
    double bar = width / kinds.size();
    for (int kind = 0; kind < kinds.size(); kind++) {
      double share = group.shares().get(kind);
      double middle = left + (kind + 0.5) * bar;
      svg.append(
          "<g class=\"s%d\"><rect x=\"%s%%\" y=\"%s\" width=\"%s%%\" height=\"%s\" rx=\"2\" fill=\"currentColor\"><title>%s</title></rect>\n"
              .formatted(
                  kind,
                  at(middle - bar * FILLED / 2),
                  at(y(share)),
                  at(bar * FILLED),
                  at(FOOT - y(share)),
                  escape(
                      "%s, %s: %s"
                          .formatted(group.name(), kinds.get(kind), Markup.percent(share)))));
      svg.append(
          "<text class=\"label middle\" x=\"%s%%\" y=\"%s\">%d</text></g>\n"
              .formatted(at(middle), at(y(share) - 4), Math.round(100 * share)));
    }
    svg.append(
        "<text class=\"name middle\" x=\"%s%%\" y=\"%d\">%s</text>\n"
            .formatted(at(left + width / 2), FOOT + 18, escape(shortened(group.name()))));
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
