package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that the system lets write no large file: its checkpoints do not fit, all else does.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(600) // against hanging alone
class FullDiskTest {

  /** 32 kB: more than events and TensorBoard's files take, less than the teacher. */
  private static final int BLOCKS = 64;

  @TempDir Path folder;

  private Path log;
  private Path pictures;
  private Path recipe;

  @BeforeEach
  void write() throws IOException {
    log = folder.resolve("log");
    pictures = TinyPictures.write(folder.resolve("pictures"));
    recipe = TinyPictures.writeRecipe(folder);
  }

  private List<String> begin(String run, String hours) {
    return List.of(
        "pretrain",
        pictures.toString(),
        "--recipe",
        recipe.toString(),
        "--out",
        folder.resolve(run).toString(),
        "--set",
        "run.checkpoint-every=1",
        "--max-hours",
        hours);
  }

  private List<String> goOn(String run) {
    return List.of("pretrain", "--resume", "--out", folder.resolve(run).toString());
  }

  private byte[] last(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve("last/weights.safetensors"));
  }

  @Test
  void checkpointsThatDoNotFit_areLostOneByOne_andTheRunGoesOnToItsEnd_andCanBeResumed()
      throws Exception {
    assertThat(RealProcess.start(log, begin("whole", "1")).waitFor()).isZero();
    assertThat(RealProcess.start(log, begin("full", "1e-12")).waitFor()).isZero();
    Path limited = folder.resolve("limited log");

    int exitCode = RealProcess.startLimited(BLOCKS, limited, goOn("full")).waitFor();

    List<String> said = Files.readAllLines(limited);
    Path checkpoints = folder.resolve("full/checkpoints");
    assertThat(exitCode).as("%s", said).isEqualTo(1);
    for (int step = 2; step <= 5; step++) {
      String lost = "The checkpoint after step " + step + " is lost, training goes on: ";
      assertThat(said).filteredOn(line -> line.contains(lost)).hasSize(1);
    }
    assertThat(said)
        .last()
        .asString()
        .startsWith(
            "mugs: the last checkpoint, after step 6, is lost (cannot write "
                + checkpoints.resolve("step-00000006")
                + ": ")
        .endsWith("): the one after step 1 is there; mend that, then resume the run");
    assertThat(checkpoints).isDirectoryContaining(path -> path.endsWith("step-00000001"));
    try (Stream<Path> left = Files.list(checkpoints)) {
      assertThat(left).hasSize(1);
    }
    assertThat(Files.size(folder.resolve("full/events.jsonl"))).isLessThan(512 * BLOCKS);

    assertThat(RealProcess.start(log, goOn("full")).waitFor()).isZero();
    assertThat(last("full")).isEqualTo(last("whole"));
  }

  @Test
  void vectorsThatDoNotFit_areSaidHowToGoOnWith() throws Exception {
    Path weights = TinyWeights.write(folder.resolve("w"));
    List<String> embed =
        List.of(
            "embed",
            pictures.toString(),
            "--weights",
            weights.toString(),
            "--out",
            folder.resolve("v.csv").toString());
    Path limited = folder.resolve("limited log");

    int exitCode = RealProcess.startLimited(8, limited, embed).waitFor(); // 4 kB: some rows fit

    List<String> said = Files.readAllLines(limited);
    assertThat(exitCode).as("%s", said).isEqualTo(1);
    assertThat(said)
        .last()
        .asString()
        .startsWith("mugs: cannot write " + folder.resolve("v.csv.part") + ": ")
        .endsWith("; free some space, then give the same command with --resume");
    List<String> resumed = new ArrayList<>(embed);
    resumed.add("--resume");
    assertThat(RealProcess.start(log, resumed).waitFor()).as(Files.readString(log)).isZero();
    assertThat(Files.readAllLines(folder.resolve("v.csv"))).hasSize(25);
  }
}
