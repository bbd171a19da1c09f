package mugs.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportPageTest {

  @Test
  void theWholePage_isWellFormed_andEverySectionIsThere() throws Exception {
    Document page = parse(ReportPage.render(SampleReport.complete()));

    assertThat(texts(page, "h1")).containsExactly("Mugs on the built-in emoji");
    assertThat(texts(page, "h2"))
        .containsExactly(
            "What was done",
            "What the features find",
            "How training went",
            "Accuracy while training",
            "Health",
            "Nearest neighbours, before and after",
            "What next");
    assertThat(texts(page, "h3"))
        .containsExactly("Fresh crops as queries", "Whole pictures as queries");
    assertThat(page.getElementsByTagName("img").getLength()).isEqualTo(9 * 11);
  }

  @Test
  void sectionsWithoutContent_areLeftOut() throws Exception {
    Report bare =
        new Report(
            "A run",
            "",
            List.of(new Report.Fact("seed", "1")),
            List.of(),
            SampleReport.losses(5, 1),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    assertThat(texts(parse(ReportPage.render(bare)), "h2"))
        .containsExactly("What was done", "How training went");
  }

  @Test
  void textFromOutside_isEscaped() throws Exception {
    String hostile = "<script>alert(\"1\")</script> & 'x' \u0000";
    Report report =
        new Report(
            hostile,
            hostile,
            List.of(new Report.Fact(hostile, hostile)),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(new Report.NextStep(hostile, hostile)));

    String html = ReportPage.render(report);

    assertThat(html).doesNotContain("<script");
    assertThat(texts(parse(html), "dd"))
        .containsExactly("<script>alert(\"1\")</script> & 'x' \uFFFD");
  }

  @Test
  void namesOfPictures_areInTheirTitlesWithWhatTheyShare() throws Exception {
    Document page = parse(ReportPage.render(SampleReport.complete()));

    NodeList images = page.getElementsByTagName("img");
    List<String> titles = new ArrayList<>();
    for (int i = 0; i < images.getLength(); i++) {
      Element image = (Element) images.item(i);
      assertThat(image.getAttribute("alt")).isEqualTo(image.getAttribute("title")).isNotBlank();
      titles.add(image.getAttribute("title"));
    }
    assertThat(titles)
        .anyMatch(title -> title.matches("(circle|square|triangle) <\\d+ & \"more\">"))
        .anyMatch(title -> title.endsWith("\"more\">: same local group"))
        .anyMatch(title -> title.endsWith("\"more\">: another group"));
  }

  @Test
  void thePage_loadsNothing_andRunsNothing() throws Exception {
    String html = ReportPage.render(SampleReport.complete());

    assertThat(html)
        .doesNotContain("http:", "https:", "<script", "<link", "<iframe", "@import", "url(");
    NodeList all = parse(html).getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      assertThat(element.hasAttribute("href")).isFalse();
      if (element.hasAttribute("src")) {
        assertThat(element.getAttribute("src")).startsWith("data:image/png;base64,");
      }
    }
  }

  @Test
  void everyTable_hasHeadersWithAScope_andEveryChartHasWords() throws Exception {
    Document page = parse(ReportPage.render(SampleReport.complete()));

    NodeList headers = page.getElementsByTagName("th");
    for (int i = 0; i < headers.getLength(); i++) {
      assertThat(((Element) headers.item(i)).getAttribute("scope")).isIn("row", "col");
    }
    NodeList drawings = page.getElementsByTagName("svg");
    List<String> charts = new ArrayList<>();
    for (int i = 0; i < drawings.getLength(); i++) {
      Element drawing = (Element) drawings.item(i);
      if (drawing.getAttribute("aria-hidden").isEmpty()) {
        charts.add(drawing.getAttribute("aria-label"));
      }
    }
    assertThat(charts).hasSize(6);
    assertThat(charts.get(0)).startsWith("Loss of the instance supervision: ").contains("6.93");
  }

  @Test
  void aLossThatIsNotFinite_isLeftOutAndSaid() throws Exception {
    LossCurve broken =
        new LossCurve(
            Granularity.GROUP,
            List.of(new Point(1, 6), new Point(2, 5), new Point(3, Double.NaN)),
            Math.log(512),
            "ln 512");
    Report report =
        new Report(
            "A run",
            "",
            List.of(),
            List.of(),
            List.of(broken),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    assertThat(texts(parse(ReportPage.render(report)), "p"))
        .anyMatch(words -> words.contains("1 recorded point was not finite and left out"));
  }

  @Test
  void warnings_areListedWithTheirSteps_asSentences() throws Exception {
    List<String> items = texts(parse(ReportPage.render(SampleReport.complete())), "li");

    assertThat(items)
        .contains(
            "Step 40: the features of all pictures are <alike>.",
            "Step 1,200: a gradient of norm 9 where 0.004 is usual. Go back.");
  }

  @Test
  void noWarning_isSaidInWords_andCurvesWithoutPointsAreLeftOut() throws Exception {
    Health well =
        new Health(
            List.of(new Health.Curve("speed", "images/s", "x", List.of(), Optional.empty())),
            List.of());

    Document page = parse(ReportPage.render(bare(Optional.empty(), Optional.of(well))));

    assertThat(texts(page, "h2")).containsExactly("Health");
    assertThat(texts(page, "p")).contains("The run gave no warning.");
    assertThat(page.getElementsByTagName("svg").getLength()).isZero();
  }

  @Test
  void smallFigures_keepThreeDigits() throws Exception {
    assertThat(texts(parse(ReportPage.render(SampleReport.complete())), "text"))
        .contains("0.00456", "4.70");
  }

  @Test
  void chance_isNotGuessed_whereClassesAreNotKnown() throws Exception {
    KnnHistory unknown =
        new KnnHistory(
            "step",
            20,
            0.07,
            19,
            5,
            List.of(new KnnHistory.Level("broad", 0, List.of(new Point(3, .5)))));

    List<String> words =
        texts(parse(ReportPage.render(bare(Optional.of(unknown), Optional.empty()))), "p");

    assertThat(words).contains("Label levels: broad.").noneMatch(text -> text.contains("chance"));
  }

  @Test
  void withoutLabels_agreementIsShown_andNoAccuracy() throws Exception {
    KnnHistory agreement =
        new KnnHistory(
            "step",
            20,
            0.07,
            0,
            5,
            List.of(new KnnHistory.Level("neighbour-agreement", 0, List.of(new Point(3, .5)))));

    Document page = parse(ReportPage.render(bare(Optional.of(agreement), Optional.empty())));

    assertThat(texts(page, "h2")).containsExactly("Neighbour agreement while training");
    assertThat(texts(page, "text")).contains("agreement", "50.0\u00a0%");
    assertThat(texts(page, "p")).noneMatch(text -> text.contains("k ="));
  }

  private static Report bare(Optional<KnnHistory> knn, Optional<Health> health) {
    return new Report(
        "A run", "", List.of(), List.of(), List.of(), knn, health, Optional.empty(), List.of());
  }

  @Test
  void theBestFigure_isNamedInWords() throws Exception {
    List<String> cells = texts(parse(ReportPage.render(SampleReport.complete())), "td");

    assertThat(cells)
        .contains("24.7\u00a0% best", "19.1\u00a0%", "56.2\u00a0% best", "51.3\u00a0%");
  }

  private static Document parse(String html) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }

  private static List<String> texts(Document page, String tag) {
    NodeList elements = page.getElementsByTagName(tag);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < elements.getLength(); i++) {
      texts.add(elements.item(i).getTextContent());
    }
    return texts;
  }
}
