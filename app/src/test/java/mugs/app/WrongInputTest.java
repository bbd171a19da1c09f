package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake is answered with one line and the exit code of wrong usage; nothing is written. */
class WrongInputTest {

  @TempDir Path folder;

  private Path pictures;
  private Path recipe;
  private Path run;

  @BeforeEach
  void write() throws IOException {
    pictures = TinyPictures.write(folder.resolve("pictures"));
    recipe = TinyPictures.writeRecipe(folder);
    run = folder.resolve("run");
  }

  private void assertRefused(String message, String... arguments) {
    Captured refused = Captured.run(arguments);

    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err()).startsWith("mugs: " + message);
  }

  private void assertPretrainRefused(
      String message, Path from, String recipeName, Path out, String... more) {
    String[] arguments = new String[more.length + 7];
    String[] first = {
      "pretrain", from.toString(), "--recipe", recipeName, "--out", out.toString(), "--quiet"
    };
    System.arraycopy(first, 0, arguments, 0, first.length);
    System.arraycopy(more, 0, arguments, first.length, more.length);
    assertRefused(message, arguments);
    assertThat(run).doesNotExist();
  }

  @Test
  void folderWithoutPictures() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));

    assertPretrainRefused("no pictures in " + empty, empty, recipe.toString(), run);
  }

  @Test
  void pathThatIsMissing() {
    Path missing = folder.resolve("missing");

    assertPretrainRefused("\"" + missing + "\" does not exist", missing, recipe.toString(), run);
  }

  @Test
  void recipeThatIsUnknown_isAnsweredWithTheNearest() {
    assertPretrainRefused("no recipe 'dmeo': did you mean 'demo'?", pictures, "dmeo", run);
  }

  @Test
  void settingThatIsUnknown_isAnsweredWithTheNearest() {
    assertPretrainRefused(
        "--set optimiser.bach=8: unknown key 'optimiser.bach': did you mean 'optimiser.batch'?",
        pictures,
        recipe.toString(),
        run,
        "--set",
        "optimiser.bach=8");
  }

  @Test
  void folderThatIsNotEmpty() throws IOException {
    assertPretrainRefused(folder + " is not empty", pictures, recipe.toString(), folder);
  }

  @Test
  void outThatIsAFile() {
    assertPretrainRefused(recipe + " is a file", pictures, recipe.toString(), recipe);
  }

  @Test
  void batchLargerThanTheCollection() {
    assertPretrainRefused(
        "optimiser.batch is 25, but there are only 24 pictures",
        pictures,
        recipe.toString(),
        run,
        "--set",
        "optimiser.batch=25");
  }

  @Test
  void recipeThatIsLeftOut() {
    assertRefused(
        "give a --recipe: one of mugs recipe list, or a YAML file",
        "pretrain",
        pictures.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|--minutes is 0.0: the demo takes from 0.5",
        "-3|--minutes is -3.0: the demo takes from 0.5",
        "NaN|--minutes is NaN: the demo takes from 0.5",
        "Infinity|--minutes is Infinity: the demo takes from 0.5",
        "abc|invalid value for option '--minutes': it takes one number, not 'abc'",
      })
  void minutesTheDemoCannotTake(String minutes, String message) {
    assertRefused(message, "demo", "--minutes=" + minutes, "--out", run.toString());
    assertThat(run).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--steps=0|--steps is 0: it takes a number of at least 1",
        "--batch=0|--set optimiser.batch=0: ",
        "--workers=-1|--set run.workers=-1: ",
      })
  void benchmarkThatCannotBe(String option, String message) {
    assertRefused(message, "bench", "step", option);
  }
}
