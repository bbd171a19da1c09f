package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateKnnCommandTest {
  @TempDir Path folder;

  private Path pictures;
  private Path weights;

  @BeforeEach
  void write() throws IOException {
    pictures = ColouredPictures.write(folder.resolve("pictures"));
    weights = TinyWeights.write(folder.resolve("net"));
  }

  private Captured knn(String... arguments) {
    List<String> all = new ArrayList<>(List.of("evaluate", "knn"));
    all.addAll(List.of(arguments));
    if (!all.contains("--weights")) {
      all.addAll(List.of("--weights", weights.toString()));
    }
    return Captured.run(all.toArray(String[]::new));
  }

  private static JsonNode json(Captured run) throws IOException {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void alikePictures_areTold_andTheRecordSaysWhatWasMeasured() throws IOException {
    Path out = folder.resolve("knn.json");

    Captured run =
        knn(
            pictures.toString(),
            "--k",
            "1,4",
            "--json",
            "--split",
            "0.25",
            "--seed",
            "3",
            "--out",
            out.toString());

    JsonNode found = json(run);
    assertThat(found.path("results")).hasSize(2);
    JsonNode second = found.path("results").get(1);
    assertThat(second.path("k").asInt()).isEqualTo(4);
    assertThat(second.path("temperature").asDouble()).isEqualTo(0.07);
    assertThat(second.path("top1").asDouble()).isEqualTo(1);
    assertThat(second.path("top5").asDouble()).isEqualTo(1);
    assertThat(found.path("train").path("pictures").asInt()).isEqualTo(18);
    assertThat(found.path("test").path("pictures").asInt()).isEqualTo(6);
    assertThat(found.path("division").path("kind").asText()).isEqualTo("split");
    assertThat(found.path("division").path("share").asDouble()).isEqualTo(0.25);
    assertThat(found.path("division").path("seed").asInt()).isEqualTo(3);
    assertThat(found.path("weightsSha256").asText()).hasSize(64);
    assertThat(found.path("sharedPictures").asInt()).isZero();
    assertThat(new ObjectMapper().readTree(out.toFile())).isEqualTo(found);
    assertThat(run.err())
        .contains("Testing on 6 of 24 pictures: 0.25 of each class at level level-1")
        .contains("Features are not kept");
  }

  @Test
  void theTable_hasALineForEachK() {
    Captured run = knn(pictures.toString(), "--k", "1,4", "--leave-one-out");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "level k temperature top-1 top-5",
            "level-1 1 0.07 100.00 % 100.00 %",
            "level-1 4 0.07 100.00 % 100.00 %");
  }

  @Test
  void pictureThatIsAloneInItsClass_isWrong_andTold() throws IOException {
    Path alone = pictures.resolve("alone");
    Files.createDirectories(alone);
    try (Stream<Path> red = Files.list(pictures.resolve("red"))) {
      Files.move(red.sorted().findFirst().orElseThrow(), alone.resolve("one.png"));
    }
    int all;
    try (Stream<Path> files = Files.walk(pictures)) {
      all = (int) files.filter(Files::isRegularFile).count();
    }

    Captured run = knn(pictures.toString(), "--k", "1", "--leave-one-out", "--json");

    JsonNode result = json(run).path("results").get(0);
    assertThat(result.path("queriesWithoutMatch").asInt()).isEqualTo(1);
    assertThat(result.path("top5").asDouble()).isEqualTo((all - 1.0) / all);
    assertThat(run.err())
        .contains("At level level-1 1 picture has no other of its class: counted as wrong");
  }

  @Test
  void features_areKeptInTheFolderThatIsNamed_andReadTheNextTime() throws IOException {
    Path cache = folder.resolve("cache");
    List<String> arguments = List.of(pictures.toString(), "--k", "1", "--cache", cache.toString());

    Captured first = knn(arguments.toArray(String[]::new));
    Captured second = knn(arguments.toArray(String[]::new));

    assertThat(first.err()).contains("embedded 24/24");
    assertThat(second.err())
        .contains("Features of 24 pictures are there already: " + cache)
        .doesNotContain("embedded");
    assertThat(second.out()).isEqualTo(first.out());
    try (Stream<Path> files = Files.list(cache)) {
      assertThat(files).hasSize(4);
    }
  }

  /** Nothing is asked of the system that an administrator would be granted. */
  @Test
  void folderThatCannotBeWritten_isToldAtOnce() throws IOException {
    Path file = Files.writeString(folder.resolve("a-file"), "in the way");
    String missing = folder.resolve("no-weights").toString(); // would be told next

    for (Path cache : List.of(file, file.resolve("below"))) {
      Captured refused =
          knn(pictures.toString(), "--weights", missing, "--cache", cache.toString());
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err())
          .isEqualTo(
              "mugs: --cache %s cannot be written (%s is a file): name a folder that can be made or written\n"
                  .formatted(cache, file));
    }
    Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc")), "there is no such folder here");
    Captured refused = knn(pictures.toString(), "--cache", "/proc/mugs-features");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .startsWith("mugs: --cache /proc/mugs-features cannot be written (/proc: ")
        .hasLineCount(1);
  }

  @Test
  void folderThatCanBeWritten_isNotMade_whereNothingComesOfIt() {
    Path cache = folder.resolve("not/yet");

    Captured refused = knn(pictures.toString(), "--label", "breed", "--cache", cache.toString());

    assertThat(refused.err()).contains("no label level 'breed'");
    assertThat(folder).isDirectoryNotContaining(path -> path.endsWith("not"));
  }

  @Test
  void featuresOfARunThatCannotBeWritten_areMadeForTheOneEvaluation_andThatIsSaid()
      throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    Files.writeString(run.resolve("recipe.yaml"), "extends: demo\n");
    Path inTheWay = Files.writeString(run.resolve("features"), "mine");
    Path inRun = TinyWeights.write(run.resolve("checkpoints").resolve("step-00000001"));

    Captured done = knn(pictures.toString(), "--k", "1", "--weights", inRun.toString());

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.err())
        .contains(
            "Features are not kept: %s cannot be written (%s is a file); --cache DIR keeps them"
                .formatted(inTheWay, inTheWay));
    assertThat(inTheWay).hasContent("mine");
  }

  @Test
  void featuresOfARun_areKeptInItsFolder() throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    Files.writeString(run.resolve("recipe.yaml"), "extends: demo\n");
    Path inRun = TinyWeights.write(run.resolve("checkpoints").resolve("step-00000001"));

    Captured done = knn(pictures.toString(), "--k", "1", "--weights", inRun.toString());

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(run.resolve("features")).isNotEmptyDirectory();
  }

  @Test
  void twoSources_areMatchedByName_andSharedAndUnknownPicturesAreTold() throws IOException {
    Path test = folder.resolve("test");
    Files.createDirectories(test.resolve("green"));
    Files.createDirectories(test.resolve("grey"));
    Files.copy(pictures.resolve("green").resolve("3.png"), test.resolve("green").resolve("a.png"));
    BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(grey, "png", test.resolve("grey").resolve("b.png").toFile());

    Captured run =
        knn("--train", pictures.toString(), "--test", test.toString(), "--k", "3", "--json");

    JsonNode found = json(run);
    assertThat(found.path("results").get(0).path("top1").asDouble()).isEqualTo(0.5);
    assertThat(found.path("sharedPictures").asInt()).isEqualTo(1);
    assertThat(found.path("labels").path("level-1").path("unknownTestClasses").get(0).asText())
        .isEqualTo("grey");
    assertThat(run.err())
        .contains("1 of the pictures to be tested is, byte by byte the same, among those")
        .contains("of the pictures to be tested 1 has a class at level level-1 that no")
        .contains("such as grey: counted as wrong\n");
  }

  @Test
  void usualNumbersOfNeighbours_thatPicturesDoNotSufficeFor_areLeftOut() throws IOException {
    Captured run = knn(pictures.toString(), "--json");

    assertThat(json(run).path("results")).hasSize(1);
    assertThat(json(run).path("results").get(0).path("k").asInt()).isEqualTo(10);
    assertThat(run.err()).contains("Left out k 20, 100, 200: there are 18 pictures");
  }

  @Test
  void picturesThatAreAloneInTheirClass_areTold() throws IOException {
    Path lone = pictures.resolve("lone");
    Files.createDirectories(lone);
    Files.copy(pictures.resolve("green").resolve("3.png"), lone.resolve("a.png"));

    assertThat(knn(pictures.toString(), "--k", "1").err())
        .contains("never tested, being alone in a class of level level-1: 1 picture\n");
  }

  @Test
  void whatCannotBeMeasured_endsInOneLine() throws IOException {
    Path flat = pictures.resolve("red");
    String all = pictures.toString();

    assertRefused(knn(all, "--k", "5,19"), 2, "--k is 19, but there are only 18 pictures");
    assertRefused(knn(flat.toString(), "--k", "1"), 1, "have no labels");
    assertRefused(knn(all, "--k", "1", "--label", "breed"), 1, "no label level 'breed'");
    assertRefused(knn(all, "--weights", folder.resolve("no").toString()), 2, "no such file");
    assertRefused(knn("--k", "1"), 2, "which pictures?");
    assertRefused(knn(all, "--train", all), 2, "there are both");
    assertRefused(knn("--test", all), 2, "there is --test but no --train: ");
    assertRefused(knn(all, "--test", all), 2, "there is --test but no --train: ");
    assertRefused(knn("--train", all), 2, "there is --train but no --test: ");
    assertRefused(knn("--train", all, "--test", all, "--split", "0.1"), 2, "--split cuts one");
    assertRefused(knn(all, "--leave-one-out", "--split", "0.1"), 2, "give one of both");
    assertRefused(knn(all, "--split", "1"), 2, "--split is 1:");
    assertRefused(knn(all, "--k", "0"), 2, "--k is 0");
    assertRefused(knn(all, "--temperature", "0"), 2, "--temperature is 0.0");
    assertRefused(
        knn(all, "--temperature", "0.05,0.1"),
        2,
        "invalid value for option '--temperature': it takes one number, not '0.05,0.1' (see");
    assertRefused(
        knn(all, "--k", "5,x"), 2, "it takes whole numbers with commas between, and 'x' is none");
    assertRefused(knn(all, "--k", "1", "--out", "x.csv"), 2, "ends in .json");
  }

  @Test
  void oneClass_isRefused() throws IOException {
    Path one = folder.resolve("one");
    Files.createDirectories(one);
    Files.move(pictures.resolve("red"), one.resolve("red"));

    assertRefused(knn(one.toString(), "--k", "1"), 1, "are of one class at level level-1 (red)");
  }

  private static void assertRefused(Captured run, int exitCode, String reason) {
    assertThat(run.err()).contains(reason);
    assertThat(run.err().lines().filter(line -> line.startsWith("mugs: "))).hasSize(1);
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
  }
}
