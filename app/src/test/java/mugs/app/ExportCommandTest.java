package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code mugs export} as a user runs it, on the weights of a run of six steps. */
class ExportCommandTest {
  @TempDir private static Path runs;
  private static Path run;

  @TempDir private Path folder;
  private Path out;

  @BeforeAll
  static void train() throws IOException {
    Path pictures = TinyPictures.write(runs.resolve("pictures"));
    Path recipe = TinyPictures.writeRecipe(runs);
    run = runs.resolve("run");
    Captured trained =
        Captured.run(
            "pretrain",
            pictures.toString(),
            "--recipe",
            recipe.toString(),
            "--out",
            run.toString(),
            "--quiet");
    assertThat(trained.exitCode()).as(trained.err()).isZero();
  }

  @BeforeEach
  void name() {
    out = folder.resolve("out.onnx");
  }

  @ParameterizedTest
  @CsvSource({
    "safetensors, o.safetensors, 16",
    "timm, o.safetensors, 16",
    "torchscript, o.pt, 16",
    "ONNX, o.onnx, 16"
  })
  void everyFormat_ofARun_isWritten_withItsCard_andTheDifferencesAreTold(
      String format, String name, int side) throws IOException {
    Path file = folder.resolve(name);

    Captured done =
        Captured.run(
            "export", run.toString(), "--format", format, "--out", file.toString(), "--json");

    assertThat(done.exitCode()).as(done.err()).isZero();
    JsonNode json = JsonMapper.builder().build().readTree(done.out());
    assertThat(json.path("out").asText()).isEqualTo(file.toString());
    assertThat(json.path("bytes").asLong()).isEqualTo(Files.size(file));
    assertThat(json.path("differences").size()).isGreaterThanOrEqualTo(2);
    assertThat(json.path("differences").path(0).path("side").asInt()).isEqualTo(side);
    assertThat(done.err()).contains("3 pictures of 16 px: largest difference");
    assertThat(Path.of(json.path("card").asText()))
        .isEqualTo(folder.resolve(name + ".md"))
        .content()
        .contains("| number of pictures | 24 |", "| steps | 6 |", "## Measured\n\nWeighted");
  }

