package mugs.app.report;

import static mugs.app.report.Markup.count;
import static mugs.app.report.Markup.escape;
import static mugs.app.report.Markup.percent;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import mugs.measure.GranularityFigures;

/** The tables of what the features find, with their words. */
final class ScoreSection {

  private ScoreSection() {}

  static String render(List<ScoreBlock> blocks) {
    if (blocks.isEmpty()) {
      return "";
    }
    String questions =
        Arrays.stream(Granularity.values())
            .filter(g -> blocks.stream().anyMatch(block -> block.granularities().contains(g)))
            .map(
                g ->
                    "<div><dt><span class=\"swatch %s\"></span> %s</dt><dd>%s</dd></div>\n"
                        .formatted(g.colour(), escape(g.label()), escape(g.question())))
            .collect(Collectors.joining());
    return """
        <section>
        <h2>What the features find</h2>
        <p>A good feature lays a picture beside the pictures that belong with it. So each query is \
        compared by cosine similarity with a gallery of whole pictures, and the figure says how often \
        the nearest one is right.</p>
        <dl class="questions">
        %s</dl>
        %s</section>
        """
        .formatted(
            questions, blocks.stream().map(ScoreSection::block).collect(Collectors.joining()));
  }

  private static String block(ScoreBlock block) {
    String verdicts =
        Verdict.of(block).stream()
            .map(
                verdict ->
                    "<li class=\"%s\">%s</li>\n"
                        .formatted(style(verdict.outcome()), escape(verdict.words())))
            .collect(Collectors.joining());
    return """
        <article class="scores">
        <h3>%s</h3>
        <p>%s</p>
        %s<ul class="verdicts">
        %s</ul>
        <p class="fine">%s</p>
        </article>
        """
        .formatted(
            escape(block.queries().title()),
            escape(block.queries().words()),
            table(block),
            verdicts,
            escape(reading(block)));
  }

  private static String style(Verdict.Outcome outcome) {
    return switch (outcome) {
      case ABOVE -> "above";
      case LEVEL -> "level";
      case BELOW -> "below";
    };
  }

  private static String table(ScoreBlock block) {
    StringBuilder table = new StringBuilder("<table>\n<thead><tr><th scope=\"col\">features</th>");
    for (Granularity g : block.granularities()) {
      table.append("<th scope=\"col\">%s</th>".formatted(escape(g.label())));
    }
    table.append("</tr></thead>\n<tbody>\n");
    row(table, block, "raw pixels", block.rawPixels(), false);
    row(table, block, "untrained network", block.untrained(), false);
    row(table, block, "trained network", block.trained(), true);
    table.append("</tbody>\n<tfoot><tr><th scope=\"row\">by chance</th>");
    for (Granularity g : block.granularities()) {
      table.append("<td>%s</td>".formatted(percent(block.chance(g))));
    }
    return table.append("</tr></tfoot>\n</table>\n").toString();
  }

  private static void row(
      StringBuilder table,
      ScoreBlock block,
      String name,
      GranularityFigures figures,
      boolean trained) {
    table.append(
        "<tr%s><th scope=\"row\">%s</th>".formatted(trained ? " class=\"trained\"" : "", name));
    for (Granularity g : block.granularities()) {
      double figure = g.of(figures).orElseThrow();
      boolean best = Markup.tenths(figure) == Markup.tenths(best(block, g));
      table.append(
          "<td%s>%s%s<span class=\"bar %s\"><span style=\"width:%s%%\"></span></span></td>"
              .formatted(
                  best ? " class=\"best\"" : "",
                  percent(figure),
                  best ? " <span class=\"tag\">best</span>" : "",
                  trained ? g.colour() : "baseline",
                  Markup.at(100 * figure / largest(block))));
    }
    table.append("</tr>\n");
  }

  private static double best(ScoreBlock block, Granularity at) {
    return List.of(block.rawPixels(), block.untrained(), block.trained()).stream()
        .mapToDouble(figures -> at.of(figures).orElseThrow())
        .max()
        .orElseThrow();
  }

  /** Returns what a full bar stands for: one scale for the whole table. */
  private static double largest(ScoreBlock block) {
    return Math.max(
        block.granularities().stream().mapToDouble(g -> best(block, g)).max().orElse(0), 1e-9);
  }

  /** Returns how to read the figures, and how far to trust a difference. */
  private static String reading(ScoreBlock block) {
    String means =
        (" Local group and group are means over %s and %s classes, so that small ones count as"
                + " much as large ones.")
            .formatted(count(block.localGroups()), count(block.groups()));
    String trust =
        block.trained().instance().stream()
            .mapToObj(
                share ->
                    (" With so many, chance alone moves the trained network's instance figure by up"
                            + " to about %s percentage points (two standard errors).")
                        .formatted(Markup.number(100 * twoErrors(share, block.pictures()), 1)))
            .findFirst()
            .orElse("");
    return count(block.pictures()) + " queries." + trust + means;
  }

  /** Twice the standard error of a share of independent queries, sqrt(p (1 - p) / n). */
  static double twoErrors(double share, int queries) {
    return 2 * Math.sqrt(share * (1 - share) / queries);
  }
}
