package mugs.app.report;

import static mugs.app.report.Markup.escape;
import static mugs.app.report.Markup.percent;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Writes what features know at each granularity as one HTML page. */
public final class GranularityPage {

  private GranularityPage() {}

  /**
   * A measure of all features at all granularities.
   *
   * @param name such as {@code nearest neighbours}
   * @param words that explain it, a sentence
   * @param groups granularities at which it was taken, finest first
   */
  public record Measure(String name, String words, List<Granularity> groups) {

    /** Copies the groups. */
    public Measure {
      groups = List.copyOf(groups);
    }
  }

  /**
   * A measure at one granularity.
   *
   * @param name of the granularity
   * @param shares one for each kind of features; not there where it makes no sense
   */
  public record Granularity(String name, List<OptionalDouble> shares) {

    /** Copies the shares. */
    public Granularity {
      shares = List.copyOf(shares);
    }
  }

  /**
   * What the page shows.
   *
   * @param title of the page
   * @param facts about network and pictures
   * @param kinds of features, at most five
   * @param measures of them
   */
  public record Content(
      String title, List<Report.Fact> facts, List<String> kinds, List<Measure> measures) {

    /** Copies the lists. */
    public Content {
      facts = List.copyOf(facts);
      kinds = List.copyOf(kinds);
      measures = List.copyOf(measures);
    }
  }

  /** Returns the page; write it as UTF-8. */
  public static String render(Content content) {
    StringBuilder key = new StringBuilder();
    for (int kind = 0; kind < content.kinds().size(); kind++) {
      key.append(
          "<li><span class=\"swatch s%d\"></span> %s</li>\n"
              .formatted(kind, escape(content.kinds().get(kind))));
    }
    return Page.of(
        content.title(),
        "",
        """
        <header>
        <p class="eyebrow">Mugs for the JVM: granularity</p>
        <h1>%s</h1>
        %s</header>
        %s"""
            .formatted(
                escape(content.title()),
                ReportPage.facts(content.facts()),
                content.measures().stream()
                    .map(measure -> section(measure, content.kinds(), key.toString()))
                    .collect(Collectors.joining())));
  }

  private static String section(Measure measure, List<String> kinds, String key) {
    List<BarChart.Group> bars =
        measure.groups().stream()
            .filter(group -> group.shares().stream().allMatch(OptionalDouble::isPresent))
            .map(
                group ->
                    new BarChart.Group(
                        group.name(),
                        group.shares().stream().map(OptionalDouble::getAsDouble).toList()))
            .toList();
    String heads =
        kinds.stream()
            .map(kind -> "<th scope=\"col\">%s</th>".formatted(escape(kind)))
            .collect(Collectors.joining());
    String rows =
        measure.groups().stream()
            .map(
                group ->
                    "<tr><th scope=\"row\">%s</th>%s</tr>\n"
                        .formatted(
                            escape(group.name()),
                            group.shares().stream()
                                .map(
                                    share ->
                                        "<td>%s</td>"
                                            .formatted(
                                                share.isPresent()
                                                    ? percent(share.getAsDouble())
                                                    : ""))
                                .collect(Collectors.joining())))
            .collect(Collectors.joining());
    String title = CurveSection.capital(measure.name());
    String figure =
        bars.isEmpty()
            ? ""
            : """
              <ul class="key">
              %s</ul>
              <figure class="scroll">
              %s</figure>
              """
                .formatted(key, new BarChart(title, bars, kinds).render());
    return """
        <section>
        <h2>%s</h2>
        <p>%s</p>
        %s<div class="scroll">
        <table class="beside-runs shares">
        <thead><tr><td></td>%s</tr></thead>
        <tbody>
        %s</tbody>
        </table>
        </div>
        </section>
        """
        .formatted(escape(title), escape(measure.words()), figure, heads, rows);
  }
}
