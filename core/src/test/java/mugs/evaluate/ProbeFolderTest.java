package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /** As earlier versions wrote it, which did not tell which pictures are tested. */
  @Test
  void settingsThatEarlierVersionsDidNotTell_areHeldToThoseAlone_thatDo() throws Exception {
    Path old = ProbeFolder.create(temporary.resolve("old"), Map.of("epochs", 10)).path();
    Path run = temporary.resolve("run");
    Map<String, ?> now = Map.of("epochs", 10, "tested", "1f", "mostBytes", List.of(5, 5));
    assertThat(ProbeFolder.resume(old, now).path()).isEqualTo(old);
    ProbeFolder.create(run, now);
    assertThatThrownBy(
            () ->
                ProbeFolder.resume(
                    run, Map.of("epochs", 10, "tested", "1f", "mostBytes", List.of(9, 9))))
        .hasMessageContaining("was begun with mostBytes [5,5], not [9,9]");
    assertThatThrownBy(() -> ProbeFolder.resume(old, Map.of("epochs", 10, "optimisers", "lars")))
        .hasMessageContaining("was begun with optimisers left out, not \"lars\"");
  }

  @Test
  void results_areReadBack_onceThereAreAny() throws Exception {
    ProbeFolder folder = ProbeFolder.create(temporary.resolve("run"), Map.of());
    assertThat(folder.readResults()).isEmpty();
    folder.writeResults(Map.of("top1", 0.5));
    assertThat(folder.readResults().orElseThrow().path("top1").asDouble()).isEqualTo(0.5);
  }
}
