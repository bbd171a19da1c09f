package mugs.app.report;

import static mugs.app.report.Markup.escape;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mugs.app.report.NeighbourGrid.Match;
import mugs.app.report.NeighbourGrid.Neighbour;
import mugs.app.report.NeighbourGrid.Picture;
import mugs.app.report.NeighbourGrid.Row;

/** Query pictures with what lies beside them before and after training. */
final class NeighbourSection {

  private static final List<Match> MARKED =
      List.of(Match.OWN_PICTURE, Match.LOCAL_GROUP, Match.GROUP);

  private NeighbourSection() {}

  static String render(NeighbourGrid grid) {
    if (grid.rows().isEmpty()) {
      return "";
    }
    String rows = grid.rows().stream().map(row -> row(grid, row)).collect(Collectors.joining());
    return """
        <section>
        <h2>Nearest neighbours, before and after</h2>
        <p>%s Nearest first.</p>
        %s<table class="neighbours">
        <thead><tr><th scope="col">query</th><th scope="col">%s</th><th scope="col">%s</th></tr></thead>
        <tbody>
        %s</tbody>
        </table>
        </section>
        """
        .formatted(
            escape(grid.selection()),
            key(grid),
            escape(grid.beforeTitle()),
            escape(grid.afterTitle()),
            rows);
  }

  private static String key(NeighbourGrid grid) {
    List<Neighbour> before = all(grid, Row::before);
    List<Neighbour> after = all(grid, Row::after);
    List<Match> met =
        MARKED.stream().filter(match -> count(before, match) + count(after, match) > 0).toList();
    if (met.isEmpty()) {
      return "";
    }
    String entries =
        met.stream()
            .map(
                match ->
                    "<li>%s %s: %d of %d before, %d of %d after</li>\n"
                        .formatted(
                            symbol(match),
                            escape(match.words()),
                            count(before, match),
                            before.size(),
                            count(after, match),
                            after.size()))
            .collect(Collectors.joining());
    return "<ul class=\"key\">\n" + entries + "<li>no mark: another group</li>\n</ul>\n";
  }

  private static List<Neighbour> all(NeighbourGrid grid, Function<Row, List<Neighbour>> side) {
    return grid.rows().stream().flatMap(row -> side.apply(row).stream()).toList();
  }

  private static long count(List<Neighbour> neighbours, Match match) {
    return neighbours.stream().filter(neighbour -> neighbour.match() == match).count();
  }

  private static String row(NeighbourGrid grid, Row row) {
    return "<tr><th scope=\"row\">%s</th>%s%s</tr>\n"
        .formatted(
            picture(row.query(), row.query().name()),
            cell(grid.beforeTitle(), row.before()),
            cell(grid.afterTitle(), row.after()));
  }

  private static String cell(String title, List<Neighbour> neighbours) {
    String found =
        neighbours.stream()
            .map(
                neighbour ->
                    "<span class=\"found %s\">%s%s</span>"
                        .formatted(
                            neighbour.match().colour(),
                            picture(neighbour.picture(), words(neighbour)),
                            symbol(neighbour.match())))
            .collect(Collectors.joining());
    return "<td data-title=\"%s\"><div class=\"strip\">%s</div></td>"
        .formatted(escape(title), found);
  }

  private static String words(Neighbour neighbour) {
    return Stream.of(neighbour.picture().name(), neighbour.match().words())
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining(": "));
  }

  private static String picture(Picture picture, String words) {
    return "<img src=\"%s\" alt=\"%s\" title=\"%s\" width=\"%d\" height=\"%d\"/>"
        .formatted(
            PictureUri.of(picture.pixels()),
            escape(words),
            escape(words),
            picture.pixels().width(),
            picture.pixels().height());
  }

  /** Returns a mark whose shape tells as much as its colour: diamond, disc, ring. */
  private static String symbol(Match match) {
    String shape =
        switch (match) {
          case OWN_PICTURE -> "<path d=\"M8 1 15 8 8 15 1 8z\"/>";
          case LOCAL_GROUP -> "<circle cx=\"8\" cy=\"8\" r=\"6\"/>";
          case GROUP -> "<circle class=\"ring\" cx=\"8\" cy=\"8\" r=\"4.8\"/>";
          case OTHER, UNLABELLED -> "";
        };
    return shape.isEmpty()
        ? ""
        : "<svg class=\"mark %s\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">%s</svg>"
            .formatted(match.colour(), shape);
  }
}
