package mugs.app.report;

import static mugs.app.report.Markup.at;
import static mugs.app.report.Markup.escape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import mugs.app.report.ThinnedCurve.Bucket;

/**
 * Lines over steps, drawn as SVG: labels stand at the lines themselves, colours come from the
 * page's style, and each point tells its figures when it is pointed at.
 *
 * @param size of the drawing
 * @param words what the chart shows, for those who cannot see it
 * @param xLabel what runs to the right
 * @param yLabel what runs up
 * @param unit how figures are written
 * @param lines with at least one point each; lines without are left out
 * @param reference a level to compare with
 */
record LineChart(
    Size size,
    String words,
    String xLabel,
    String yLabel,
    Unit unit,
    List<Line> lines,
    Optional<Reference> reference) {

  private static final int TOP = 30;
  private static final int BOTTOM = 38;
  private static final int LEFT = 40;
  private static final int LINE_HEIGHT = 15;

  /** How far below a line's middle the foot of its label stands. */
  private static final double LABEL_DROP = 4;

  LineChart {
    lines = lines.stream().filter(line -> !line.curve().isEmpty()).toList();
  }

  /**
   * The drawing's own size; the page scales it.
   *
   * @param width in drawing units, about 12 of which are a line of text
   * @param height likewise
   * @param right margin for the labels at the lines' ends
   */
  record Size(int width, int height, int right) {}

  /** How figures are written. */
  enum Unit {
    /** As they are, with two decimals; the axis spans the figures. */
    PLAIN,
    /** With three digits that count; the axis spans the figures. */
    DIGITS,
    /** Shares as percent; the axis starts at 0. */
    PERCENT;

    String figure(double value) {
      return switch (this) {
        case PLAIN -> Markup.number(value, 2);
        case DIGITS -> Markup.digits(value);
        case PERCENT -> Markup.percent(value);
      };
    }

    String tick(Ticks ticks, double value) {
      return this == PERCENT
          ? Markup.number(100 * value, Math.max(0, ticks.decimals() - 2)) + "\u00a0%"
          : ticks.label(value);
    }
  }

  /**
   * One line.
   *
   * @param label at its end, before its last figure; may be empty
   * @param colour style class
   * @param curve its points
   */
  record Line(String label, String colour, ThinnedCurve curve) {}

  /**
   * A level.
   *
   * @param label above it
   * @param y where it is
   */
  record Reference(String label, double y) {}

  /** Returns an {@code svg} element; without any points, nothing. */
  String render() {
    if (lines.isEmpty()) {
      return "";
    }
    Plot plot = plot();
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(size.width(), size.height(), escape(words)));
    axes(svg, plot);
    reference.ifPresent(level -> draw(svg, plot, level));
    lines.forEach(line -> draw(svg, plot, line));
    labels(svg, plot);
    return svg.append("</svg>\n").toString();
  }

  private void axes(StringBuilder svg, Plot plot) {
    int foot = size.height() - BOTTOM;
    int end = size.width() - size.right();
    for (double value : plot.yTicks().values()) {
      String y = at(plot.y(value));
      svg.append(
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\"/>\n"
              .formatted(LEFT, end, y, y));
      text(svg, "tick end", LEFT - 6, plot.y(value) + LABEL_DROP, unit.tick(plot.yTicks(), value));
    }
    for (double value : plot.xTicks().values()) {
      String x = at(plot.x(value));
      svg.append(
          "<line class=\"axis\" x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\"/>\n"
              .formatted(x, x, foot, foot + 4));
      text(svg, "tick middle", plot.x(value), foot + 16, plot.xTicks().label(value));
    }
    svg.append(
        "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>\n"
            .formatted(LEFT, end, foot, foot));
    text(svg, "name", 2, 12, yLabel);
    text(svg, "name end", end, size.height() - 6, xLabel);
  }

  private void draw(StringBuilder svg, Plot plot, Reference level) {
    double y = plot.y(level.y());
    svg.append(
        "<line class=\"reference\" x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\"/>\n"
            .formatted(LEFT, size.width() - size.right(), at(y), at(y)));
    text(svg, "note end", size.width() - size.right(), y - 5, level.label());
  }

  private void draw(StringBuilder svg, Plot plot, Line line) {
    List<Bucket> buckets = line.curve().buckets();
    svg.append("<g class=\"").append(line.colour()).append("\">\n");
    if (line.curve().perBucket() > 1) {
      List<String> edge = new ArrayList<>();
      buckets.forEach(b -> edge.add(plot.at(b.x(), b.high())));
      for (int i = buckets.size() - 1; i >= 0; i--) {
        edge.add(plot.at(buckets.get(i).x(), buckets.get(i).low()));
      }
      svg.append("<polygon class=\"band\" points=\"%s\"/>\n".formatted(String.join(" ", edge)));
    }
    svg.append(
        "<polyline class=\"line\" points=\"%s\"/>\n"
            .formatted(
                buckets.stream()
                    .map(b -> plot.at(b.x(), b.mean()))
                    .collect(Collectors.joining(" "))));
    for (Bucket bucket : buckets) {
      boolean last = bucket.equals(line.curve().last());
      svg.append(
          "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"3.5\"><title>%s</title></circle>\n"
              .formatted(
                  last ? "dot" : "dot quiet",
                  at(plot.x(bucket.x())),
                  at(plot.y(bucket.mean())),
                  escape(
                      "%s %s %s: %s"
                          .formatted(
                              line.label(),
                              xLabel,
                              Markup.number(
                                  bucket.x(), bucket.x() == Math.rint(bucket.x()) ? 0 : 1),
                              unit.figure(bucket.mean()))
                          .strip())));
    }
    svg.append("</g>\n");
  }

  /** Writes the labels at the lines' ends, pushed apart where two would overlap. */
  private void labels(StringBuilder svg, Plot plot) {
    List<Line> downwards =
        lines.stream()
            .sorted(Comparator.comparingDouble(line -> plot.y(line.curve().last().mean())))
            .toList();
    List<Double> wanted =
        downwards.stream().map(line -> plot.y(line.curve().last().mean())).toList();
    List<Double> places = apart(wanted, TOP, size.height() - BOTTOM);
    for (int i = 0; i < downwards.size(); i++) {
      Line line = downwards.get(i);
      String words = line.label() + " " + unit.figure(line.curve().last().mean());
      text(
          svg,
          "label " + line.colour(),
          size.width() - size.right() + 8,
          places.get(i) + LABEL_DROP,
          words.strip());
    }
  }

  /**
   * Moves places down until each is a line of text below the one before, then all that ran over the
   * end back up.
   *
   * @param wanted rising
   */
  static List<Double> apart(List<Double> wanted, double first, double last) {
    double[] places = new double[wanted.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = Math.max(wanted.get(i), i == 0 ? first : places[i - 1] + LINE_HEIGHT);
    }
    for (int i = places.length - 1; i >= 0; i--) {
      double end = i == places.length - 1 ? last : places[i + 1] - LINE_HEIGHT;
      places[i] = Math.min(places[i], end);
    }
    return DoubleStream.of(places).boxed().toList();
  }

  private static void text(StringBuilder svg, String style, double x, double y, String words) {
    svg.append(
        "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
            .formatted(style, at(x), at(y), escape(words)));
  }

  private Plot plot() {
    List<Bucket> all = lines.stream().flatMap(line -> line.curve().buckets().stream()).toList();
    double low = all.stream().mapToDouble(Bucket::low).min().orElseThrow();
    double high = all.stream().mapToDouble(Bucket::high).max().orElseThrow();
    double level = reference.map(Reference::y).orElse(low);
    Ticks yTicks =
        Ticks.around(unit == Unit.PERCENT ? 0 : Math.min(low, level), Math.max(high, level), 4);
    double start = all.stream().mapToDouble(Bucket::x).min().orElseThrow();
    double end = all.stream().mapToDouble(Bucket::x).max().orElseThrow();
    double room = size.width() - size.right() - LEFT;
    return new Plot(
        Ticks.within(start, end, (int) Math.max(2, room / 70)),
        yTicks,
        start,
        end > start ? room / (end - start) : 0,
        size.height() - BOTTOM,
        size.height() - BOTTOM - TOP);
  }

  /** Where figures lie in the drawing. */
  private record Plot(
      Ticks xTicks, Ticks yTicks, double start, double perX, double foot, double height) {

    double x(double value) {
      return LEFT + (value - start) * perX;
    }

    double y(double value) {
      List<Double> ticks = yTicks.values();
      double bottom = ticks.get(0);
      return foot - height * (value - bottom) / (ticks.get(ticks.size() - 1) - bottom);
    }

    String at(double x, double y) {
      return Markup.at(x(x)) + "," + Markup.at(y(y));
    }
  }
}
