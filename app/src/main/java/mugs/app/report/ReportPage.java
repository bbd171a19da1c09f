package mugs.app.report;

import static mugs.app.report.Markup.escape;

import java.util.List;
import java.util.stream.Collectors;

/** Writes a report as one HTML page that needs nothing but itself, see {@link Page}. */
public final class ReportPage {

  private ReportPage() {}

  /** Returns the page; write it as UTF-8. */
  public static String render(Report report) {
    return Page.of(
        report.title(),
        "",
        header(report),
        done(report.facts()),
        ScoreSection.render(report.scores()),
        CurveSection.losses(report.losses()),
        report.knn().map(CurveSection::knn).orElse(""),
        report.health().map(HealthSection::render).orElse(""),
        report.neighbours().map(NeighbourSection::render).orElse(""),
        next(report.next()));
  }

  private static String header(Report report) {
    String lead =
        report.lead().isBlank() ? "" : "<p class=\"lead\">" + escape(report.lead()) + "</p>\n";
    String result =
        report.scores().stream()
            .filter(block -> block.queries() == ScoreBlock.Queries.CROPS)
            .findFirst()
            .map(
                block ->
                    "<p class=\"result\"><strong>With fresh crops as queries:</strong> "
                        + escape(Verdict.headline(block))
                        + "</p>\n")
            .orElse("");
    return """
        <header>
        <p class="eyebrow">Mugs for the JVM: report</p>
        <h1>%s</h1>
        %s%s</header>
        """
        .formatted(escape(report.title()), lead, result);
  }

  private static String done(List<Report.Fact> facts) {
    return facts.isEmpty()
        ? ""
        : """
          <section>
          <h2>What was done</h2>
          %s</section>
          """
            .formatted(facts(facts));
  }

  /** Returns facts side by side. */
  static String facts(List<Report.Fact> facts) {
    return facts.stream()
        .map(
            fact ->
                "<div><dt>%s</dt><dd>%s</dd></div>\n"
                    .formatted(escape(fact.name()), escape(fact.value())))
        .collect(Collectors.joining("", "<dl class=\"facts\">\n", "</dl>\n"));
  }

  private static String next(List<Report.NextStep> steps) {
    if (steps.isEmpty()) {
      return "";
    }
    String entries =
        steps.stream()
            .map(
                step ->
                    "<li><p>%s</p><pre><code>%s</code></pre></li>\n"
                        .formatted(escape(step.words()), escape(step.command())))
            .collect(Collectors.joining());
    return """
        <section>
        <h2>What next</h2>
        <ol class="next">
        %s</ol>
        </section>
        """
        .formatted(entries);
  }
}
