package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import mugs.train.RunFolderException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeFolderTest {
  @TempDir private Path temporary;

  @Test
  void folderWithHalfOfItsSettings_isFree_andBegunAnew() throws Exception {
    Path run = Files.createDirectories(temporary.resolve("run"));
    Path part = Files.writeString(run.resolve("settings.json.part"), "{\"epochs\": 1");
    assertThat(ProbeFolder.isFree(run)).isTrue();
    ProbeFolder.create(run, Map.of("epochs", 10));
    assertThat(part).doesNotExist();
    assertThat(ProbeFolder.isFree(run)).isFalse();
    assertThat(ProbeFolder.resume(run, Map.of("epochs", 10)).path()).isEqualTo(run);
  }

  @Test
  void folderWithAnythingElse_isNotFree_andNothingInItIsTouched() throws Exception {
    Path run = Files.createDirectories(temporary.resolve("run"));
    Path part = Files.writeString(run.resolve("settings.json.part"), "{");
    Files.writeString(run.resolve("notes.txt"), "mine");
    assertThat(ProbeFolder.isFree(run)).isFalse();
    assertThatThrownBy(() -> ProbeFolder.create(run, Map.of()))
        .isInstanceOf(RunFolderException.class)
        .hasMessageContaining("is not empty");
    assertThat(part).exists();
  }

  @Test
  void file_isNotFree() throws Exception {
    assertThat(ProbeFolder.isFree(Files.writeString(temporary.resolve("run"), ""))).isFalse();
  }

  @Test
  void results_areReadBack_onceThereAreAny() throws Exception {
    ProbeFolder folder = ProbeFolder.create(temporary.resolve("run"), Map.of());
    assertThat(folder.readResults()).isEmpty();
    folder.writeResults(Map.of("top1", 0.5));
    assertThat(folder.readResults().orElseThrow().path("top1").asDouble()).isEqualTo(0.5);
  }
}
