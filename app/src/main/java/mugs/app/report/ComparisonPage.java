package mugs.app.report;

import static mugs.app.report.Markup.escape;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import mugs.app.report.LineChart.Line;
import mugs.app.report.LineChart.Reference;
import mugs.app.report.LineChart.Size;
import mugs.app.report.LineChart.Unit;

/** Writes runs side by side as one HTML page, in the manner of {@link ReportPage}. */
public final class ComparisonPage {
  private static final Size SIZE = new Size(460, 270, 150);
  private static final int COLOURS = 5;

  /** In characters; the margin right of the lines has room for so many and a figure. */
  private static final int LONGEST_LABEL = 13;

  private ComparisonPage() {}

  /** Returns the page; write it as UTF-8. */
  public static String render(Comparison comparison) {
    String title = "%d runs side by side".formatted(comparison.runs().size());
    return Page.of(
        title,
        "",
        """
        <header>
        <p class="eyebrow">Mugs for the JVM: comparison</p>
        <h1>%s</h1>
        </header>
        <ul class="key">
        %s</ul>
        %s%s%s"""
            .formatted(
                escape(title),
                key(comparison.runs()),
                table("How they went", comparison, comparison.figures(), ""),
                table(
                    "Settings that differ",
                    comparison,
                    comparison.differences(),
                    "All settings are the same."),
                comparison.groups().stream()
                    .map(group -> section(group, comparison.runs()))
                    .collect(Collectors.joining())));
  }

  private static String key(List<Comparison.Run> runs) {
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < runs.size(); i++) {
      key.append(
          "<li><span class=\"swatch %s\"></span> %s</li>\n"
              .formatted(colour(i), escape(runs.get(i).path())));
    }
    return key.toString();
  }

  /** Returns the style of a run's line; beyond the colours that can be told apart it is dashed. */
  private static String colour(int run) {
    return "s" + run % COLOURS + (run / COLOURS % 2 == 1 ? " dashed" : "");
  }

  private static String table(
      String title, Comparison comparison, List<Comparison.Row> rows, String withoutRows) {
    if (rows.isEmpty()) {
      return "<section>\n<h2>%s</h2>\n<p>%s</p>\n</section>\n"
          .formatted(escape(title), escape(withoutRows));
    }
    String heads =
        comparison.runs().stream()
            .map(run -> "<th scope=\"col\">%s</th>".formatted(escape(run.name())))
            .collect(Collectors.joining());
    String body =
        rows.stream()
            .map(
                row ->
                    "<tr><th scope=\"row\">%s</th>%s</tr>\n"
                        .formatted(
                            escape(row.name()),
                            row.values().stream()
                                .map(value -> "<td>%s</td>".formatted(escape(value)))
                                .collect(Collectors.joining())))
            .collect(Collectors.joining());
    return """
        <section>
        <h2>%s</h2>
        <div class="scroll">
        <table class="beside-runs">
        <thead><tr><td></td>%s</tr></thead>
        <tbody>
        %s</tbody>
        </table>
        </div>
        </section>
        """
        .formatted(escape(title), heads, body);
  }

  private static String section(Comparison.Group group, List<Comparison.Run> runs) {
    List<ThinnedCurve> drawn = new ArrayList<>();
    StringBuilder charts = new StringBuilder();
    group.charts().forEach(chart -> charts.append(figure(chart, runs, drawn)));
    if (drawn.isEmpty()) {
      return "";
    }
    return """
        <section>
        <h2>%s</h2>
        %s<div class="panels wide">
        %s</div>
        <p class="fine">%s</p>
        </section>
        """
        .formatted(
            escape(group.title()),
            group.words().isEmpty() ? "" : "<p>%s</p>\n".formatted(escape(group.words())),
            charts,
            escape(CurveSection.thinning(drawn)));
  }

  private static String figure(
      Comparison.Chart chart, List<Comparison.Run> runs, List<ThinnedCurve> drawn) {
    Unit unit = chart.shares() ? Unit.PERCENT : Unit.DIGITS;
    List<Line> lines = new ArrayList<>();
    List<String> ends = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      ThinnedCurve curve = ThinnedCurve.of(chart.lines().get(i), CurveSection.MOST_POINTS);
      if (!curve.isEmpty()) {
        lines.add(new Line(ending(runs.get(i).name()), colour(i), curve));
        ends.add(
            "%s %s at step %s"
                .formatted(
                    runs.get(i).name(),
                    unit.figure(curve.last().mean()),
                    Markup.number(curve.last().x(), 0)));
        drawn.add(curve);
      }
    }
    if (lines.isEmpty()) {
      return "";
    }
    LineChart drawing =
        new LineChart(
            SIZE,
            "%s: %s.".formatted(CurveSection.capital(chart.name()), String.join(", ", ends)),
            "step",
            chart.unit(),
            unit,
            lines,
            chart.bound().map(bound -> new Reference(bound.label(), bound.value())));
    return """
        <figure>
        <figcaption>%s</figcaption>
        %s</figure>
        """
        .formatted(escape(CurveSection.capital(chart.name())), drawing.render());
  }

  /** Keeps a label from running out of the chart: names of runs differ at their end, if at all. */
  private static String ending(String name) {
    int length = name.codePointCount(0, name.length());
    return length <= LONGEST_LABEL
        ? name
        : "\u2026" + name.substring(name.offsetByCodePoints(0, length - LONGEST_LABEL + 1));
  }
}
