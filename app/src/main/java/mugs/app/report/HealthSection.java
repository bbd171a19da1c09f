package mugs.app.report;

import static mugs.app.report.Markup.count;
import static mugs.app.report.Markup.digits;
import static mugs.app.report.Markup.escape;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import mugs.app.report.LineChart.Line;
import mugs.app.report.LineChart.Reference;
import mugs.app.report.LineChart.Unit;

/** What a run warned of, and the curves that warnings come from. */
final class HealthSection {
  private HealthSection() {}

  static String render(Health health) {
    StringBuilder charts = new StringBuilder();
    List<ThinnedCurve> drawn = new ArrayList<>();
    for (Health.Curve watched : health.curves()) {
      ThinnedCurve curve = ThinnedCurve.of(watched.points(), CurveSection.MOST_POINTS);
      if (!curve.isEmpty()) {
        drawn.add(curve);
        charts.append(figure(watched, curve));
      }
    }
    return """
        <section>
        <h2>Health</h2>
        %s%s</section>
        """
        .formatted(
            warnings(health.warnings()),
            drawn.isEmpty()
                ? ""
                : """
                <div class="panels">
                %s</div>
                <p class="fine">%s</p>
                """
                    .formatted(charts, escape(CurveSection.thinning(drawn))));
  }

  private static String warnings(List<Health.Warning> warnings) {
    if (warnings.isEmpty()) {
      return "<p>The run gave no warning.</p>\n";
    }
    return """
        <p>The run warned %s:</p>
        <ol class="warnings">
        %s</ol>
        """
        .formatted(
            warnings.size() == 1 ? "once" : count(warnings.size()) + " times",
            warnings.stream()
                .map(
                    warning ->
                        "<li><strong>%s:</strong> %s</li>\n"
                            .formatted(when(warning.step()), escape(sentence(warning.words()))))
                .collect(Collectors.joining()));
  }

  private static String when(long step) {
    return step == 0 ? "Before the first step" : "Step " + count(step);
  }

  private static String sentence(String words) {
    return words.endsWith(".") ? words : words + ".";
  }

  private static String figure(Health.Curve watched, ThinnedCurve curve) {
    String words =
        "%s: %s at step %s, %s at step %s."
            .formatted(
                CurveSection.capital(watched.name()),
                digits(curve.buckets().get(0).mean()),
                Markup.number(curve.buckets().get(0).x(), 0),
                digits(curve.last().mean()),
                Markup.number(curve.last().x(), 0));
    LineChart chart =
        new LineChart(
            CurveSection.SMALL,
            words,
            "step",
            watched.unit(),
            Unit.DIGITS,
            List.of(new Line("", "s2", curve)),
            watched.bound().map(bound -> new Reference(bound.label(), bound.value())));
    return """
        <figure>
        <figcaption>%s</figcaption>
        %s<p class="fine">%s</p>
        </figure>
        """
        .formatted(
            escape(CurveSection.capital(watched.name())), chart.render(), escape(watched.words()));
  }
}
