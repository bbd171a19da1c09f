package mugs.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import mugs.app.report.LineChart.Line;
import mugs.app.report.LineChart.Reference;
import mugs.app.report.LineChart.Size;
import mugs.app.report.LineChart.Unit;
import org.junit.jupiter.api.Test;

class LineChartTest {

  /** The plot spans x 40 to 280 and y 30 to 192 of a drawing of 320 by 230; ticks 0, 5, 10. */
  @Test
  void points_lieWhereTheirFiguresPutThem() {
    String svg =
        chart(List.of(new Point(0, 10), new Point(60, 5), new Point(120, 0)), Optional.empty());

    assertThat(svg)
        .contains("<polyline class=\"line\" points=\"40.0,30.0 160.0,111.0 280.0,192.0\"/>");
  }

  @Test
  void aReference_isDrawnAtItsLevelAndWidensTheAxis() {
    String svg =
        chart(
            List.of(new Point(0, 5), new Point(120, 0)), Optional.of(new Reference("chance", 10)));

    assertThat(svg)
        .contains("<line class=\"reference\" x1=\"40\" x2=\"280\" y1=\"30.0\" y2=\"30.0\"/>")
        .contains(">chance</text>")
        .contains("points=\"40.0,111.0 280.0,192.0\"");
  }

  @Test
  void aSinglePoint_isDrawnAsADot() {
    assertThat(chart(List.of(new Point(7, 3)), Optional.empty()))
        .contains("<circle class=\"dot\" cx=\"40.0\"")
        .doesNotContain("NaN");
  }

  @Test
  void aChartWithoutFinitePoints_isEmpty() {
    assertThat(chart(List.of(new Point(1, Double.NaN)), Optional.empty())).isEmpty();
  }

  @Test
  void labelsThatWouldOverlap_arePushedApartInsideThePlot() {
    assertThat(LineChart.apart(List.of(50.0, 55.0, 100.0), 30, 192))
        .containsExactly(50.0, 65.0, 100.0);
    assertThat(LineChart.apart(List.of(180.0, 190.0, 191.0), 30, 192))
        .containsExactly(162.0, 177.0, 192.0);
  }

  private static String chart(List<Point> points, Optional<Reference> reference) {
    return new LineChart(
            new Size(320, 230, 40),
            "words",
            "step",
            "loss",
            Unit.PLAIN,
            List.of(new Line("", "s0", ThinnedCurve.of(points, 100))),
            reference)
        .render();
  }
}
