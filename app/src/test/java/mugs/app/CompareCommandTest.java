package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import mugs.train.RunFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class CompareCommandTest {
  @TempDir private Path temporary;

  private RunFolder one;
  private RunFolder two;

  @BeforeEach
  void write() throws IOException {
    one = WrittenRun.write(temporary.resolve("one"), "run.seed=1");
    WrittenRun.tell(one, 60);
    WrittenRun.end(one, 60);
    two =
        WrittenRun.write(temporary.resolve("two"), "run.seed=2", "supervision.group.prototypes=32");
    WrittenRun.tell(two, 10);
    WrittenRun.add(two, "{\"event\":\"warning\",\"step\":7,\"warning\":\"ill\"}\n");
  }

  private static List<String> rows(String printed) {
    return printed.lines().map(line -> line.replaceAll(" {2,}", "|")).toList();
  }

  @Test
  void runs_arePrintedSideBySide() {
    Captured compared = Captured.run("compare", one.path().toString(), two.path().toString());

    assertThat(compared.exitCode()).as(compared.err()).isZero();
    assertThat(rows(compared.out()))
        .containsExactly(
            "settings that differ|one|two",
            "supervision.group.prototypes|16|32",
            "run.seed|1|2",
            "",
            "how they went|one|two",
            "state|ended as planned|broken off",
            "pictures|24 from cats|24 from cats",
            "steps|60 of 60|10 of 60",
            "images seen|480|80",
            // the last 20 are steps 40 to 59: 3 - 0.01 * 49.5; of ten all: 3 - 0.01 * 4.5
            "last loss, instance|2.505|2.955",
            "last loss, group|2.500|2.500",
            "best kNN, broad|75.0 % (step 3)|75.0 % (step 3)",
            "last kNN, broad|50.0 %|50.0 %",
            "best kNN, fine|62.5 % (step 6)|62.5 % (step 6)",
            "last kNN, fine|62.5 %|62.5 %",
            "images/s|130|105",
            "warnings|0|1");
    int[] columns =
        compared.out().lines().filter(line -> line.startsWith("run.seed")).findFirst().stream()
            .flatMapToInt(line -> IntStream.of(line.indexOf("1"), line.indexOf("2")))
            .toArray();
    assertThat(compared.out().lines().findFirst().orElseThrow().indexOf("one"))
        .isEqualTo(columns[0]);
    assertThat(compared.out().lines().findFirst().orElseThrow().indexOf("two"))
        .isEqualTo(columns[1]);
  }

  @Test
  void whatARunHasNot_isADash_andEqualSettingsAreSaid() throws IOException {
    RunFolder begun = WrittenRun.write(temporary.resolve("begun"), "run.seed=1");
    Files.writeString(begun.events(), "{\"event\":\"start\",\"step\":0}\n");

    Captured compared = Captured.run("compare", one.path().toString(), begun.path().toString());

    assertThat(rows(compared.out()))
        .startsWith("settings that differ: none", "")
        .contains("last loss, instance|2.505|-", "best kNN, broad|75.0 % (step 3)|-")
        .contains("images/s|130|-");
  }

  @Test
  void runsOfOneName_areToldApartByTheirPaths() throws IOException {
    RunFolder other = WrittenRun.write(temporary.resolve("old/one"), "run.seed=1");
    WrittenRun.tell(other, 3);

    Captured compared = Captured.run("compare", one.path().toString(), other.path().toString());

    assertThat(rows(compared.out())).contains("how they went|" + one.path() + "|" + other.path());
  }

  @Test
  void withoutLabels_agreementIsCompared() throws IOException {
    for (RunFolder run : List.of(one, two)) {
      Files.writeString(
          run.events(),
          "{\"event\":\"knn\",\"step\":3,\"top1\":{\"neighbour-agreement\":0.25},"
              + "\"gallery\":0,\"queries\":24}\n");
    }

    Captured compared = Captured.run("compare", one.path().toString(), two.path().toString());

    assertThat(rows(compared.out()))
        .contains("best neighbour agreement|25.0 % (step 3)|25.0 % (step 3)");
  }

  @Test
  void json_isOneObject() throws IOException {
    Captured compared =
        Captured.run("compare", one.path().toString(), two.path().toString(), "--json");

    JsonNode json = JsonMapper.builder().build().readTree(compared.out());
    assertThat(json.get("runs")).hasSize(2);
    assertThat(json.get("runs").get(0).get("state").textValue()).isEqualTo("ended");
    assertThat(json.get("runs").get(1).get("steps").longValue()).isEqualTo(10);
    assertThat(json.get("runs").get(1).get("warnings").get(0).get("words").textValue())
        .isEqualTo("ill");
    assertThat(json.get("differences")).hasSize(2);
    assertThat(json.get("differences").get(0).get("key").textValue())
        .isEqualTo("supervision.group.prototypes");
    assertThat(json.get("differences").get(0).get("values").get(1).textValue()).isEqualTo("32");
    assertThat(json.has("report")).isFalse();
  }

  @Test
  void page_hasAllRunsInEachChart_andLoadsNothing() throws Exception {
    Path page = temporary.resolve("both.html");

    Captured compared =
        Captured.run(
            "compare", one.path().toString(), two.path().toString(), "--out", page.toString());

    assertThat(compared.exitCode()).as(compared.err()).isZero();
    assertThat(compared.out()).endsWith("The curves: " + page + "\n");
    String html = Files.readString(page);
    assertThat(html).doesNotContain("http:", "https:", "<script", "<link", "url(");
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(html)));
    NodeList charts = document.getElementsByTagName("svg");
    assertThat(charts.getLength()).isEqualTo(2 + 2 + 2); // losses, levels, entropy and speed
    for (int i = 0; i < charts.getLength(); i++) {
      assertThat(charts.item(i).getTextContent()).contains("one ", "two ");
    }
    // the number of prototypes differs, and with it the level of chance; the queue is the same
    assertThat(charts.item(0).getTextContent()).contains("chance: ln(1,024 + 1) = 6.93");
    assertThat(charts.item(1).getTextContent()).doesNotContain("chance");
  }

  @Test
  void wrongUsage_isOneLine() {
    assertRefused(
        2, "one run alone has nothing to be compared with", "compare", one.path().toString());
    assertRefused(
        2, temporary + " holds no run", "compare", one.path().toString(), temporary.toString());
    assertRefused(2, "missing required parameter: 'RUN'", "compare");
    Path recipe = one.path().resolve("recipe.yaml");
    assertRefused(
        2,
        "--out is " + recipe + ": give a file that ends in .html",
        "compare",
        one.path().toString(),
        two.path().toString(),
        "--out",
        recipe.toString());
  }

  private static void assertRefused(int exitCode, String message, String... arguments) {
    Captured refused = Captured.run(arguments);

    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(exitCode);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err()).startsWith("mugs: " + message);
  }
}
