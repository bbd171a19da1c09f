package mugs.app.report;

import static mugs.app.report.Markup.escape;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a report as one HTML page that needs nothing but itself: style, charts and pictures are
 * inside, nothing is loaded, no script runs. It reads in light and dark, on a telephone and on
 * paper, and it is well-formed XML too.
 */
public final class ReportPage {

  private ReportPage() {}

  /** Returns the page; write it as UTF-8. */
  public static String render(Report report) {
    return page(
        report.title(),
        header(report)
            + facts(report.facts())
            + ScoreSection.render(report.scores())
            + CurveSection.losses(report.losses())
            + report.knn().map(CurveSection::knn).orElse("")
            + report.health().map(HealthSection::render).orElse("")
            + report.neighbours().map(NeighbourSection::render).orElse("")
            + next(report.next()));
  }

  /** Returns a page of this style around content that is markup already. */
  static String page(String title, String content) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta http-equiv="Content-Security-Policy" \
        content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/>
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        %s</main>
        </body>
        </html>
        """
        .formatted(escape(title), style(), content);
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

  private static String facts(List<Report.Fact> facts) {
    if (facts.isEmpty()) {
      return "";
    }
    String entries =
        facts.stream()
            .map(
                fact ->
                    "<div><dt>%s</dt><dd>%s</dd></div>\n"
                        .formatted(escape(fact.name()), escape(fact.value())))
            .collect(Collectors.joining());
    return """
        <section>
        <h2>What was done</h2>
        <dl class="facts">
        %s</dl>
        </section>
        """
        .formatted(entries);
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

  private static String style() {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException(
            "report.css is missing beside " + ReportPage.class.getName() + "; build again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("report.css could not be read from the program itself", e);
    }
  }
}
