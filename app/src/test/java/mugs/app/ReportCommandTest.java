package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import mugs.train.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportCommandTest {
  private static final String WARNING =
      "{\"event\":\"warning\",\"step\":7,\"warning\":\"the features of all pictures are alike\"}\n";

  @TempDir private Path temporary;

  private static List<String> texts(Path page, String tag) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(Files.readString(page))));
    NodeList elements = document.getElementsByTagName(tag);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < elements.getLength(); i++) {
      texts.add(elements.item(i).getTextContent());
    }
    return texts;
  }

  private void assertRefused(int exitCode, String message, String... arguments) {
    Captured refused = Captured.run(arguments);

    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(exitCode);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err()).startsWith("mugs: " + message);
  }

  @Test
  void aRunThatFailed_saysWhereAndWhy_andAdvisesNoResumeThatWouldFailAgain() throws Exception {
    RunFolder run = WrittenRun.write(temporary.resolve("cats-1"));
    WrittenRun.tell(run, 6);
    WrittenRun.add(
        run,
        "{\"event\":\"failure\",\"step\":7,\"reason\":\"a loss is not finite\","
            + "\"advice\":\"start again with a lower optimiser.rate\"}\n");
    WrittenRun.end(run, 6);

    assertThat(Captured.run("report", run.path().toString()).exitCode()).isZero();

    Path page = run.path().resolve("report.html");
    assertThat(texts(page, "dd")).contains("failed in step 7: a loss is not finite");
    assertThat(page)
        .content()
        .contains("start again with a lower optimiser.rate", "--set optimiser.rate=LOWER")
        .doesNotContain("--resume");
    RunFolder other = WrittenRun.write(temporary.resolve("dogs-1"));
    WrittenRun.tell(other, 6);
    assertThat(Captured.run("compare", run.path().toString(), other.path().toString()).out())
        .containsPattern("state +failed +broken off");
  }

  @Test
  void commandsToCopy_holdAPathWithSpacesTogether() throws Exception {
    RunFolder run = WrittenRun.write(temporary.resolve("my run 2"));
    WrittenRun.tell(run, 6);
    WrittenRun.end(run, 6);

    assertThat(Captured.run("report", run.path().toString()).exitCode()).isZero();

    assertThat(texts(run.path().resolve("report.html"), "code"))
        .contains(
            "mugs pretrain --resume --out '" + run.path() + "'",
            "mugs compare '" + run.path() + "' ANOTHER-RUN");
  }

  @Test
  void aRunThatEnded_isReportedWhole_besideWhatItWrote() throws Exception {
    RunFolder run = WrittenRun.write(temporary.resolve("cats-1"), "run.seed=5");
    WrittenRun.tell(run, 60);
    WrittenRun.end(run, 60);

    Captured reported = Captured.run("report", run.path().toString());

    Path page = run.path().resolve("report.html");
    assertThat(reported.exitCode()).as(reported.err()).isZero();
    assertThat(reported.out()).isEqualTo(page + "\n");
    assertThat(texts(page, "h1")).containsExactly("Run cats-1");
    assertThat(texts(page, "h2"))
        .containsExactly(
            "What was done", "How training went", "Accuracy while training", "Health", "What next");
    assertThat(texts(page, "dd"))
        .contains(
            "ended as planned",
            "24 from cats; 3 could not be read",
            "60 of 60 steps of 8 images: 480 images seen",
            "2 min 05 s",
            "130 images a second", // the median of 100 to 159 is 129.5
            "none",
            "5",
            "mugs-jvm 9, Java 17.0.1, MKL, 2 processors",
            "2026-01-02 03:04 UTC");
    assertThat(texts(page, "figcaption"))
        .extracting(String::strip)
        .containsExactly(
            "Instance supervision",
            "Group supervision",
            "Entropy of the teacher's choice",
            "Speed");
    assertThat(texts(page, "text")).contains("no choice: ln(16) = 2.77", "chance: ln(16) = 2.77");
    assertThat(texts(page, "p"))
        .contains("The run ended as planned, after 60 steps.", "The run gave no warning.");
  }

  @Test
  void aRunThatIsUnderWay_isReportedWithoutItsHalfWrittenLine() throws Exception {
    RunFolder run = WrittenRun.write(temporary.resolve("run"));
    WrittenRun.tell(run, 10);
    WrittenRun.add(run, WARNING + "{\"event\":\"step\",\"step\":99,\"lo");

    Captured reported = Captured.run("report", run.path().toString());

    assertThat(reported.exitCode()).as(reported.err()).isZero();
    assertThat(reported.err()).isEmpty();
    Path page = run.path().resolve("report.html");
    assertThat(texts(page, "dd"))
        .contains("broken off", "10 of 60 steps of 8 images: 80 images seen", "10 s");
    assertThat(texts(page, "li")).contains("Step 7: the features of all pictures are alike.");
    assertThat(texts(page, "code")).contains("mugs pretrain --resume --out " + run.path());
  }

  @Test
  void aRunThatHasJustBegun_hasFactsAlone() throws Exception {
    RunFolder run = WrittenRun.write(temporary.resolve("run"));
    Files.writeString(run.events(), "{\"event\":\"start\",\"step\":0}\n");

    assertThat(Captured.run("report", run.path().toString()).exitCode()).isZero();

    Path page = run.path().resolve("report.html");
    assertThat(texts(page, "h2")).containsExactly("What was done", "What next");
    assertThat(texts(page, "dd")).contains("0 of 60 steps of 8 images: 0 images seen");
  }

  @Test
  void out_isWritten_andTheRunIsLeftAsItWas() throws Exception {
    RunFolder run = WrittenRun.write(temporary.resolve("run"));
    WrittenRun.tell(run, 3);
    Path page = temporary.resolve("page.html");

    Captured reported =
        Captured.run("report", run.path().toString(), "--out", page.toString(), "--json");

    assertThat(texts(page, "h1")).containsExactly("Run run");
    assertThat(run.path().resolve("report.html")).doesNotExist();
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).containsExactlyInAnyOrder(run.path(), page);
    }
    JsonNode json = JsonMapper.builder().build().readTree(reported.out());
    assertThat(json.get("report").textValue()).isEqualTo(page.toString());
    assertThat(json.get("run").textValue()).isEqualTo(run.path().toString());
    assertThat(json.get("state").textValue()).isEqualTo("brokenOff");
    assertThat(json.get("steps").longValue()).isEqualTo(6);
    assertThat(json.get("plannedSteps").longValue()).isEqualTo(60);
    assertThat(json.get("imagesSeen").longValue()).isEqualTo(48);
    assertThat(json.get("imagesPerSecond").doubleValue()).isEqualTo(101);
    assertThat(json.get("losses").get("instance").doubleValue()).isCloseTo(2.99, within(1e-12));
    assertThat(json.get("knn").get("broad").get("best").doubleValue()).isEqualTo(.75);
    assertThat(json.get("knn").get("broad").get("bestStep").longValue()).isEqualTo(3);
    assertThat(json.get("knn").get("broad").get("last").doubleValue()).isEqualTo(.5);
    assertThat(json.get("warnings")).isEmpty();
  }

  @Test
  void pageOfADemo_isNotOverwritten() throws Exception {
    RunFolder run = WrittenRun.write(temporary.resolve("demo-1"));
    WrittenRun.tell(run, 3);
    run.writeText("demo.json", "{}");
    run.writeText("report.html", "the demo's");

    Captured reported = Captured.run("report", run.path().toString());

    assertThat(reported.out()).isEqualTo(run.path().resolve("run.html") + "\n");
    assertThat(texts(run.path().resolve("run.html"), "h1")).containsExactly("Run demo-1");
    assertThat(run.path().resolve("report.html")).hasContent("the demo's");
  }

  @Test
  void aFolderThatIsNoRun_isRefused() {
    assertRefused(2, temporary + " holds no run (no recipe.yaml)", "report", temporary.toString());
    Path missing = temporary.resolve("missing");
    assertRefused(2, missing + " is no folder", "report", missing.toString());
  }

  @Test
  void aRunWithoutAnyEvent_andBrokenEvents_areRefused_andNothingIsWritten() throws IOException {
    RunFolder run = WrittenRun.write(temporary.resolve("run"));
    assertRefused(1, run.events() + " has no event yet", "report", run.path().toString());

    WrittenRun.tell(run, 3);
    WrittenRun.add(run, "oops\n");
    assertRefused(1, run.events() + ", line 7 is no event", "report", run.path().toString());

    assertThat(run.path().resolve("report.html")).doesNotExist();
  }

  @Test
  void out_isAPage_andNeverAnotherFileOfTheRun() throws IOException {
    RunFolder run = WrittenRun.write(temporary.resolve("run"));
    WrittenRun.tell(run, 3);
    Path recipe = run.path().resolve("recipe.yaml");
    String before = Files.readString(recipe);
    Path folder = Files.createDirectory(temporary.resolve("folder.html"));

    assertRefused(
        2,
        "--out is " + recipe + ": give a file that ends in .html",
        "report",
        run.path().toString(),
        "--out",
        recipe.toString());
    assertRefused(
        2,
        "--out is " + folder + ", which is a folder: give a file",
        "report",
        run.path().toString(),
        "--out",
        folder.toString());

    assertThat(recipe).hasContent(before);
  }

  @Test
  void aPageThatCannotBeWritten_isNamed() throws IOException {
    RunFolder run = WrittenRun.write(temporary.resolve("run"));
    WrittenRun.tell(run, 3);
    Path nowhere = temporary.resolve("nowhere/page.html");

    assertRefused(
        1,
        "cannot write " + nowhere + ": no such file or folder",
        "report",
        run.path().toString(),
        "--out",
        nowhere.toString());
  }
}
