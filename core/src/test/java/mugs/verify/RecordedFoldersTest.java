package mugs.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mugs.engine.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedFoldersTest {
  @TempDir private Path place;

  private void files(String... paths) throws IOException {
    for (String path : paths) {
      Path file = place.resolve(path);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  private List<String> found() throws IOException {
    return RecordedFolders.in(place, Device.CPU).folders().stream()
        .map(folder -> folder.kind().file() + " in " + place.relativize(folder.path()))
        .toList();
  }

  @Test
  void foldersOfAnyKind_areFoundByPath_theirOwnAndThoseBelow() throws IOException {
    files("step/b/run.json", "step/a/run.json", "augment/cases.json", "cases.json", "x/other.json");

    assertThat(found())
        .containsExactly(
            "cases.json in ", "cases.json in augment", "run.json in step/a", "run.json in step/b");
  }

  @Test
  void folderOfSeveralKinds_isThereOnceForEach() throws IOException {
    files("both/run.json", "both/cases.json");

    assertThat(found()).containsExactly("run.json in both", "cases.json in both");
  }

  @Test
  void hiddenFolders_andThoseFourLevelsDown_areLeftOut() throws IOException {
    files(".git/run.json", "a/b/c/cases.json", "a/b/c/d/cases.json");

    assertThat(found()).containsExactly("cases.json in a/b/c");
  }

  @Test
  void folderThatIsGone_isNamed() {
    assertThatThrownBy(() -> RecordedFolders.in(place.resolve("gone"), Device.CPU))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gone");
  }
}
