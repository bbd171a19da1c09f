package mugs.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class GranularityPageTest {

  private static Document page() throws Exception {
    String html =
        GranularityPage.render(
            new GranularityPage.Content(
                "What <features> know",
                List.of(new Report.Fact("Pictures", "3 & more")),
                List.of("raw pixels", "trained network"),
                List.of(
                    new GranularityPage.Measure(
                        "nearest neighbours",
                        "How often.",
                        List.of(
                            granularity("instance", 0.25, 0.5),
                            granularity("a very long name of a level", 0, 1))),
                    new GranularityPage.Measure(
                        "clusters",
                        "How well.",
                        List.of(
                            new GranularityPage.Granularity(
                                "group",
                                List.of(OptionalDouble.of(0.1), OptionalDouble.empty())))))));
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    return factory
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html.replace("<!DOCTYPE html>", ""))));
  }

  private static GranularityPage.Granularity granularity(String name, double... shares) {
    return new GranularityPage.Granularity(
        name, Arrays.stream(shares).mapToObj(OptionalDouble::of).toList());
  }

  @Test
  void everyShare_hasABarOfItsHeight_andACellOfTheTable() throws Exception {
    Document page = page();

    NodeList bars = page.getElementsByTagName("rect");
    assertThat(bars.getLength()).isEqualTo(4);
    double quarter = height(bars, 0);
    assertThat(height(bars, 1)).isEqualTo(2 * quarter);
    assertThat(height(bars, 2)).isZero();
    assertThat(height(bars, 3)).isEqualTo(4 * quarter);
    String text = page.getDocumentElement().getTextContent();
    assertThat(text)
        .contains("What <features> know", "3 & more", "25.0\u00a0%", "Nearest neighbours")
        .contains("instance, trained network: 50.0\u00a0%")
        .contains("a very long n\u2026");
  }

  @Test
  void aMeasureThatSomeFeaturesLack_hasATableWithoutBars() throws Exception {
    Document page = page();

    assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(1);
    assertThat(page.getElementsByTagName("figure").getLength()).isEqualTo(1);
    assertThat(page.getElementsByTagName("section").item(1).getTextContent())
        .contains("group", "10.0\u00a0%");
  }

  @Test
  void facts_standUnderTheTitle() throws Exception {
    Node header = page().getElementsByTagName("header").item(0);

    assertThat(header.getTextContent().replaceAll("\\s+", " "))
        .endsWith("What <features> know Pictures3 & more ");
  }

  /**
   * So that letters keep their size, whatever the width; the scale has what is left of the bars.
   */
  @Test
  void bars_shareTheWidthOfTheChart_andDoNotOverlap() throws Exception {
    Document page = page();
    NodeList bars = page.getElementsByTagName("rect");

    double end = 10;
    for (int i = 0; i < bars.getLength(); i++) {
      assertThat(percent(bars, i, "x")).isGreaterThan(end);
      end = percent(bars, i, "x") + percent(bars, i, "width");
    }
    assertThat(end).isBetween(90.0, 100.0);
    Node chart = page.getElementsByTagName("svg").item(0);
    assertThat(chart.getAttributes().getNamedItem("viewBox")).isNull();
  }

  private static double percent(NodeList bars, int index, String name) {
    String share = bars.item(index).getAttributes().getNamedItem(name).getNodeValue();
    assertThat(share).endsWith("%");
    return Double.parseDouble(share.replace("%", ""));
  }

  private static double height(NodeList bars, int index) {
    return Double.parseDouble(
        bars.item(index).getAttributes().getNamedItem("height").getNodeValue());
  }
}
