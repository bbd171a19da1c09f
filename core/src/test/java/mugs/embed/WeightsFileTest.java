package mugs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsFileTest {

  @TempDir Path run;

  @Test
  void bestOfARunThatHasMeasuredNothing_isToldFromAMistake() throws IOException {
    Path checkpoint = Files.createDirectories(run.resolve("checkpoints").resolve("step-00000001"));
    Path weights = Files.createFile(checkpoint.resolve(WeightsFile.NAME));
    Files.createSymbolicLink(run.resolve(WeightsFile.LAST), checkpoint);

    assertThat(WeightsFile.find(run)).isEqualTo(run.resolve("last").resolve(WeightsFile.NAME));
    assertThat(WeightsFile.find(run)).hasSameBinaryContentAs(weights);
    assertThatThrownBy(() -> WeightsFile.find(run.resolve("best")))
        .hasMessageEndingWith("no checkpoint is its best: give " + run.resolve("last"));
    assertThatThrownBy(() -> WeightsFile.find(run.resolve("bets")))
        .hasMessageContaining("no such file or folder");
  }
}