  @Test
  void printsTheFilesThatItWrote() {
    Path check = folder.resolve("check.safetensors");

    Captured done =
        Captured.run(
            "export",
            run.resolve("best").toString(),
            "--format=onnx",
            "--out=" + out,
            "--check=" + check,
            "--size=24",
            "--quiet");

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out().lines()).containsExactly(out.toString(), out + ".md", check.toString());
    assertThat(check).exists();
    assertThat(done.err()).isEmpty();
  }

  @Test
  void checkOfTheSameName_orAnotherEnding_isRefused() throws IOException {
    out = folder.resolve("out.safetensors");
    String same = folder + "/./out.safetensors";
    assertRefused(
        "--check and --out are both %s: give two names".formatted(out), "timm", "--check=" + same);
    assertRefused(
        "--check is c.npy: give a file that ends in .safetensors", "timm", "--check=c.npy");
  }

  private void assertRefused(int exitCode, String message, String... arguments) throws IOException {
    Captured refused = Captured.run(arguments);

    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(exitCode);
    assertThat(refused.err()).isEqualTo("mugs: " + message + System.lineSeparator());
    try (var left = Files.list(folder)) {
      assertThat(left.filter(file -> file.toString().contains("out."))).isEmpty();
    }
  }

  private void assertRefused(String message, String format, String... more) throws IOException {
    String[] arguments = new String[5 + more.length];
    arguments[0] = "export";
    arguments[1] = run.toString();
    arguments[2] = "--format=" + format;
    arguments[3] = "--out=" + out;
    arguments[4] = "--quiet";
    System.arraycopy(more, 0, arguments, 5, more.length);
    assertRefused(ExitCode.USAGE, message, arguments);
  }

  @Test
  void formatThatIsUnknown_isAnsweredWithAllOfThem() throws IOException {
    assertRefused(
        "no format 'onx', did you mean 'onnx'? There are safetensors, timm, torchscript, onnx",
        "onx");
    assertRefused(
        "no format 'tensorflow': there are safetensors, timm, torchscript, onnx", "tensorflow");
  }

  @Test
  void outOfAnotherEnding_isRefused() throws IOException {
    assertRefused("--out is %s: give a file that ends in .pt".formatted(out), "torchscript");
  }

  @Test
  void outThatExists_orWhoseCardDoes_isRefused_andLeftAsItIs() throws IOException {
    Path mine = Files.writeString(folder.resolve("mine.onnx"), "mine");
    Path card = Files.writeString(folder.resolve("other.onnx.md"), "card");

    assertRefused(
        ExitCode.USAGE,
        "--out is %s, which exists: give a new name, or move it away".formatted(mine),
        "export",
        run.toString(),
        "--format=onnx",
        "--out=" + mine);
    assertRefused(
        ExitCode.USAGE,
        "the model card is %s, which exists: give a new name, or move it away".formatted(card),
        "export",
        run.toString(),
        "--format=onnx",
        "--out=" + folder.resolve("other.onnx"));
    assertThat(mine).hasContent("mine");
    assertThat(card).hasContent("card");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "20|--size is 20, and the network sees patches of 8 x 8 pixels: give a multiple of 8, such as 16",
        "-8|--size is -8, and the network sees patches of 8 x 8 pixels: give a multiple of 8, such as 16",
        "520|--size is 520, and it may be at most 512, 64 patches of 8 pixels: give a smaller one",
      })
  void sizeThatCannotBe_isRefused(String size, String message) throws IOException {
    assertRefused(message, "onnx", "--size=" + size);
  }

  @Test
  void sizeOfAFormatWithoutOne_isRefused() throws IOException {
    out = folder.resolve("out.safetensors");

    assertRefused(
        "--size does not go with --format safetensors: such a file keeps the positions of the"
            + " training, and this program fits them to each picture; leave it out",
        "safetensors",
        "--size=16");
  }

  @Test
  void weightsThatAreNone_areRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("text.safetensors"), "no weights at all");
    Path missing = folder.resolve("missing");

    Captured refused =
        Captured.run("export", text.toString(), "--format=onnx", "--out=" + out, "--quiet");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(refused.err()).startsWith("mugs: " + text + " is no weights file: ");
    assertThat(refused.err().lines()).hasSize(1);
    assertRefused(
        ExitCode.USAGE,
        missing + ": no such file or folder: give a weights file, a checkpoint or a run",
        "export",
        missing.toString(),
        "--format=onnx",
        "--out=" + out,
        "--quiet");
  }

  @Test
  void folderThatIsNotThere_isMade_butNotForWeightsThatAreNot() throws IOException {
    Path away = folder.resolve("away/from/o.onnx");
    Path check = folder.resolve("checks/c.safetensors");

    String weights = folder.resolve("no weights").toString();
    Captured refused = Captured.run("export", weights, "--format=onnx", "--out=" + away);
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(folder.resolve("away")).doesNotExist();

    Captured done =
        Captured.run(
            "export", run.toString(), "--format=onnx", "--out=" + away, "--check=" + check);
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(away).exists();
    assertThat(check).exists();

    Path file = Files.writeString(folder.resolve("file"), "mine");
    out = file.resolve("out.onnx");
    assertRefused(
        "--out is %1$s/out.onnx, but %1$s is a file: give another folder".formatted(file), "onnx");
  }

  @Test
  void fileOfTorchSave_isToldAsOne() throws IOException {
    Path file = Path.of("../core/src/test/resources/interchange/authors-checkpoint.pth");

    assertRefused(
        ExitCode.WORK_FAILED,
        "%1$s is a file of torch.save, not safetensors: bring it in with mugs import %1$s --out W.safetensors"
            .formatted(file),
        "export",
        file.toString(),
        "--format=onnx",
        "--out=" + out,
        "--quiet");
  }
}
