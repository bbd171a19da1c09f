package mugs.app.report;

import static mugs.app.report.Markup.count;
import static mugs.app.report.Markup.escape;
import static mugs.app.report.Markup.number;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import mugs.app.report.LineChart.Line;
import mugs.app.report.LineChart.Reference;
import mugs.app.report.LineChart.Size;
import mugs.app.report.LineChart.Unit;

/** The losses of the three supervisions and the kNN figures over the run. */
final class CurveSection {

  /** More would not be told apart in a chart of 300 pixels. */
  static final int MOST_POINTS = 120;

  static final Size SMALL = new Size(320, 230, 42);
  private static final Size LARGE = new Size(400, 270, 122);

  /** In characters. */
  private static final int LONGEST_LABEL = 10;

  private CurveSection() {}

  static String losses(List<LossCurve> losses) {
    StringBuilder charts = new StringBuilder();
    List<ThinnedCurve> drawn = new ArrayList<>();
    for (LossCurve loss : losses) {
      ThinnedCurve curve = ThinnedCurve.of(loss.points(), MOST_POINTS);
      if (!curve.isEmpty()) {
        drawn.add(curve);
        charts.append(figure(loss, curve));
      }
    }
    if (drawn.isEmpty()) {
      return "";
    }
    return """
        <section>
        <h2>How training went</h2>
        <p>Each supervision has a loss of its own; lower is better. The dashed line is where a network \
        stands that knows nothing, so a curve below it has learned something. The levels of different \
        supervisions do not compare.</p>
        <div class="panels">
        %s</div>
        <p class="fine">%s</p>
        </section>
        """
        .formatted(charts, escape(thinning(drawn)));
  }

  private static String figure(LossCurve loss, ThinnedCurve curve) {
    String name = loss.supervision().label();
    String words =
        "Loss of the %s supervision: %s at step %s, %s at step %s; chance is %s."
            .formatted(
                name,
                number(curve.buckets().get(0).mean(), 2),
                number(curve.buckets().get(0).x(), 0),
                number(curve.last().mean(), 2),
                number(curve.last().x(), 0),
                number(loss.chance(), 2));
    LineChart chart =
        new LineChart(
            SMALL,
            words,
            "step",
            "loss",
            Unit.PLAIN,
            List.of(new Line("", loss.supervision().colour(), curve)),
            Optional.of(
                new Reference(
                    "chance: %s = %s".formatted(loss.chanceFormula(), number(loss.chance(), 2)),
                    loss.chance())));
    return """
        <figure>
        <figcaption><span class="swatch %s"></span> %s supervision</figcaption>
        %s</figure>
        """
        .formatted(loss.supervision().colour(), escape(capital(name)), chart.render());
  }

  /** Says how the curves were thinned and what was left out. */
  static String thinning(List<ThinnedCurve> curves) {
    int perBucket = curves.stream().mapToInt(ThinnedCurve::perBucket).max().orElse(1);
    int notFinite = curves.stream().mapToInt(ThinnedCurve::notFinite).sum();
    String drawn =
        perBucket == 1
            ? "Every recorded point is drawn."
            : ("The line is the mean of every %s recorded points one after the other; the pale band"
                    + " reaches from the smallest to the largest of them.")
                .formatted(count(perBucket));
    return notFinite == 0
        ? drawn
        : drawn
            + " %s recorded %s not finite and left out: the run went wrong there."
                .formatted(count(notFinite), notFinite == 1 ? "point was" : "points were");
  }

  static String knn(KnnHistory knn) {
    List<Line> lines = new ArrayList<>();
    List<ThinnedCurve> drawn = new ArrayList<>();
    boolean labelled = knn.gallery() > 0;
    for (int i = 0; i < knn.levels().size(); i++) {
      KnnHistory.Level level = knn.levels().get(i);
      ThinnedCurve curve = ThinnedCurve.of(level.top1(), MOST_POINTS);
      drawn.add(curve);
      lines.add(new Line(labelled ? shortened(level.name()) : "", "s" + Math.min(i, 4), curve));
    }
    String chart =
        new LineChart(
                LARGE,
                labelled
                    ? "kNN accuracy of the teacher over the run, at %d label levels."
                        .formatted(lines.size())
                    : "Neighbour agreement of the teacher over the run.",
                knn.over(),
                labelled ? "top-1 accuracy" : "agreement",
                Unit.PERCENT,
                lines,
                Optional.empty())
            .render();
    if (chart.isEmpty()) {
      return "";
    }
    return """
        <section>
        <h2>%s</h2>
        <div class="beside">
        <figure>
        %s</figure>
        <div>
        %s<p class="fine">%s</p>
        </div>
        </div>
        </section>
        """
        .formatted(
            labelled ? "Accuracy while training" : "Neighbour agreement while training",
            chart,
            labelled ? accuracy(knn) : agreement(knn),
            escape((labelled ? rule(knn) : "") + thinning(drawn)));
  }

  private static String accuracy(KnnHistory knn) {
    return """
        <p>From time to time the teacher, as it then was, classified %s pictures by their nearest \
        neighbours among %s others; training itself never sees a label.</p>
        <p>Label levels: %s.</p>
        """
        .formatted(
            count(knn.queries()),
            count(knn.gallery()),
            escape(
                knn.levels().stream().map(CurveSection::level).collect(Collectors.joining(", "))));
  }

  private static String level(KnnHistory.Level level) {
    return level.classes() == 0
        ? level.name()
        : "%s (%s classes, %s by chance)"
            .formatted(level.name(), count(level.classes()), Markup.percent(1.0 / level.classes()));
  }

  private static String agreement(KnnHistory knn) {
    return """
        <p>The pictures have no labels. From time to time two crops each of %s pictures were \
        compared by the teacher, as it then was: the share of pictures whose two crops have the \
        same other picture as their nearest.</p>
        """
        .formatted(count(knn.queries()));
  }

  private static String rule(KnnHistory knn) {
    return "Weighted kNN, k = %d, T = %s. Figures of another k or T do not compare. "
        .formatted(knn.k(), Double.toString(knn.temperature()));
  }

  /** Keeps a label from running out of the chart; the words beside it have the whole name. */
  private static String shortened(String name) {
    return name.codePointCount(0, name.length()) <= LONGEST_LABEL
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST_LABEL - 1)) + "\u2026";
  }

  static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
