package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import mugs.verify.SmallRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        .matches("FAILED: 5 of \\d+ groups in 5 replays are beyond tolerance");
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
                + " is no recorded run: neither it nor a folder in it holds a run.json\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cases.json", "expected.json", "settings.json"})
  void folderOfAnotherKind_isWrongUsage_andNamedAsWhatItIs(String file) throws IOException {
    Files.createFile(temporary.resolve(file));

    Captured refused = Captured.run("verify", temporary.toString());

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .isEqualTo(
            "mugs: %s holds a %s: this version verifies recorded training runs alone, which hold a run.json\n"
                .formatted(temporary, file));
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
