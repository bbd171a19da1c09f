package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainCommandTest {

  @TempDir Path folder;

  private Path pictures;
  private Path recipe;
  private Path run;

  @BeforeEach
  void write() throws IOException {
    pictures = TinyPictures.write(folder.resolve("my pictures"));
    recipe = TinyPictures.writeRecipe(folder);
    run = folder.resolve("runs").resolve("one");
  }

  private Captured pretrain(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "pretrain",
                pictures.toString(),
                "--recipe",
                recipe.toString(),
                "--out",
                run.toString()));
    arguments.addAll(List.of(more));
    return Captured.run(arguments.toArray(String[]::new));
  }

  @Test
  void wholeRun_tellsItsProgress_andWhereTheWeightsAre() throws IOException {
    Captured trained = pretrain();

    Path weights = run.resolve("checkpoints/step-00000006/weights.safetensors");
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.out()).isEmpty();
    assertThat(trained.err().lines())
        .anyMatch(line -> line.equals("Looking for pictures in " + pictures))
        .anyMatch(line -> line.endsWith("parameters on 24 pictures: 6 steps, 3 an epoch"))
        .anyMatch(line -> line.startsWith("epoch 2/2  step 6/6  loss "))
        .anyMatch(line -> line.startsWith("after step 6, kNN of the teacher:  level-1 "))
        .anyMatch(line -> line.matches("Done after 6 steps in \\d+ s\\. The teacher's weights: .*"))
        .last()
        .asString()
        .endsWith(weights.toString());
    assertThat(weights).exists();
    assertThat(run).isDirectoryContaining("glob:**/events.jsonl");
  }

  @Test
  void json_isOneObjectOnStandardOutput_andNothingElse() throws IOException {
    Captured trained = pretrain("--json", "--quiet", "--seed", "5", "--set", "run.max-steps=2");

    assertThat(trained.exitCode()).isZero();
    assertThat(trained.err()).isEmpty();
    assertThat(trained.out().lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(trained.out());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "run", "weights", "steps", "complete", "seconds", "dataWaitShare", "skippedPictures");
    assertThat(json.path("run").asText()).isEqualTo(run.toString());
    assertThat(json.path("steps").asLong()).isEqualTo(2);
    assertThat(json.path("complete").asBoolean()).isTrue();
    assertThat(Path.of(json.path("weights").asText())).exists();
    assertThat(run.resolve("recipe.yaml")).content().contains("seed: 5");
  }

  @Test
  void dryRun_saysWhatARunWouldTake_andWritesNothing() throws IOException {
    Captured tried = pretrain("--dry-run", "--json");

    assertThat(tried.exitCode()).isZero();
    JsonNode json = new ObjectMapper().readTree(tried.out());
    assertThat(json.path("pictures").asInt()).isEqualTo(24);
    assertThat(json.path("steps").asLong()).isEqualTo(6);
    assertThat(json.path("secondsPerStep").asDouble()).isPositive();
    assertThat(json.path("seconds").asDouble())
        .isEqualTo(6 * json.path("secondsPerStep").asDouble());
    assertThat(run.getParent()).doesNotExist();
  }

  @Test
  void limit_takesSomeOfThePictures() throws IOException {
    Captured tried = pretrain("--dry-run", "--json", "--set", "pictures.limit=9");

    JsonNode json = new ObjectMapper().readTree(tried.out());
    assertThat(json.path("pictures").asInt()).isEqualTo(9);
    assertThat(json.path("steps").asLong()).isEqualTo(2);
  }

  @Test
  void unreadablePicture_isSkipped_countedAndListed() throws IOException {
    Files.writeString(pictures.resolve("class 0").resolve("broken.jpg"), "no picture");

    Captured trained = pretrain("--set", "optimiser.batch=25");

    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.err())
        .endsWith(
            "Pictures that could not be read: 1, listed in " + run.resolve("skipped.tsv") + "\n");
    assertThat(run.resolve("skipped.tsv"))
        .content()
        .startsWith("class 0/broken.jpg\t")
        .hasLineCount(1);
  }

  @Test
  void moreUnreadablePicturesThanAllowed_failTheRun_andLeaveTheirListAlone() throws IOException {
    Files.writeString(pictures.resolve("class 0").resolve("a.jpg"), "no picture");
    Files.writeString(pictures.resolve("class 0").resolve("b.jpg"), "");

    Captured failed = pretrain("--quiet", "--set", "optimiser.batch=26");

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err().lines()).hasSize(1);
    assertThat(failed.err())
        .startsWith(
            "mugs: 2 of 26 pictures of my pictures cannot be read (7.69 %, at most 1 % may be): class"
                + " 0/a.jpg (")
        .endsWith("; all are listed in " + run.resolve("skipped.tsv") + "\n");
    assertThat(run.toFile().list()).containsExactly("skipped.tsv");
    assertThat(run.resolve("skipped.tsv")).content().contains("class 0/a.jpg\t", "class 0/b.jpg\t");
  }

  private Captured resume(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("pretrain", "--resume", "--out", run.toString()));
    arguments.addAll(List.of(more));
    return Captured.run(arguments.toArray(String[]::new));
  }

  @Test
  void resume_needsTheFolderAlone_andSaysHowFarTheRunHadCome() throws IOException {
    assertThat(pretrain("--set", "run.max-steps=2").exitCode()).isZero();

    Captured resumed = resume("--extend", "--set", "run.max-steps=5");

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.err().lines())
        .contains("Resuming " + run + " with " + pictures.toAbsolutePath(), "Going on after step 2")
        .anyMatch(line -> line.startsWith("Done after 5 steps"));
    assertThat(run.resolve("checkpoints/step-00000005/weights.safetensors")).exists();
    assertThat(run.resolve("recipe.yaml")).content().contains("max-steps: 5");
  }

  @Test
  void resumeOfARunThatIsComplete_saysSo_andLeavesItAsItIs() throws IOException {
    assertThat(pretrain().exitCode()).isZero();
    byte[] events = Files.readAllBytes(run.resolve("events.jsonl"));

    Captured resumed = resume("--json");

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.err().lines())
        .last()
        .isEqualTo(
            "The run is finished, all 6 steps are done. To train longer: mugs pretrain --resume"
                + " --extend --set schedule.epochs=N --out "
                + run);
    JsonNode json = new ObjectMapper().readTree(resumed.out());
    assertThat(json.path("steps").asLong()).isEqualTo(6);
    assertThat(json.path("complete").asBoolean()).isTrue();
    assertThat(Path.of(json.path("weights").asText())).exists();
    assertThat(run.resolve("events.jsonl")).hasBinaryContent(events);
    assertThat(run.resolve("provenance.json")).content().doesNotContain("restarts");
  }

  @Test
  void resumeOfARunThatWasKilledAmidItsLastWords_saysThem() throws IOException {
    assertThat(pretrain().exitCode()).isZero();
    Path provenance = run.resolve("provenance.json");
    Files.writeString(
        provenance, Files.readString(provenance).replaceFirst("\"ended\" : \"[^\"]*\",\\s*", ""));

    assertThat(resume().err().lines()).anyMatch(line -> line.startsWith("Done after 6 steps"));

    assertThat(provenance).content().contains("\"ended\"");
  }

  @Test
  void resumeWithKeysThatChangeNoResult_takesThem_andKeepsThem() throws IOException {
    assertThat(pretrain("--max-hours", "1e-12").exitCode()).isZero();

    Captured resumed = resume("--set", "pictures.threads=1", "--set", "run.keep-checkpoints=5");

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.err().lines())
        .contains(
            "pictures.threads is 1 from now on, was 0",
            "run.keep-checkpoints is 5 from now on, was 2");
    assertThat(run.resolve("recipe.yaml"))
        .content()
        .contains("threads: 1\n", "keep-checkpoints: 5\n", "name: tiny\n");
  }

  @Test
  void picturesThatWereMoved_areNamedOnce() throws IOException {
    assertThat(pretrain("--max-hours", "1e-12").exitCode()).isZero();
    Path moved = Files.move(pictures, folder.resolve("moved"));
    Captured lost = resume();
    assertThat(lost.exitCode()).isEqualTo(2);
    assertThat(lost.err())
        .contains(pictures + ", which " + run + " was begun with, is not there")
        .endsWith("mugs pretrain NEW/PLACE --resume --out " + run + "\n");

    assertThat(resume(moved.toString(), "--max-hours", "1e-12").exitCode()).isZero();

    assertThat(run.resolve("pictures.txt")).hasContent(moved.toString());
    assertThat(resume().exitCode()).isZero();
  }

  @Test
  void picturesBehindALink_areFoundAgain_whereDotsLeadOutOfWhatTheLinkNames() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("elsewhere/inner"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), inner);
    Files.move(pictures, folder.resolve("elsewhere/those"));
    pictures = link.resolve("../those");
    assertThat(pretrain("--max-hours", "1e-12").exitCode()).isZero();

    assertThat(resume().exitCode()).isZero();

    assertThat(RunToResume.absolute(List.of(folder + "/a/../link", "emoji:")))
        .containsExactly(folder + "/a/../link", "emoji:");
    assertThat(RunToResume.absolute(List.of(folder + "/elsewhere/../link")))
        .containsExactly(link.toString());
  }

  @Test
  void resumeWithTheSameArguments_isGood_andWithOthersTheKeyIsNamed() {
    assertThat(pretrain("--set", "run.max-steps=2").exitCode()).isZero();

    Captured other =
        resume(
            "--recipe",
            recipe.toString(),
            "--set",
            "optimiser.batch=4",
            "--set",
            "run.max-steps=2");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err())
        .isEqualTo(
            "mugs: a run goes on with the settings it was begun with: optimiser.batch is 8 in the run"
                + " and 4 here; leave that out, or start a new run with another --out\n");
    Captured longer = resume("--set", "run.max-steps=5");
    assertThat(longer.exitCode()).isEqualTo(2);
    assertThat(longer.err())
        .contains("run.max-steps is 2 in the run and 5 here; give --extend to change how long");
    Captured same =
        resume(pictures.toString(), "--recipe", recipe.toString(), "--set", "run.max-steps=2");
    assertThat(same.exitCode()).as(same.err()).isZero();
  }

  @Test
  void resumeWithTheSameRecipe_isGood_whereItLeavesTheMicroBatchOpen() throws IOException {
    String open = "run.micro-batch=auto";
    assertThat(pretrain("--set", open, "--set", "run.max-steps=2").exitCode()).isZero();
    assertThat(run.resolve("recipe.yaml")).content().doesNotContain("micro-batch: auto");

    Captured same =
        resume("--recipe", recipe.toString(), "--set", open, "--set", "run.max-steps=2");

    assertThat(same.exitCode()).as(same.err()).isZero();
  }

  @Test
  void extend_tellsTheRatesOfTheNextStep_beforeAndAfter() {
    assertThat(pretrain("--set", "run.max-steps=4").exitCode()).isZero();

    Captured resumed = resume("--extend", "--set", "schedule.epochs=4", "--set", "run.max-steps=5");

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    // 3 steps an epoch, the first of warm-up; scaled rate 8e-3 * 8/256 = 2.5e-4, end 1e-6, so at
    // step 4 of 6: 1e-6 + 2.49e-4 (1 + cos(pi/3))/2, and of 12: 1e-6 + 2.49e-4 (1 + cos(pi/9))/2
    assertThat(resumed.err())
        .contains(
            "Extended from 4 to 5 steps, the schedules from 6 to 12. At step 5: learning rate"
                + " 0.000242, was 0.000188;");
  }

  @Test
  void extendToFewerSteps_saysThatTheRunGetsShorter() {
    assertThat(pretrain("--max-hours", "1e-12").exitCode()).isZero();

    Captured resumed = resume("--extend", "--set", "run.max-steps=4");

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("Shortened from 6 to 4 steps; the schedules, over 6 steps,");
  }

  @Test
  void extendByMoreStepsOfTheSameSchedule_saysThatNoRateChanges() {
    assertThat(pretrain("--set", "run.max-steps=4").exitCode()).isZero();

    Captured resumed = resume("--extend", "--set", "run.max-steps=5");

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.err())
        .contains(
            "Extended from 4 to 5 steps; the schedules, over 6 steps, do not change. At step 5, as"
                + " without it: learning rate 0.000188, weight decay ");
  }

  @Test
  void initFrom_beginsANewRun_andIsTold() {
    assertThat(pretrain().exitCode()).isZero();
    Path second = folder.resolve("second");

    Captured begun =
        Captured.run(
            "pretrain",
            pictures.toString(),
            "--recipe",
            recipe.toString(),
            "--set",
            "crops.global-size=24",
            "--set",
            "heads.group-hidden=24",
            "--init-from",
            run.toString(),
            "--out",
            second.toString());

    assertThat(begun.exitCode()).as(begun.err()).isZero();
    assertThat(begun.err().lines())
        .anyMatch(line -> line.equals("A new run, begun with the weights of " + run))
        .anyMatch(line -> line.startsWith("epoch 2/2  step 6/6"));
    assertThat(second.resolve("provenance.json")).content().contains("initialWeights");
  }

  @Test
  void initFromOfAnotherBackbone_isRefused_andNamesTheTensors() {
    assertThat(pretrain("--set", "run.max-steps=1").exitCode()).isZero();

    Captured refused =
        Captured.run(
            "pretrain",
            pictures.toString(),
            "--recipe",
            recipe.toString(),
            "--set",
            "backbone.width=32",
            "--init-from",
            run.toString(),
            "--out",
            folder.resolve("second").toString());

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .endsWith("is not that of the recipe: width 16, not 32: give --set backbone.width=16\n");
    assertThat(folder.resolve("second")).doesNotExist();
  }

  @Test
  void initFromOfOtherHeads_isRefused_thoughTheTensorsFit() {
    assertThat(pretrain("--set", "run.max-steps=1").exitCode()).isZero();
    Path first = run;
    run = folder.resolve("second");

    Path timm = folder.resolve("timm.safetensors");
    assertThat(
            Captured.run("export", first.toString(), "--format", "timm", "--out", timm.toString())
                .exitCode())
        .isZero();

    for (Path weights : List.of(first, timm)) {
      Captured refused = pretrain("--init-from", weights.toString(), "--set", "backbone.heads=4");

      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).endsWith(": heads 2, not 4: give --set backbone.heads=2\n");
      assertThat(run).doesNotExist();
    }
  }

  @Test
  void initFromOfWhatHoldsNoBackbone_isRefused_andSaysWhatToGive() {
    assertThat(pretrain("--set", "run.max-steps=1").exitCode()).isZero();
    Path state = run.resolve("checkpoints/step-00000001/state.safetensors");

    run = folder.resolve("second");

    assertThat(pretrain("--init-from", state.toString()).err())
        .endsWith(
            "mugs: %s holds no backbone, none of its tensors is there: give the weights of a teacher, weights.safetensors\n"
                .formatted(state));
    assertThat(pretrain("--init-from", folder.toString()).err())
        .endsWith(
            "mugs: neither %s nor a folder last in it holds a weights.safetensors: give a weights file, a checkpoint or a run\n"
                .formatted(folder));
    assertThat(pretrain("--init-from", recipe.toString()).err())
        .contains("mugs: " + recipe + " is no weights file: ");
    Captured missing = pretrain("--init-from", folder.resolve("gone").toString());
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err())
        .isEqualTo(
            "mugs: %s: no such file or folder: give a weights file, a checkpoint or a run\n"
                .formatted(folder.resolve("gone")));
    assertThat(run).doesNotExist();
  }

  @Test
  void maxHours_stopsAndSaves_andSaysHowToGoOn() {
    Captured stopped = pretrain("--max-hours", "1e-12");

    assertThat(stopped.exitCode()).isZero();
    assertThat(stopped.err().lines())
        .contains(
            "The time is up; the run is saved", "To go on: mugs pretrain --resume --out " + run)
        .anyMatch(line -> line.startsWith("Stopped after 1 step in "));
    assertThat(resume().err().lines()).contains("Going on after step 1");
  }

  @Test
  void optionsThatContradictEachOther_areRefused() {
    assertThat(resume("--init-from", "w").err())
        .startsWith("mugs: --resume goes on with a run, --init-from begins a new one");
    assertThat(resume("--dry-run").err()).startsWith("mugs: --dry-run is for new runs");
    assertThat(Captured.run("pretrain", "--resume").err())
        .startsWith("mugs: --resume needs --out RUN");
    assertThat(pretrain("--extend").err())
        .startsWith("mugs: --extend changes a run that is resumed");
    assertThat(pretrain("--max-hours", "0").err()).startsWith("mugs: --max-hours is 0.0");
    assertThat(resume().err())
        .isEqualTo("mugs: " + run + " is no folder: give the folder of a run that was begun\n");
  }
}
