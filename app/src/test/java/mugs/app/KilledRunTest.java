package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes that are killed (SIGKILL) at random moments and resumed; a checkpoint after each
 * step makes many of the moments fall into the writing of one. The profile {@code slow} kills more
 * often.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(1800) // against hanging alone
class KilledRunTest {
  private static final int KILLS = Integer.getInteger("mugs.kills", 3);
  private static final int STEPS = Integer.getInteger("mugs.killed-steps", 60);

  @TempDir Path folder;

  private Path pictures;
  private Path recipe;

  @BeforeEach
  void write() throws IOException {
    pictures = TinyPictures.write(folder.resolve("pictures"));
    recipe = TinyPictures.writeRecipe(folder);
  }

  private Process start(List<String> arguments) throws IOException {
    return RealProcess.start(folder.resolve("log"), arguments);
  }

  private List<String> begin(String run) {
    return List.of(
        "pretrain",
        pictures.toString(),
        "--recipe",
        recipe.toString(),
        "--out",
        folder.resolve(run).toString(),
        "--set",
        "schedule.epochs=" + STEPS / 3,
        "--set",
        "run.checkpoint-every=1",
        "--set",
        "run.knn-every=4");
  }

  private List<String> goOn(String run) {
    return List.of("pretrain", "--resume", "--out", folder.resolve(run).toString());
  }

  private byte[] last(String run, String file) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve("last").resolve(file));
  }

  @Test
  void runKilledAtRandomMoments_endsBitForBitLikeOneThatWasNot() throws Exception {
    Process whole = start(begin("whole"));
    assertThat(whole.waitFor()).as("see its log").isZero();
    long seed = System.nanoTime();
    Path run = folder.resolve("killed");

    new RandomKills(KILLS, seed, 400)
        .carryOut(
            run,
            () -> start(Files.exists(run) ? goOn("killed") : begin("killed")),
            () -> forgetTheEnd(run)); // to begin again from a checkpoint in the middle
    Process last = start(goOn("killed"));
    assertThat(last.waitFor()).as("seed %d, log %s", seed, log()).isZero();

    assertThat(last("killed", "weights.safetensors"))
        .as("seed %d", seed)
        .isEqualTo(last("whole", "weights.safetensors"));
    assertThat(last("killed", "state.safetensors"))
        .as("seed %d", seed)
        .isEqualTo(last("whole", "state.safetensors"));
    assertThat(parts(run)).as("seed %d", seed).isEmpty();
  }

  private static void forgetTheEnd(Path run) throws IOException {
    try (Stream<Path> all = Files.list(run.resolve("checkpoints"))) {
      List<Path> sorted = all.sorted().toList();
      if (sorted.size() > 1) {
        Path last = sorted.get(sorted.size() - 1);
        try (Stream<Path> files = Files.list(last)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(last);
      }
    }
  }

  private static List<Path> parts(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      return files.filter(file -> file.toString().endsWith(".part")).toList();
    }
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }
}
