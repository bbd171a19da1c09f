package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC}) // there ending a process is SIGTERM
@Timeout(600) // against hanging alone
class TwoProcessesTest {

  @TempDir Path folder;

  @Test
  void folderOfARunThatGoesOn_isRefusedToAnother_andThatOfADeadOneIsTakenOver_andATermSaves()
      throws Exception {
    Path pictures = TinyPictures.write(folder.resolve("pictures"));
    Path recipe = TinyPictures.writeRecipe(folder);
    Path run = folder.resolve("run");
    Path log = folder.resolve("log");
    List<String> goOn = List.of("pretrain", "--resume", "--out", run.toString());
    Process first =
        RealProcess.start(
            log,
            List.of(
                "pretrain",
                pictures.toString(),
                "--recipe",
                recipe.toString(),
                "--out",
                run.toString(),
                "--set",
                "schedule.epochs=1000000",
                "--set",
                "run.checkpoint-every=20"));
    try {
      RealProcess.awaitTraining(run, first);
      Path refused = folder.resolve("refused");

      assertThat(RealProcess.start(refused, goOn).waitFor()).isEqualTo(2);

      assertThat(first.isAlive()).isTrue();
      assertThat(Files.readAllLines(refused))
          .last()
          .asString()
          .startsWith(
              "mugs: %s belongs to a run that is going on (process %d since "
                  .formatted(run, first.pid()))
          .endsWith("): wait for it, stop it, or give another folder");
    } finally {
      first.destroyForcibly().waitFor();
    }

    Path second = folder.resolve("second");
    Process taking = RealProcess.start(second, goOn);
    try {
      RealProcess.awaitTraining(run, taking);
      taking.destroy();

      assertThat(taking.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(taking.exitValue()).isEqualTo(143);
    } finally {
      taking.destroyForcibly();
    }
    List<String> said = Files.readAllLines(second);
    assertThat(said)
        .contains("Stopping after this step; the run will be saved")
        .anyMatch(line -> line.startsWith("Stopped after "))
        .last()
        .isEqualTo("To go on: mugs pretrain --resume --out " + run);
    assertThat(run.resolve("last/state.json"))
        .content()
        .contains("\"steps\" : " + stepsIn(said) + ",");
  }

  private static String stepsIn(List<String> said) {
    return said.stream()
        .filter(line -> line.startsWith("Stopped after "))
        .map(line -> line.replaceAll("Stopped after ([0-9,]+) steps.*", "$1").replace(",", ""))
        .findFirst()
        .orElseThrow();
  }
}
