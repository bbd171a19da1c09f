package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
  private static final Path FILES = Path.of("../core/src/test/resources/interchange");
  private static final String CHECKPOINT = FILES.resolve("authors-checkpoint.pth").toString();

  @TempDir private Path folder;

  @Test
  void checkpoint_becomesAWeightsFile_thatTrainingBeginsWith() throws IOException {
    Path out = folder.resolve("w.safetensors");

    Captured imported =
        Captured.run("import", CHECKPOINT, "--heads", "3", "--out", out.toString(), "--json");

    assertThat(imported.err()).isEmpty();
    assertThat(imported.exitCode()).isZero();
    JsonNode json = JsonMapper.builder().build().readTree(imported.out());
    assertThat(json.get("width").intValue()).isEqualTo(24);
    assertThat(json.get("blocks").intValue()).isEqualTo(2);
    assertThat(json.get("tensors").intValue()).isEqualTo(56);

    Path pictures = TinyPictures.write(folder.resolve("pictures"));
    Captured trained =
        Captured.run(
            "pretrain",
            pictures.toString(),
            "--recipe",
            "bench-small",
            "--init-from",
            out.toString(),
            "--out",
            folder.resolve("run").toString(),
            "--set=backbone.width=24",
            "--set=backbone.blocks=2",
            "--set=backbone.heads=3",
            "--set=backbone.patch-size=8",
            "--set=heads.hidden=20",
            "--set=heads.output=12",
            "--set=optimiser.batch=8",
            "--set=run.knn-every=0",
            "--set=run.max-steps=1");
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(folder.resolve("run/provenance.json")).content().contains("w.safetensors");
  }

  @Test
  void trainingCheckpoint_becomesARun_thatGoesOn() throws IOException {
    String run = folder.resolve("run").toString();
    Path pictures = TinyPictures.write(folder.resolve("pictures"));

    Captured imported =
        Captured.run(
            "import",
            CHECKPOINT,
            "--state",
            "--heads=3",
            "--out",
            run,
            "--set=run.max-steps=3",
            "--set=run.knn-every=0");
    assertThat(imported.exitCode()).as(imported.err()).isZero();
    assertThat(imported.out()).contains("go on       mugs pretrain PICTURES --resume --out ");

    Path exported = folder.resolve("exported.safetensors");
    Captured export = Captured.run("export", run, "--format=timm", "--out=" + exported, "--quiet");
    assertThat(export.exitCode()).as(export.err()).isZero();
    assertThat(Path.of(exported + ".md")).content().contains("a training checkpoint of Mugs");

    Captured trained =
        Captured.run("pretrain", pictures.toString(), "--resume", "--out", run, "--json");
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.err()).contains("Going on after step 1");
    assertThat(folder.resolve("run/checkpoints/step-00000003/weights.safetensors")).exists();

    Captured again = Captured.run("import", CHECKPOINT, "--state", "--heads=3", "--out", run);
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("is not empty");
  }

  @Test
  void weights_areInspected_andCompared() throws IOException {
    Path out = folder.resolve("w.safetensors");
    Captured.run("import", CHECKPOINT, "--heads", "3", "--out", out.toString());

    Captured alone = Captured.run("inspect", out.toString());
    assertThat(alone.exitCode()).isZero();
    assertThat(alone.out().lines())
        .contains(
            "network     a network of Mugs with its heads",
            "backbone    24 wide, 2 blocks, 3 heads, patches of 8 pixels, pictures of 32",
            "pictures    mean 0.485, 0.456, 0.406, deviation 0.229, 0.224, 0.225; epsilon of layer normalisation 1.0E-6",
            "value       format mugs-teacher-1")
        .anyMatch(line -> line.matches("tensor +blocks.1.mlp.fc1.weight +F32 +\\[96, 24]"));

    Captured compared = Captured.run("inspect", "--json", out.toString(), CHECKPOINT);
    assertThat(compared.exitCode()).isZero();
    JsonNode json = JsonMapper.builder().build().readTree(compared.out());
    assertThat(json.get("kind").textValue()).isEqualTo("weights");
    assertThat(json.get("tensors")).hasSize(56);
    assertThat(json.get("comparison").get("equal").booleanValue()).isTrue();
    assertThat(json.get("deviation").get(2).doubleValue()).isEqualTo(0.225);

    assertUsage("no pictures beside them", "inspect", out.toString(), folder.toString());
    assertUsage("gone.pth: no such file", "inspect", out.toString(), "gone.pth");
    assertUsage("are for pictures", "inspect", out.toString(), "--quick");
  }

  @Test
  void folderThatIsNotThere_isMade_andTheHelpNamesTheColoursOnce() {
    Path out = folder.resolve("new/folder/w.safetensors");

    Captured imported = Captured.run("import", CHECKPOINT, "--heads=3", "--out", out.toString());

    assertThat(imported.exitCode()).as(imported.err()).isZero();
    assertThat(out).exists();
    assertThat(Captured.run("import", "--help").out())
        .contains("--mean=R,G,B")
        .doesNotContain("R,G,B[");
  }

  @Test
  void fileThatExists_isNotWrittenOver() throws IOException {
    Path out = Files.writeString(folder.resolve("w.safetensors"), "precious");

    Captured refused = Captured.run("import", CHECKPOINT, "--heads", "3", "--out", out.toString());

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("exists already");
    assertThat(out).hasContent("precious");
  }

  @Test
  void hostileFile_isRefusedInOneLine_andNothingIsWritten() throws IOException {
    Path out = folder.resolve("w.safetensors");

    Captured refused =
        Captured.run(
            "import", FILES.resolve("refuse-code.pth").toString(), "--out", out.toString());

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err()).contains("refuse-code.pth: it asks for 'posix.system'");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void missingFile_folder_andWrongOptions_areWrongUsage() {
    String out = folder.resolve("w.safetensors").toString();
    assertUsage("no such file", "import", "gone.pth", "--out", out);
    assertUsage("is a folder", "import", folder.toString(), "--out", out);
    assertUsage("at least one head", "import", CHECKPOINT, "--heads", "0", "--out", out);
    assertUsage("epsilon", "import", CHECKPOINT, "--layer-norm-epsilon", "2", "--out", out);
    assertUsage("--recipe are for", "import", CHECKPOINT, "--recipe=vit-s16-300ep", "--out", out);
    for (String option :
        new String[] {"--mean=0,0,0", "--deviation=1,1,1", "--layer-norm-epsilon=1e-5"}) {
      assertUsage("no effect with --state", "import", CHECKPOINT, "--state", option, "--out", out);
    }
    assertUsage(
        "--mean is 300.0,1.0,1.0: it takes three numbers from 0 to 1, of red",
        "import",
        CHECKPOINT,
        "--mean=300,1,1",
        "--out",
        out);
    assertUsage(
        "--mean is 0.5,0.5: it takes three", "import", CHECKPOINT, "--mean=.5,.5", "--out", out);
    assertUsage(
        "--deviation is 1.0,0.0,1.0: it takes three numbers from 0 to 1, each above 0, of red",
        "import",
        CHECKPOINT,
        "--deviation=1,0,1",
        "--out",
        out);
  }

  private static void assertUsage(String words, String... arguments) {
    Captured refused = Captured.run(arguments);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains(words);
  }

  /**
   * A name that clears the screen, a text in eight-bit control characters, one from right to left.
   */
  @Test
  void namesAndTextsBesideTensors_steerNoTerminal() throws IOException {
    String header = "{\"__metadata__\":{\"a\\u001b[2Jb\":\"x\\u009b31my\\u202ez\"}}";
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("odd.safetensors");
    Files.write(
        file,
        ByteBuffer.allocate(8 + json.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .array());

    Captured inspected = Captured.run("inspect", file.toString());

    assertThat(inspected.exitCode()).as(inspected.err()).isZero();
    assertThat(inspected.out()).contains("value       a?[2Jb x?31my?z\n");
  }
}
