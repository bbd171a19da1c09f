package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three kinds of pictures that any network tells apart: all figures are perfect. */
class EvaluateProtocolsTest {

  @TempDir Path folder;

  private Path pictures;
  private Path weights;

  @BeforeEach
  void write() throws IOException {
    pictures = ColouredPictures.write(folder.resolve("pictures"));
    weights = TinyWeights.write(folder.resolve("net"));
  }

  private Captured evaluate(String protocol, String... more) {
    List<String> all = new ArrayList<>(List.of("evaluate", protocol, pictures.toString()));
    all.addAll(List.of("--weights", weights.toString()));
    all.addAll(List.of(more));
    return Captured.run(all.toArray(String[]::new));
  }

  private static JsonNode first(Captured run) throws IOException {
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode results = new ObjectMapper().readTree(run.out()).path("results");
    assertThat(results).hasSize(1);
    assertThat(results.get(0).path("level").asText()).isEqualTo("level-1");
    return results.get(0);
  }

  @Test
  void logistic_choosesAPenalty_andTellsBothFigures() throws IOException {
    JsonNode found = first(evaluate("logistic", "--penalty", "0.001,0.0001", "--json"));

    assertThat(found.path("trials")).hasSize(2);
    assertThat(found.path("heldOutTop1").asDouble()).isEqualTo(1);
    assertThat(found.path("top1").asDouble()).isEqualTo(1);
    assertThat(found.path("objective").asDouble()).isPositive();
    Captured table = evaluate("logistic", "--penalty", "0.001,0.0001");
    assertThat(table.out().lines()).hasSize(3);
    assertThat(table.err())
        .contains("level level-1, penalty 0.0001")
        .contains("At level level-1 the largest penalty tried is the best");
    assertThat(evaluate("logistic", "--penalty", "0.001,0.00001").err())
        .contains("others beyond 0.001 may be better");
    assertThat(evaluate("logistic", "--penalty", "0.00002,0.00001").err())
        .contains("others beyond 2e-5 may be better");
    assertThat(table.out()).contains("0.001").contains("0.0001").contains("held out top-1");
  }

  @Test
  void logisticByTheAuthorsPenalties_dividesThemByTheNumberOfPictures() throws IOException {
    Captured run = evaluate("logistic", "--authors", "--split", "0.25", "--json");

    JsonNode penalties = new ObjectMapper().readTree(run.out()).path("settings").path("penalties");
    assertThat(penalties).hasSize(7);
    assertThat(penalties.get(0).asDouble()).isCloseTo(0.3 / 18, within(1e-12));
  }

  @Test
  void retrieval_looksUpEveryPictureAmongTheOthers() throws IOException {
    JsonNode found = first(evaluate("retrieval", "--k", "1,7", "--json"));

    assertThat(found.path("meanAveragePrecision").asDouble()).isEqualTo(1);
    assertThat(found.path("recall").get(1).path("k").asInt()).isEqualTo(7);
    assertThat(found.path("recall").get(1).path("recall").asDouble()).isEqualTo(1);
    assertThat(found.path("queries").asInt()).isEqualTo(24);
    assertThat(evaluate("retrieval").out()).contains("mAP").contains("recall@10");
  }

  @Test
  void retrievalOfACut_looksUpTheOnePartInTheOther() throws IOException {
    assertThat(first(evaluate("retrieval", "--split", "0.25", "--json")).path("queries").asInt())
        .isEqualTo(6);
  }

