package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  @TempDir Path folder;

  @Test
  void newFolder_isCreated_withAllAboveIt() throws IOException {
    Path path = folder.resolve("runs/cats");

    RunFolder.checkFree(path);
    assertThat(path).doesNotExist();
    RunFolder.create(path);

    assertThat(path).isEmptyDirectory();
    RunFolder.create(path); // an empty one is as good
  }

  @Test
  void folderWithSomethingInIt_isRefused() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");

    assertThatThrownBy(() -> RunFolder.create(folder))
        .isInstanceOf(RunFolderException.class)
        .hasMessage(
            folder + " is not empty: give a folder that does not exist yet, or empty this one");
  }

  @Test
  void folderOfAProbe_isNoRun_andItsResultsAreNamed() throws IOException {
    Files.writeString(folder.resolve("settings.json"), "{}");

    assertThatThrownBy(() -> RunFolder.existing(folder))
        .isInstanceOf(RunFolderException.class)
        .hasMessage(
            folder
                + " holds a probe that trains, not a run: what it found is in "
                + folder.resolve("results.json")
                + ", and its command with --resume tells it again");
  }

  @Test
  void folderOfSeveralProbes_isNoRun_andTheirResultsAreNamed() throws IOException {
    Files.writeString(folder.resolve("results.json"), "{}");

    assertThatThrownBy(() -> RunFolder.existing(folder))
        .isInstanceOf(RunFolderException.class)
        .hasMessage(
            folder
                + " holds several probes that train, not a run: what they found is in "
                + folder.resolve("results.json")
                + ", and their command with --resume tells it again");
  }

  @Test
  void file_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("run"), "");

    assertThatThrownBy(() -> RunFolder.checkFree(file))
        .isInstanceOf(RunFolderException.class)
        .hasMessage(file + " is a file: give a folder that does not exist yet");
  }

  @Test
  void folderBelowAFile_isRefused_namingTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("run"), "");

    assertThatThrownBy(() -> RunFolder.checkFree(file.resolve("sub/cats")))
        .isInstanceOf(RunFolderException.class)
        .hasMessage(file + " is a file: give a folder that does not exist yet");
  }

  @Test
  void text_isReplacedAsAWhole() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("run"));

    run.writeText("note.txt", "one");
    run.writeText("note.txt", "zwei: ü");

    assertThat(run.path()).isDirectoryContaining("glob:**/note.txt");
    assertThat(run.path().resolve("note.txt")).hasContent("zwei: ü");
    assertThat(run.path().resolve("note.txt.part")).doesNotExist();
  }

  @Test
  void textThatCannotBeWritten_isNamed_andLeavesNothing() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    Path inTheWay = Files.createDirectories(run.path().resolve("note.txt/below"));

    assertThatThrownBy(() -> run.writeText("note.txt", "one"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot write " + run.path().resolve("note.txt") + ": ");
    assertThat(run.path().resolve("note.txt.part")).doesNotExist();
    assertThat(inTheWay).exists();
  }

  @Test
  void textForAFolderThatIsGone_saysSo() {
    RunFolder gone = new RunFolder(folder.resolve("gone"));

    assertThatThrownBy(() -> gone.writeText("note.txt", "one"))
        .hasMessage("cannot write " + gone.path().resolve("note.txt") + ": no such file or folder");
  }

  @Test
  void skippedPictures_areOneALine_pathTabReason() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put("a/1.jpg", "it is\nempty");
    reasons.put("b/ö 2.png", "no PNG");

    run.writeSkipped(reasons);

    assertThat(run.path().resolve("skipped.tsv"))
        .hasContent("a/1.jpg\tit is empty\nb/ö 2.png\tno PNG\n");
  }

  @Test
  void noSkippedPictures_makeNoFile() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("run"));

    run.writeSkipped(Map.of());

    assertThat(run.path()).isEmptyDirectory();
  }

  @Test
  void listOfSkippedPictures_isNotInTheWayOfAnotherRun_whichReplacesIt() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    run.writeSkipped(Map.of("a/1.jpg", "it is empty"));

    RunFolder next = RunFolder.create(run.path());
    next.writeSkipped(Map.of());

    assertThat(run.path()).isEmptyDirectory();
    Files.writeString(run.path().resolve("not-skipped.tsv"), "mine");
    assertThatThrownBy(() -> RunFolder.create(run.path())).hasMessageContaining("is not empty");
  }

  /** As a run leaves it that was killed (SIGKILL) while it wrote its recipe. */
  @Test
  void runThatWasKilledBeforeItsRecipeWasWhole_isNotInTheWayOfAnother() throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    for (String name : List.of("run.lock", "events.jsonl", "provenance.json", "pictures.txt")) {
      Files.writeString(run.resolve(name), "");
    }
    Files.writeString(run.resolve("recipe.yaml.part"), "name: de");

    RunFolder.create(run);

    assertThat(run).isDirectoryNotContaining(file -> !file.endsWith("run.lock"));
  }

  @Test
  void filesLikeThoseOfARun_withoutItsLock_areInTheWay_andStay() throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    Path mine = Files.writeString(run.resolve("pictures.txt"), "mine");

    assertThatThrownBy(() -> RunFolder.create(run)).hasMessageContaining("is not empty");
    assertThat(mine).exists();
  }

  @Test
  void runThatHasJustTakenItsLock_isInTheWay() throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    try (RunLock lock = RunLock.take(run)) {
      assertThatThrownBy(() -> RunFolder.create(run)).hasMessageContaining("is not empty");
    }
  }
}
