package mugs.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeRefusalTest {

  @TempDir Path folder;

  @Test
  void unknownKey_isNamedWithItsLineAndTheNearestSpelling() throws IOException {
    assertThat(refusal("extends: demo\n\noptimiser:\n  # faster\n  batch: 32\n  rat: 1e-3\n"))
        .isEqualTo(
            "my.yaml, line 6: unknown key 'optimiser.rat': did you mean 'optimiser.rate'?"
                + " ('optimiser' takes batch, rate, end-rate, patch-embedding-rate, weight-decay,"
                + " weight-decay-end, clip, late-clip, late-clip-from-epoch, beta1, beta2, eps)");
  }

  @ParameterizedTest
  @CsvSource({
    "optimiser.Batch, optimiser.batch",
    "crops.local_size, crops.local-size",
    "supervision.localgroup.memory, supervision.local-group.memory",
    "optimiser.epochs, schedule.epochs",
    "seed, run.seed",
    "nmae, name",
  })
  void misspeltKey_isRecognised(String typed, String meant) {
    assertThat(refusalOfAssignment(typed + "=1"))
        .startsWith(
            "--set %s=1: unknown key '%s': did you mean '%s'? (".formatted(typed, typed, meant));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[invert, invert]", "[sharpen]", "invert"})
  void operations_areRefused_whereOneIsThereTwice_orUnknown_orAlone(String value) {
    assertThat(refusalOfAssignment("crops.rand-augment.operations=" + value))
        .contains("crops.rand-augment.operations is ")
        .contains(": it takes a list of some of auto-contrast, equalize, invert, rotate,");
  }

  @Test
  void keyLikeNoOther_isAnsweredWithWhatThereIs() {
    assertThat(refusalOfAssignment("zebra.crossing=1"))
        .isEqualTo(
            "--set zebra.crossing=1: unknown key 'zebra.crossing' (a recipe takes name, pictures,"
                + " crops, backbone, heads, supervision, optimiser, schedule, run)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "optimiser.batch=big|optimiser.batch is 'big': it takes a whole number from 1 to 1048576",
        "optimiser.batch=64.0|optimiser.batch is '64.0': it takes a whole number from 1 to 1048576",
        "optimiser.batch=99999999999|optimiser.batch is '99999999999': it takes a whole number from 1 to 1048576",
        "optimiser.batch=0|optimiser.batch is 0: it takes a whole number from 1 to 1048576",
        "optimiser.batch=|optimiser.batch has no value: it takes a whole number from 1 to 1048576",
        "optimiser.batch=[1, 2]|optimiser.batch is [1, 2]: it takes a whole number from 1 to 1048576",
        "optimiser.clip=0|optimiser.clip is 0: it takes a number above 0",
        "optimiser.clip=.inf|optimiser.clip is '.inf': it takes a number above 0",
        "optimiser.clip=1e999|optimiser.clip is Infinity: it takes a number above 0",
        "optimiser.clip=NaN|optimiser.clip is 'NaN': it takes a number above 0",
        "backbone.drop-path=1|backbone.drop-path is 1: it takes a number from 0 to below 1",
        "crops.vanilla=yes|crops.vanilla is 'yes': it takes true or false",
        "run.micro-batch=3000000000|run.micro-batch is '3000000000': it takes auto, or a whole number from 0 to 1048576",
        "run.micro-batch=-1|run.micro-batch is '-1': it takes auto, or a whole number from 0 to 1048576",
        "run.precision=half|run.precision is 'half': it takes float32 or float64 or bfloat16 or float16 or tf32",
        "run.device=gpu|run.device is 'gpu': it takes cpu, cuda or cuda:1 and so on",
        "run.device=cuda:x|run.device is 'cuda:x': it takes cpu, cuda or cuda:1 and so on",
        "run.precision=tf32|run.precision is tf32, which a GPU alone computes, and run.device is cpu: take float32, or a GPU with run.device=cuda",
        "run.seed=one|run.seed is 'one': it takes a whole number",
        "crops.local-area=0.3|crops.local-area is '0.3': it takes a list of two numbers above 0, up to 1, the smaller first, such as [0.25, 1]",
        "crops.local-area=[0.3]|crops.local-area is [0.3]: it takes a list of two numbers above 0, up to 1, the smaller first, such as [0.25, 1]",
        "crops.local-area=[0.3, 0.2]|crops.local-area is [0.3, 0.2]: it takes a list of two numbers above 0, up to 1, the smaller first, such as [0.25, 1]",
        "crops.channels=2|crops.channels is 2: it takes 1 for grey pictures or 3 for colour",
        "crops.weak.sigma=[0, 2]|crops.weak.sigma is [0, 2]: it takes a list of two numbers above 0, up to 100, the smaller first",
        "crops.weak.sigma=[2, 1]|crops.weak.sigma is [2, 1]: it takes a list of two numbers above 0, up to 100, the smaller first",
        "pictures.mean=[0.5, 0.5]|pictures.mean is [0.5, 0.5]: it takes a list of three numbers from 0 to 1, for red, green and blue",
        "pictures.deviation=[0, 1, 1]|pictures.deviation is [0, 1, 1]: it takes a list of three numbers above 0, up to 1, for red, green and blue",
        "crops.rand-augment.count=16|crops.rand-augment.count is 16: it takes a whole number from 0 to 15",
        "crops.rand-augment.operations=[]|crops.rand-augment.count is 2: it takes at most the number of crops.rand-augment.operations, which is 0",
        "optimiser=3|'optimiser' is a section: below it go batch, rate, end-rate, patch-embedding-rate, weight-decay, weight-decay-end, clip, late-clip, late-clip-from-epoch, beta1, beta2, eps",
        "optimiser.batch={a: 1}|'optimiser.batch' takes a value or a list of values",
        "name=' '|name is \" \": it takes a text",
        "extends=demo|'extends' stands in a file; name that recipe instead",
      })
  void impossibleValue_isRefusedWithWhatIsAllowed(String assignment, String problem) {
    assertThat(refusalOfAssignment(assignment)).isEqualTo("--set " + assignment + ": " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "crops.global-size=30|crops.global-size is 30, which is no whole number of patches (backbone.patch-size is 8): take 24 or 32",
        "crops.local-size=4|crops.local-size is 4, which is no whole number of patches (backbone.patch-size is 8): take 8",
        "backbone.patch-size=12|crops.global-size is 32, which is no whole number of patches (backbone.patch-size is 12): take 24 or 36",
        "backbone.heads=3|backbone.width is 128, which 3 heads (backbone.heads) cannot share: take a multiple of 3",
        "supervision.local-group.memory=7|supervision.local-group.neighbours is 8: it takes at most supervision.local-group.memory, which is 7",
        "run.micro-batch=65|run.micro-batch is 65: it takes at most optimiser.batch, which is 32",
        "run.workers=65|run.workers is 65: it takes at most optimiser.batch, which is 32",
        "schedule.epochs=3|schedule.warm-up-epochs is 4: it takes at most schedule.epochs, which is 3",
      })
  void settingsThatContradictEachOther_areLaidToTheOneWrittenLast(
      String assignment, String problem) {
    assertThat(refusalOfAssignment(assignment)).isEqualTo("--set " + assignment + ": " + problem);
  }

  @Test
  void localSizeWithoutLocalCrops_doesNotMatter() {
    Recipe recipe = Recipe.load("demo", "crops.local-crops=0", "crops.local-size=3");

    assertThat(recipe.crops().localSize()).isEqualTo(3);
  }

  @Test
  void allSupervisionsOff_isRefused() throws IOException {
    assertThat(
            refusal(
                """
                supervision:
                  instance: {weight: 0}
                  local-group: {weight: 0}
                  group:
                    weight: 0
                """))
        .isEqualTo(
            "my.yaml, line 5: supervision: the weights of instance, local-group and group are all 0:"
                + " give at least one a weight above 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "run:\\n  seed: 1\\n  seed: 2\\n|my.yaml, line 3: 'run.seed' stands here a second time, after my.yaml, line 2",
        "run:\\n  seed: 1\\nrun: {seed: 2}\\n|my.yaml, line 3: 'run.seed' stands here a second time, after my.yaml, line 2",
        "run:\\n  seed:\\n|my.yaml, line 2: run.seed has no value: it takes a whole number",
        "run:\\ncrops:\\n|my.yaml, line 1: 'run' is a section: below it go seed, max-steps, checkpoint-every, checkpoint-minutes, keep-checkpoints, micro-batch, memory, activation-checkpointing, workers, precision, device, knn-every, log-every",
        "run:\\n  seed: &a 1\\n  workers: *a\\n|my.yaml, line 3: 'run.workers' refers to an anchor; write the value out",
        "run:\\n\\tseed: 1\\n|my.yaml, line 2: not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)",
        "run: {seed: 1\\ncrops: 3\\n|my.yaml, line 2: not YAML: expected ',' or '}', but got :",
        "run: {seed: 1}\\n---\\nrun: {seed: 2}\\n|my.yaml, line 3: a second document begins; a recipe is one",
        "`# nothing\\n`|my.yaml is empty: a recipe is made of lines 'key: value' below sections such as 'optimiser:'",
        "- demo\\n|my.yaml is no recipe: a recipe is made of lines 'key: value' below sections such as 'optimiser:'",
      })
  void fileThatIsNoRecipe_isRefusedWithItsLine(String text, String message) throws IOException {
    assertThat(refusal(text.replace("\\n", "\n").replace("\\t", "\t"))).isEqualTo(message);
  }

  @Test
  void extendsInARing_isRefusedWithTheRing() throws IOException {
    Files.writeString(folder.resolve("other.yaml"), "extends: my.yaml\n");

    assertThat(refusal("run: {seed: 1}\nextends: other.yaml\n"))
        .isEqualTo("other.yaml, line 1: 'extends' goes round: my.yaml -> other.yaml -> my.yaml");
  }

  @Test
  void unknownBase_isRefusedWithTheNearestName() throws IOException {
    assertThat(refusal("extends: demos\n"))
        .endsWith(
            "demos': did you mean 'demo'? it takes a file or one of"
                + " vit-s16-100ep, vit-s16-300ep, vit-s16-800ep, vit-b16-400ep, vit-l16-250ep,"
                + " small-pictures, demo, bench-small");
  }

  @Test
  void mistakeInABaseFile_isLaidToThatFile() throws IOException {
    Files.writeString(folder.resolve("base.yaml"), "extends: demo\nrun: {sed: 1}\n");

    assertThat(refusal("extends: base.yaml\n"))
        .startsWith("base.yaml, line 2: unknown key 'run.sed': did you mean 'run.seed'?");
  }

  @Test
  void assignmentWithoutAValue_isRefusedWithAnExample() {
    assertThat(refusalOfAssignment("optimiser.batch"))
        .isEqualTo("--set optimiser.batch: it takes KEY=VALUE, such as --set optimiser.batch=64");
  }

  private static String refusalOfAssignment(String assignment) {
    return message(() -> Recipe.load("demo", assignment));
  }

  /** Returns the refusal of a file my.yaml, with the folder left out. */
  private String refusal(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("my.yaml"), text);
    return message(() -> Recipe.load(file.toString())).replace(folder + "/", "");
  }

  private static String message(Runnable load) {
    String message =
        requireNonNull(catchThrowableOfType(RecipeException.class, load::run).getMessage());
    assertThat(message.lines()).hasSize(1);
    return message;
  }
}
