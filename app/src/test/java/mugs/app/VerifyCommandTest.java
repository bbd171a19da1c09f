package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import mugs.verify.SmallRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  @TempDir private Path temporary;

  @Test
  void builtInRun_isReplayedInFiveWays_whenNoFolderIsGiven() {
    Captured verified = Captured.run("verify");

    assertThat(verified.exitCode()).isZero();
    List<String> lines = verified.out().lines().toList();
    assertThat(lines).filteredOn(line -> !line.startsWith("  ok ")).hasSize(1 + 5 + 1);
    assertThat(lines.get(0)).isEqualTo("the built-in run");
    assertThat(lines)
        .contains(
            "built-in, float64, whole batch",
            "built-in, float64, micro-batch 1",
            "built-in, float64, micro-batch 3",
            "built-in, float64, 2 workers",
            "built-in, float32, whole batch");
    assertThat(lines.get(lines.size() - 1))
        .isEqualTo("verified: %d groups in 5 replays, all hold".formatted(lines.size() - 7));
  }

  @Test
  void everyRunInAFolder_isReplayed_andOneThatDiffersFailsAll() throws IOException {
    copyRun("good");
    Path wrong = copyRun("wrong");
    change(wrong, "\"wd_end\": 0.4", "\"wd_end\": 0.5");
    Files.createDirectory(temporary.resolve("neither"));

    Captured verified = Captured.run("verify", "--json", temporary.toString());

    assertThat(verified.exitCode()).isEqualTo(1);
    JsonNode json = JsonMapper.builder().build().readTree(verified.out());
    assertThat(json.get("holds").booleanValue()).isFalse();
    assertThat(json.get("replays")).hasSize(10);
    JsonNode first = json.get("replays").get(0);
    assertThat(first.get("folder").textValue()).isEqualTo(temporary.resolve("good").toString());
    assertThat(first.get("precision").textValue()).isEqualTo("float64");
    assertThat(first.get("microBatch").intValue()).isZero();
    assertThat(first.get("workers").intValue()).isEqualTo(1);
    assertThat(first.get("holds").booleanValue()).isTrue();
    JsonNode last = json.get("replays").get(9);
    assertThat(last.get("folder").textValue()).isEqualTo(wrong.toString());
    assertThat(last.get("holds").booleanValue()).isFalse();
    assertThat(
            StreamSupport.stream(last.get("comparisons").spliterator(), false)
                .filter(comparison -> !comparison.get("holds").booleanValue()))
        .singleElement()
        .satisfies(
            comparison -> {
              assertThat(comparison.get("group").textValue()).isEqualTo("schedules");
              assertThat(comparison.get("tensors").intValue()).isEqualTo(4);
              assertThat(comparison.get("where").textValue()).startsWith("weight decay[");
              assertThat(comparison.get("difference").doubleValue())
                  .isGreaterThan(comparison.get("tolerance").doubleValue());
            });
  }

  @Test
  void differences_areToldInTheLastLine() throws IOException {
    Path wrong = copyRun("wrong");
    change(wrong, "\"wd_end\": 0.4", "\"wd_end\": 0.5");

    Captured verified = Captured.run("verify", wrong.toString());

    assertThat(verified.exitCode()).isEqualTo(1);
    List<String> lines = verified.out().lines().toList();
    assertThat(lines.get(lines.size() - 1))
        .matches("FAILED: 5 of \\d+ groups in 5 replays do not hold");
    assertThat(lines).filteredOn(line -> line.startsWith("  FAIL schedules")).hasSize(5);
  }

  @Test
  void brokenRun_isOneLine_andExitCodeOne() throws IOException {
    Path broken = copyRun("broken");
    Files.delete(broken.resolve("initial.safetensors"));

    Captured refused = Captured.run("verify", broken.toString());

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo(
            "mugs: " + broken + " is not a whole recorded run: it lacks initial.safetensors\n");
  }

  @Test
  void missingFolder_isWrongUsage() {
    Path nowhere = temporary.resolve("nowhere");

    Captured refused = Captured.run("verify", nowhere.toString());

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).isEqualTo("mugs: " + nowhere + ": no such folder\n");
  }

  @Test
  void folderWithoutARun_isWrongUsage() {
    Captured refused = Captured.run("verify", temporary.toString());

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo(
            "mugs: "
                + temporary
                + " holds nothing recorded:"
                + " neither it nor a folder in it holds a run.json or a cases.json or a settings.json or an expected.json\n");
  }

  @Test
  void changedPictures_haveALineAnOperation_andALastLine() throws IOException {
    writePictures(temporary, "flip", "invert");

    Captured verified = Captured.run("verify", temporary.toString());

    assertThat(verified.out().lines())
        .containsExactly(
            temporary + ", 2 cases",
            "  ok   flip                                   1 case   mean 0.000 (at most 0.5)"
                + "  percentile 99.9 is 0.00 (at most 3)",
            "  FAIL invert                                 1 case   mean 155.000 (at most 0.5)"
                + "  percentile 99.9 is 155.00 (at most 3)  1.png  (1 failed)",
            "FAILED: 1 of 2 cases of 2 operations do not hold");
    assertThat(verified.exitCode()).isEqualTo(1);
  }

  @Test
  void foldersOfSeveralKinds_areVerifiedWhole_inOneObject() throws IOException {
    copyRun("run");
    writePictures(Files.createDirectory(temporary.resolve("pictures")), "flip", "whirl");
    Path features = Files.createDirectory(temporary.resolve("features"));
    Files.writeString(features.resolve("expected.json"), "{\"coco\": {\"AP\": 0.1}}");

    Captured verified = Captured.run("verify", "--json", temporary.toString());

    assertThat(verified.exitCode()).isEqualTo(1);
    JsonNode json = JsonMapper.builder().build().readTree(verified.out());
    assertThat(json.get("holds").booleanValue()).isFalse();
    assertThat(json.get("replays")).hasSize(5).allMatch(node -> node.get("holds").booleanValue());
    assertThat(json.get("augmentations")).hasSize(1);
    JsonNode coco = json.get("evaluations").get(0).get("figures").get(0);
    assertThat(coco.get("figure").textValue()).isEqualTo("coco");
    assertThat(coco.get("verified").booleanValue()).isFalse();
    assertThat(coco.get("holds").booleanValue()).isTrue();
    JsonNode augmentation = json.get("augmentations").get(0);
    assertThat(augmentation.get("folder").textValue())
        .isEqualTo(temporary.resolve("pictures").toString());
    assertThat(augmentation.get("cases").intValue()).isEqualTo(2);
    JsonNode flip = augmentation.get("operations").get(0);
    assertThat(flip.get("operation").textValue()).isEqualTo("flip");
    assertThat(flip.get("worstMean").doubleValue()).isZero();
    assertThat(flip.get("worstPercentile").doubleValue()).isZero();
    assertThat(flip.get("holds").booleanValue()).isTrue();
    JsonNode whirl = augmentation.get("operations").get(1);
    assertThat(whirl.get("failed").intValue()).isEqualTo(1);
    assertThat(whirl.get("refused").get(0).get("case").textValue()).isEqualTo("1.png");
  }

  @Test
  void lastLine_tellsTheKindThatFailsFromTheOneThatHolds() throws IOException {
    copyRun("run");
    writePictures(Files.createDirectory(temporary.resolve("pictures")), "flip", "invert");

    Captured verified = Captured.run("verify", temporary.toString());

    List<String> lines = verified.out().lines().toList();
    assertThat(lines.get(lines.size() - 1))
        .matches("FAILED: 1 of 2 cases of 2 operations do not hold; \\d+ groups in 5 replays do");
  }

  /** Writes a grey picture and cases that say of each operation that it changes nothing. */
  private static void writePictures(Path folder, String... operations) throws IOException {
    BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 16; i++) {
      picture.setRGB(i % 4, i / 4, 0x323232); // 50, whose inverse is 205
    }
    List<String> cases = new ArrayList<>();
    for (String operation : operations) {
      String file = cases.size() + ".png";
      ImageIO.write(picture, "png", folder.resolve(file).toFile());
      cases.add(
          "{\"file\": \"%s\", \"source\": \"%1$s\", \"operation\": \"%s\", \"arguments\": {}}"
              .formatted(file, operation));
    }
    Files.writeString(folder.resolve("cases.json"), cases.toString());
  }

  private Path copyRun(String name) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve(name));
    try (SmallRun run = SmallRun.open();
        Stream<Path> files = Files.list(run.folder())) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return folder;
  }

  private static void change(Path folder, String was, String now) throws IOException {
    Path file = folder.resolve("run.json");
    Files.writeString(file, Files.readString(file).replace(was, now));
  }
}