  /** Of each colour there are three, of which two are to be found by the third; grey is alone. */
  @Test
  void retrieval_leavesOutUsualNumbersThatExceedThePictures_andSaysWhatIsNotCounted()
      throws IOException {
    Path few = ColouredPictures.write(folder.resolve("few"), 3);
    Path grey = Files.createDirectories(few.resolve("grey"));
    Files.copy(pictures.resolve("red").resolve("7.png"), grey.resolve("0.png"));

    Captured run =
        Captured.run("evaluate", "retrieval", few.toString(), "--weights", weights.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("Left out k 10: there are 9 pictures to find neighbours among\n")
        .contains("At level level-1 1 picture has no other of its class: not counted\n");
    assertThat(run.out().lines().findFirst().orElseThrow()).endsWith("recall@1  recall@5");
  }

  @Test
  void cluster_findsTheClasses() throws IOException {
    JsonNode found = first(evaluate("cluster", "--json"));

    assertThat(found.path("clusters").asInt()).isEqualTo(3);
    assertThat(found.path("accuracy").asDouble()).isEqualTo(1);
    assertThat(found.path("normalisedMutualInformation").asDouble()).isCloseTo(1, within(1e-12));
    assertThat(found.path("adjustedRand").asDouble()).isEqualTo(1);
    assertThat(found.path("fowlkesMallows").asDouble()).isCloseTo(1, within(1e-12));
    Captured two = evaluate("cluster", "--clusters", "2");
    assertThat(two.out()).contains("66.67 %");
    assertThat(two.err()).contains("Looking for 2 clusters: level 1 of 1, level-1\n");
  }

  @Test
  void granularity_tellsWhatEachKindOfFeaturesKnows_inATableAndAPage() throws IOException {
    Path page = folder.resolve("page.html");

    Captured run = evaluate("granularity", "--page", page.toString(), "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("pixels taken ");
    JsonNode found = new ObjectMapper().readTree(run.out());
    assertThat(found.path("results")).hasSize(6);
    JsonNode last = found.path("results").get(5);
    assertThat(last.path("features").asText()).isEqualTo("trained");
    assertThat(last.path("level").asText()).isEqualTo("level-1");
    assertThat(last.path("meanAveragePrecision").asDouble()).isEqualTo(1);
    assertThat(last.path("clusterAccuracy").asDouble()).isEqualTo(1);
    assertThat(found.path("results").get(0).path("level").asText()).isEqualTo("instance");
    assertThat(found.path("results").get(0).has("clusterAccuracy")).isFalse();
    assertThat(found.path("page").asText()).isEqualTo(page.toString());
    assertThat(page).content().contains("What features know at each granularity");
    assertThat(page)
        .content()
        .contains("<dt>Weights</dt><dd>" + weights + "</dd>")
        .contains("<dt>Collection</dt><dd>pictures</dd>")
        .contains("<dt>Pictures</dt><dd>24</dd>")
        .contains("<dt>Features</dt><dd>token class, 16 wide, of 16 x 16 pixels</dd>")
        .contains("<dt>Seed</dt><dd>0</dd>");
    assertThat(run.err())
        .contains("Measuring the features of raw pixels (1 of 3)\n")
        .contains("Measuring the features of trained network (3 of 3)\n")
        .doesNotContain("Most of the time");
    Captured table = evaluate("granularity", "--pictures", "12");
    assertThat(table.out().lines()).hasSize(7);
    assertThat(table.err()).contains("No plot is written");
    evaluate("granularity", "--pictures", "12", "--seed", "7", "--page", page.toString());
    assertThat(page)
        .content()
        .contains("<dt>Pictures</dt><dd>12 of 24</dd>")
        .contains("<dt>Seed</dt><dd>7</dd>");
  }

  /** 600 pictures of 500 classes at one level and three at the other. */
  @Test
  void levelOfHardlyMoreThanAPictureAClass_isToldBeforeTheWork() throws IOException {
    StringBuilder manifest = new StringBuilder("path,colour,own\n");
    ColouredPictures.write(folder.resolve("many"), 200);
    int row = 0;
    for (String colour : List.of("red", "green", "blue")) {
      for (int i = 0; i < 200; i++, row++) {
        manifest.append("many/%s/%d.png,%s,%d\n".formatted(colour, i, colour, row % 500));
      }
    }
    pictures = Files.writeString(folder.resolve("many.csv"), manifest);
    String told =
        "Most of the time of measuring goes to level own, 500 classes of 600 pictures: --label colour leaves it out, fewer --restarts";

    Captured clusters = evaluate("cluster", "--restarts", "1");
    Captured study = evaluate("granularity", "--token", "last-3"); // of two blocks: it ends there

    assertThat(clusters.exitCode()).as(clusters.err()).isZero();
    assertThat(clusters.err())
        .containsSubsequence(
            told + " shorten it\n", "Looking for 500 clusters: level 2 of 2, own\n");
    assertThat(study.exitCode()).as(study.err()).isEqualTo(2);
    assertThat(study.err())
        .containsSubsequence(told + " or --pictures shorten it\n", "the last 3 blocks");
    assertThat(evaluate("cluster", "--restarts", "1", "--clusters", "3").err())
        .doesNotContain("Most of the time");
  }

  /** Of 24 pictures one is a copy, and one beside them is none. */
  @Test
  void granularity_saysHowFeaturesWereTaken_andWhatMakesFiguresTooGood() throws IOException {
    Path red = pictures.resolve("red");
    Files.copy(red.resolve("0.png"), red.resolve("copy.png"));
    Files.delete(red.resolve("1.png"));
    Files.writeString(red.resolve("none.png"), "no picture");
    int size = 2 * TinyWeights.NETWORK.imageSize();

    Captured run =
        evaluate(
            "granularity",
            "--json",
            "--pictures",
            "25",
            "--token",
            "mean-patch",
            "--size",
            Integer.toString(size));

    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode found = new ObjectMapper().readTree(run.out());
    assertThat(found.path("features").path("token").asText()).isEqualTo("mean-patch");
    assertThat(found.path("features").path("size").asInt()).isEqualTo(size);
    assertThat(found.path("features").path("precision").asText()).isEqualTo("float32");
    assertThat(found.path("network").asText()).contains("blocks");
    assertThat(found.path("labels").path("level-1").path("classes").asInt()).isEqualTo(3);
    assertThat(found.path("test").path("pictures").asInt()).isEqualTo(24);
    assertThat(found.path("test").path("skippedInSource").asInt()).isEqualTo(1);
    assertThat(found.path("sharedPictures").asInt()).isEqualTo(2);
    assertThat(run.err())
        .contains("1 picture cannot be read and is left out")
        .contains("2 of the pictures are stored more than once, byte by byte the same");
    JsonNode few =
        new ObjectMapper().readTree(evaluate("granularity", "--json", "--pictures", "12").out());
    assertThat(few.path("settings").path("k").asInt())
        .isEqualTo(few.path("test").path("pictures").asInt() - 1);
  }

  @Test
  void wrongUse_endsInOneLine() {
    assertRefused(evaluate("cluster", "--split", "0.5"), 2, "unknown option '--split'");
    assertRefused(evaluate("cluster", "--restarts", "0"), 2, "--restarts is 0");
    assertRefused(
        evaluate("cluster", "--clusters", "25"),
        2,
        "--clusters is 25, but there are only 24 pictures to group: it takes a whole number from 2 to 24");
    assertRefused(evaluate("cluster", "--clusters", "1"), 2, "--clusters is 1: ");
    assertRefused(evaluate("logistic", "--penalty", "0"), 2, "--penalty is 0.0");
    assertRefused(evaluate("logistic", "--held-out", "1"), 2, "--held-out is 1.0");
    assertRefused(evaluate("logistic", "--authors", "--penalty", "1"), 2, "give one of them");
    assertRefused(evaluate("retrieval", "--k", "0"), 2, "--k is 0");
    assertRefused(
        evaluate("retrieval", "--k", "23,24"), 2, "--k is 24, but there are only 23 pictures");
    assertRefused(
        Captured.run("evaluate", "retrieval", "--train", pictures.toString(), "--weights", "w"),
        2,
        "there is --train but no --test: ");
    Captured alone = Captured.run("evaluate");
    assertRefused(alone, 2, "missing command: one of knn, linear, logistic, fine-tune");
    assertRefused(evaluate("granularity", "--page", "x.pdf"), 2, "ends in .html");
    assertRefused(evaluate("granularity", "--label", "tone"), 1, "no label level 'tone'");
  }

  private static void assertRefused(Captured run, int exitCode, String reason) {
    assertThat(run.err()).contains(reason);
    assertThat(run.err().lines().filter(line -> line.startsWith("mugs: "))).hasSize(1);
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
  }
}
