package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import mugs.engine.SafetensorsReader;
import mugs.load.PlainPictures;
import mugs.load.TooManySkippedException;
import mugs.method.NotFiniteException;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.source.StoredPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Forty-eight pictures in batches of eight: six steps an epoch, twelve in all. */
class PretrainingTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int[] CLASSES = IntStream.range(0, 48).map(i -> i % 3).toArray();
  private static final PlainPictures PICTURES =
      PlainPictures.coloured(48).labelled("colour", 3, CLASSES);

  @TempDir Path folder;

  /** Keeps what a run tells. */
  private static class Heard implements PretrainingListener {
    private final List<Plan> plans = new ArrayList<>();
    private final List<Progress> steps = new ArrayList<>();
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    @Override
    public void warned(long step, String warning) {
      warnings.add(step + " " + warning);
    }

    @Override
    public void started(Plan plan) {
      plans.add(plan);
    }

    @Override
    public void stepped(Progress progress) {
      steps.add(progress);
    }

    @Override
    public void measured(Measurement measurement) {
      measurements.add(measurement);
    }
  }

  private Pretraining.Outcome run(String name, Recipe recipe, PictureSource source, Heard heard)
      throws Exception {
    try (Pretraining pretraining = new Pretraining(recipe, source, heard)) {
      return pretraining.run(RunFolder.create(folder.resolve(name)));
    }
  }

  private List<JsonNode> events(String name) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(name).resolve("events.jsonl"))) {
      events.add(JSON.readTree(line));
    }
    return events;
  }

  private JsonNode provenance(String name) throws IOException {
    return JSON.readTree(folder.resolve(name).resolve("provenance.json").toFile());
  }

  @Test
  void wholeRun_goesThroughItsSchedule_andTellsAsItGoes() throws Exception {
    Heard heard = new Heard();

    Pretraining.Outcome outcome = run("run", TinyRun.recipe(), PICTURES, heard);

    assertThat(outcome.steps()).isEqualTo(12);
    assertThat(outcome.complete()).isTrue();
    assertThat(outcome.skippedPictures()).isZero();
    assertThat(outcome.waitedSeconds()).isBetween(0.0, outcome.trainedSeconds());
    assertThat(outcome.trainedSeconds()).isBetween(0.0, outcome.seconds());
    assertThat(outcome.dataWaitShare())
        .isEqualTo(outcome.waitedSeconds() / outcome.trainedSeconds());
    assertThat(outcome.weights())
        .isEqualTo(folder.resolve("run/checkpoints/step-00000012/weights.safetensors"))
        .exists();
    assertThat(heard.plans).hasSize(1);
    assertThat(heard.plans.get(0).pictures()).isEqualTo(48);
    assertThat(heard.plans.get(0).steps()).isEqualTo(12);
    assertThat(heard.plans.get(0).stepsPerEpoch()).isEqualTo(6);
    assertThat(heard.steps)
        .extracting(PretrainingListener.Progress::step)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 12).boxed().toList());
    assertThat(heard.steps)
        .allMatch(step -> step.images() == 8 && step.report().losses().isFinite());
    assertThat(heard.steps).extracting(PretrainingListener.Progress::epoch).contains(0L, 1L);
    assertThat(heard.measurements)
        .extracting(PretrainingListener.Measurement::step)
        .containsExactly(6L, 12L);
  }

  @Test
  void greyPictures_areTrainedOn_byANetworkOfOneChannel() throws Exception {
    Heard heard = new Heard();

    Pretraining.Outcome outcome =
        run("run", TinyRun.recipe("crops.channels=1", "crops.strong=0.5"), PICTURES, heard);

    assertThat(outcome.complete()).isTrue();
    assertThat(heard.steps).hasSize(12).allMatch(step -> step.report().losses().isFinite());
    assertThat(heard.measurements).hasSize(2);
    try (SafetensorsReader weights = SafetensorsReader.open(outcome.weights())) {
      assertThat(weights.shape("patch_embed.proj.weight")).containsExactly(16, 1, 8, 8);
    }
  }

  @Test
  void events_areOneJsonObjectALine_stepByStep() throws Exception {
    run("run", TinyRun.recipe(), PICTURES, new Heard());

    List<JsonNode> all = events("run");
    List<JsonNode> steps =
        all.stream().filter(event -> event.path("event").asText().equals("step")).toList();
    assertThat(steps).hasSize(12);
    for (int i = 0; i < steps.size(); i++) {
      JsonNode step = steps.get(i);
      assertThat(step.path("step").asLong()).isEqualTo(i + 1);
      assertThat(step.path("epoch").asLong()).isEqualTo(i / 6);
      assertThat(step.path("dataWaitShare").asDouble()).isBetween(0.0, 1.0);
      double mean =
          (step.at("/losses/instance").asDouble()
                  + step.at("/losses/local_group").asDouble()
                  + step.at("/losses/group").asDouble())
              / 3; // all three have weight 1
      assertThat(step.path("loss").asDouble()).isCloseTo(mean, within(1e-9));
    }
    assertThat(all.get(0).path("event").asText()).isEqualTo("start");
    JsonNode knn = all.get(7);
    assertThat(knn.path("event").asText()).isEqualTo("knn");
    assertThat(knn.path("step").asLong()).isEqualTo(6);
    assertThat(knn.at("/top1/colour").asDouble()).isBetween(0.0, 1.0);
    assertThat(knn.path("queries").asInt()).isEqualTo(9);
    assertThat(knn.path("gallery").asInt()).isEqualTo(39);
  }

  @Test
  void eachEvent_hasThePaceSinceTheOneBefore() throws Exception {
    Heard heard = new Heard();

    run("run", TinyRun.recipe("run.log-every=5", "run.knn-every=0"), PICTURES, heard);

    List<JsonNode> events = events("run");
    PretrainingListener.Progress first = heard.steps.get(0);
    PretrainingListener.Progress fifth = heard.steps.get(4);
    assertThat(first.waitedSeconds()).isBetween(0.0, first.trainedSeconds());
    assertThat(first.trainedSeconds()).isBetween(0.0, first.seconds());
    assertThat(events.get(1).path("imagesPerSecond").asDouble())
        .isCloseTo(8 / first.trainedSeconds(), withinPercentage(1e-6));
    assertThat(events.get(2).path("imagesPerSecond").asDouble())
        .isCloseTo(
            4 * 8 / (fifth.trainedSeconds() - first.trainedSeconds()), withinPercentage(1e-6));
    assertThat(events.get(2).path("dataWaitShare").asDouble())
        .isCloseTo(
            (fifth.waitedSeconds() - first.waitedSeconds())
                / (fifth.trainedSeconds() - first.trainedSeconds()),
            within(1e-9));
  }

  @Test
  void logEvery_thinsTheEvents_butTheFirstAndTheLast() throws Exception {
    run("run", TinyRun.recipe("run.log-every=5", "run.knn-every=0"), PICTURES, new Heard());

    assertThat(events("run"))
        .extracting(event -> event.path("event").asText() + " " + event.path("step").asInt())
        .containsExactly("start 0", "step 1", "step 5", "step 10", "step 12");
  }

  @Test
  void settingsThatGoBadlyTogether_areTold_beforeTheFirstStep() throws Exception {
    Heard heard = new Heard();

    run("run", TinyRun.recipe("supervision.instance.queue=128"), PICTURES, heard);

    assertThat(heard.plans.get(0).advice())
        .singleElement()
        .asString()
        .contains("supervision.instance.queue is 128");
    assertThat(heard.warnings).contains("0 " + heard.plans.get(0).advice().get(0));
    assertThat(events("run"))
        .filteredOn(event -> event.path("event").asText().equals("warning"))
        .first()
        .satisfies(
            event -> {
              assertThat(event.path("step").asInt()).isZero();
              assertThat(event.path("warning").asText())
                  .isEqualTo(heard.plans.get(0).advice().get(0));
            });
    assertThat(folder.resolve("run/log.txt"))
        .content()
        .contains("  WARNING: supervision.instance.queue is 128");
  }

  @Test
  void folder_holdsTheRecipe_whereTheRunCameFrom_andALinkToTheNewestWeights() throws Exception {
    Recipe recipe = TinyRun.recipe("run.seed=7");

    run("run", recipe, PICTURES, new Heard());

    Path run = folder.resolve("run");
    assertThat(Recipe.load(run.resolve("recipe.yaml").toString())).isEqualTo(recipe);
    JsonNode provenance = provenance("run");
    assertThat(provenance.path("seed").asLong()).isEqualTo(7);
    assertThat(provenance.path("pictures").asText()).isEqualTo("plain");
    assertThat(provenance.path("pictureCount").asInt()).isEqualTo(48);
    assertThat(provenance.path("picturesFingerprint").asText()).isEqualTo(PICTURES.fingerprint());
    assertThat(provenance.path("steps").asLong()).isEqualTo(12);
    assertThat(provenance.path("plannedSteps").asLong()).isEqualTo(12);
    assertThat(provenance.path("skippedPictures").asInt()).isZero();
    assertThat(provenance.path("device").asText()).isEqualTo("cpu");
    assertThat(Files.readAllLines(run.resolve("events.jsonl")).get(0))
        .contains("\"event\":\"start\"", "\"device\":\"cpu\"");
    assertThat(provenance.path("java").asText()).isEqualTo(Runtime.version().toString());
    assertThat(provenance.fieldNames())
        .toIterable()
        .contains(
            "program",
            "blas",
            "libtorch",
            "processors",
            "system",
            "recipe",
            "started",
            "ended",
            "seconds");
    assertThat(Files.readSymbolicLink(run.resolve("last")))
        .isEqualTo(Path.of("checkpoints", "step-00000012"));
    assertThat(run.resolve("last/weights.safetensors")).exists();
    assertThat(run.resolve("skipped.tsv")).doesNotExist();
    assertThat(parts()).isEmpty();
  }

  @Test
  void sameSeed_givesTheSameBytes_whateverTheLoadersThreads_andAnotherSeedOthers()
      throws Exception {
    byte[] weights = weights("one", "pictures.threads=1");

    assertThat(weights("again", "pictures.threads=1")).isEqualTo(weights);
    assertThat(weights("other", "pictures.threads=1", "run.seed=1")).isNotEqualTo(weights);
  }

  private byte[] weights(String name, String... changes) throws Exception {
    return Files.readAllBytes(run(name, TinyRun.recipe(changes), PICTURES, new Heard()).weights());
  }

  @Test
  void stop_endsAfterTheStepUnderWay_andTheWeightsAreWritten() throws Exception {
    Pretraining.Outcome outcome;
    Recipe recipe = TinyRun.recipe("schedule.epochs=1000");
    StopAfter listener = new StopAfter(3);
    try (Pretraining pretraining = new Pretraining(recipe, PICTURES, listener)) {
      listener.pretraining = List.of(pretraining);
      outcome = pretraining.run(RunFolder.create(folder.resolve("run")));
    }

    assertThat(outcome.steps()).isEqualTo(3);
    assertThat(outcome.complete()).isFalse();
    assertThat(outcome.weights()).exists();
    assertThat(events("run")).hasSize(1 + 3);
    assertThat(Files.readAllLines(folder.resolve("run/log.txt")))
        .last()
        .asString()
        .endsWith("  ends after step 3 of 6,000");
    assertThat(provenance("run").path("plannedSteps").asLong()).isEqualTo(6000);
  }

  /** Stops a run after some steps. */
  private static final class StopAfter implements PretrainingListener {
    private final int steps;
    private List<Pretraining> pretraining = List.of();

    StopAfter(int steps) {
      this.steps = steps;
    }

    @Override
    public void stepped(Progress progress) {
      if (progress.step() == steps) {
        pretraining.forEach(Pretraining::stop);
      }
    }
  }

  @Test
  void maxSteps_endsARunEarly_itsSchedulesUnchanged() throws Exception {
    Heard whole = new Heard();
    Heard early = new Heard();

    run("whole", TinyRun.recipe(), PICTURES, whole);
    Pretraining.Outcome outcome = run("early", TinyRun.recipe("run.max-steps=5"), PICTURES, early);

    assertThat(outcome.steps()).isEqualTo(5);
    assertThat(outcome.complete()).isTrue();
    assertThat(early.plans.get(0).steps()).isEqualTo(5);
    assertThat(early.steps)
        .extracting(PretrainingListener.Progress::settings)
        .isEqualTo(
            whole.steps.subList(0, 5).stream()
                .map(PretrainingListener.Progress::settings)
                .toList());
    assertThat(early.steps)
        .extracting(progress -> progress.report().losses())
        .isEqualTo(
            whole.steps.subList(0, 5).stream()
                .map(progress -> progress.report().losses())
                .toList());
  }

  @Test
  void skippedPictures_areCountedAndListed() throws Exception {
    Heard heard = new Heard();

    Pretraining.Outcome outcome = run("run", TinyRun.recipe(), PICTURES.withBroken(11), heard);

    assertThat(outcome.skippedPictures()).isEqualTo(1);
    assertThat(heard.steps.get(11).skippedPictures()).isEqualTo(1);
    List<JsonNode> events = events("run");
    assertThat(events.get(events.size() - 2).path("skippedPictures").asInt()).isEqualTo(1);
    assertThat(folder.resolve("run/log.txt"))
        .content()
        .contains("1 picture could not be read: see skipped.tsv");
    assertThat(folder.resolve("run/skipped.tsv")).hasContent("plain/11.png\tit is broken\n");
    assertThat(provenance("run").path("skippedPictures").asInt()).isEqualTo(1);
  }

  @Test
  void tooManySkippedPictures_beforeTheFirstStep_leaveTheirListAlone_andNextTimeABetterOne()
      throws Exception {
    Integer[] all = IntStream.range(0, 48).boxed().toArray(Integer[]::new);
    Path list = folder.resolve("run/skipped.tsv");

    assertThatThrownBy(() -> run("run", TinyRun.recipe(), PICTURES.withBroken(all), new Heard()))
        .isInstanceOf(TooManySkippedException.class)
        .hasMessageMatching(
            "[0-9]+ of 48 pictures of plain cannot be read \\([0-9.]+ %, at most 1 % may be\\): "
                + "plain/[0-9]+\\.png \\(it is broken\\), .*"
                + "; mend or remove them, or raise pictures.max-skipped; all are listed in .*")
        .hasMessageEndingWith(list.toString());

    assertThat(folder.resolve("run")).isDirectoryContaining(file -> file.equals(list));
    assertThat(folder.resolve("run").toFile().list()).hasSize(1);
    assertThat(Files.readAllLines(list))
        .hasSizeGreaterThan(1)
        .allMatch(line -> line.matches("plain/[0-9]+\\.png\tit is broken"));

    run("run", TinyRun.recipe("run.max-steps=1"), PICTURES.withBroken(11), new Heard());
    assertThat(list).hasContent("plain/11.png\tit is broken\n");
  }

  @Test
  void tooManySkippedPictures_later_areListed() throws Exception {
    // the ninth picture of the first epoch comes in the second batch
    Heard seen = new Heard();
    PlainPictures asked = PICTURES.withBroken();
    run(
        "order",
        TinyRun.recipe("run.max-steps=1", "pictures.threads=1", "run.knn-every=0"),
        asked,
        seen);
    Integer[] late =
        IntStream.range(0, 48)
            .filter(i -> !asked.asked().contains(i))
            .boxed()
            .toArray(Integer[]::new);

    assertThat(late).isNotEmpty();
    assertThatThrownBy(() -> run("run", TinyRun.recipe(), PICTURES.withBroken(late), new Heard()))
        .isInstanceOf(TooManySkippedException.class);
    assertThat(folder.resolve("run/skipped.tsv")).isNotEmptyFile();
    assertThat(folder.resolve("run/log.txt")).content().contains("cannot be read");
    assertThat(parts()).isEmpty();
  }

  @Test
  void batchLargerThanTheCollection_isRefused_beforeAnythingIsWritten() {
    assertThatThrownBy(
            () -> run("run", TinyRun.recipe("optimiser.batch=64"), PICTURES, new Heard()))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("optimiser.batch is 64, but there are only 48 pictures");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void lastCheckpointThatCannotBeWritten_isNamed_andNothingOfItIsLeft() throws Exception {
    Recipe recipe = TinyRun.recipe("run.max-steps=2");
    Path run = folder.resolve("run");
    Files.createDirectories(run);
    RunFolder free = RunFolder.create(run);
    Files.writeString(run.resolve("checkpoints"), "a file in the way");

    try (Pretraining pretraining = new Pretraining(recipe, PICTURES, new Heard())) {
      assertThatThrownBy(() -> pretraining.run(free))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "the last checkpoint, after step 2, is lost (cannot write %s: %s is no folder): there is none before it; mend that, then resume the run"
                  .formatted(run.resolve("checkpoints/step-00000002"), run.resolve("checkpoints")));
    }
    assertThat(parts()).isEmpty();
    assertThat(run.resolve("last")).doesNotExist();
  }

  @Test
  void checkpointThatCannotBeWritten_isLost_andTheRunGoesOnToLaterOnes() throws Exception {
    Path inTheWay = folder.resolve("run/checkpoints");
    Heard heard =
        new Heard() {
          @Override
          public void stepped(Progress progress) {
            super.stepped(progress);
            try {
              if (progress.step() == 1) {
                Files.writeString(inTheWay, "a file in the way");
              } else if (progress.step() == 3) {
                Files.delete(inTheWay);
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };

    Pretraining.Outcome outcome =
        run("run", TinyRun.recipe("run.checkpoint-every=1", "run.max-steps=4"), PICTURES, heard);

    assertThat(outcome.complete()).isTrue();
    assertThat(heard.steps).hasSize(4);
    assertThat(inTheWay)
        .isDirectoryContaining("glob:**/step-00000003")
        .isDirectoryContaining("glob:**/step-00000004");
  }

  @Test
  @EnabledOnOs(OS.LINUX) // its device that is always full
  void fullDisk_isNamed_whereTheEventsGo_andNothingIsLeft() throws Exception {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    Files.createSymbolicLink(run.events(), Path.of("/dev/full"));

    try (Pretraining pretraining = new Pretraining(TinyRun.recipe(), PICTURES, new Heard())) {
      assertThatThrownBy(() -> pretraining.run(run))
          .isInstanceOf(IOException.class)
          .hasMessage("cannot write " + run.events() + ": No space left on device");
    }
    assertThat(run.path()).isEmptyDirectory();
  }

  @Test
  void eventsThatCannotBeOpened_endTheRun_andNothingOfItIsLeft() throws Exception {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    Files.createDirectory(run.events());

    try (Pretraining pretraining = new Pretraining(TinyRun.recipe(), PICTURES, new Heard())) {
      assertThatThrownBy(() -> pretraining.run(run, List.of("/pictures")))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("cannot write " + run.events());
      assertThat(run.path()).isEmptyDirectory();

      pretraining.run(run, List.of("/pictures"));
      assertThat(run.pictures()).containsExactly("/pictures");
    }
  }

  @Test
  void lockThatCannotBeTaken_endsTheRun_beforeAnythingIsWritten() throws Exception {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    Path lock = Files.createDirectory(run.path().resolve("run.lock"));

    try (Pretraining pretraining = new Pretraining(TinyRun.recipe(), PICTURES, new Heard())) {
      assertThatThrownBy(() -> pretraining.run(run, List.of("/pictures")))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("cannot write " + lock);
    }
    Files.delete(lock);
    assertThat(run.path()).isEmptyDirectory();
  }

  @Test
  void stepThatIsNotFinite_endsTheRun_namesTheTensor_andKeepsCropsAndTheLastGoodState()
      throws Exception {
    Recipe recipe = TinyRun.recipe("optimiser.rate=1e38", "schedule.warm-up-epochs=0");

    assertThatThrownBy(() -> run("run", recipe, PICTURES, new Heard()))
        .isInstanceOf(NotFiniteException.class)
        .hasMessageStartingWith("in step 2 a loss is not finite: ")
        .hasMessageContaining("(first the teacher's tokens for t0 of image 0 of the batch)")
        .hasMessageContaining("its crops are in " + folder.resolve("run/failed-step-00000002"));

    Path failed = folder.resolve("run/failed-step-00000002");
    assertThat(Files.readAllLines(failed.resolve("pictures.tsv")))
        .hasSize(8)
        .allMatch(line -> line.matches("[0-7]\t\\d+\tplain/\\d+\\.png"));
    try (SafetensorsReader crops = SafetensorsReader.open(failed.resolve("crops-0.safetensors"))) {
      assertThat(crops.shape("globals")).containsExactly(2, 8, 3, 16, 16);
      assertThat(crops.metadata()).containsEntry("step", "2");
    }
    assertThat(folder.resolve("run/last/state.json")).exists();
    assertThat(folder.resolve("run/log.txt")).content().contains("step 2 failed: a loss is not");
  }

  @Test
  void stateThatIsNotFinite_isNotWritten_andTheMessageSaysThatThereIsNoOther() throws Exception {
    Recipe recipe =
        TinyRun.recipe("optimiser.rate=1e41", "schedule.warm-up-epochs=0", "run.knn-every=0");

    assertThatThrownBy(() -> run("run", recipe, PICTURES, new Heard()))
        .isInstanceOf(NotFiniteException.class)
        .hasMessageStartingWith("in step 2 a loss is not finite: ")
        .hasMessageEndingWith("; there is no good checkpoint before it");

    RunFolder run = RunFolder.existing(folder.resolve("run"));
    assertThat(run.checkpoints()).doesNotExist();
    assertThat(run.last()).doesNotExist();
    assertThat(run.log()).content().contains("the state after step 1 is not written, student.");
    List<JsonNode> events = events("run");
    JsonNode last = events.get(events.size() - 1);
    assertThat(last.path("event").asText()).isEqualTo("failure");
    assertThat(last.path("step").asLong()).isEqualTo(2);
    assertThat(last.path("reason").asText()).startsWith("a loss is not finite: ");
    assertThat(last.path("advice").asText()).contains("lower optimiser.rate");
  }

  @Test
  void checkpointOnTheWayThatIsNotFinite_endsTheRun_andIsNotWritten() throws Exception {
    Recipe recipe =
        TinyRun.recipe(
            "optimiser.rate=1e41",
            "schedule.warm-up-epochs=0",
            "run.knn-every=0",
            "run.checkpoint-every=1");

    assertThatThrownBy(() -> run("run", recipe, PICTURES, new Heard()))
        .isInstanceOf(NotFiniteException.class)
        .hasMessageStartingWith("in step 1 the state it leaves is not finite: student.")
        .hasMessageEndingWith("; there is no good checkpoint before it");

    assertThat(folder.resolve("run/checkpoints")).doesNotExist();
  }

  @Test
  void lastStateThatIsNotFinite_isNotWrittenAsTheEnd() throws Exception {
    Recipe recipe =
        TinyRun.recipe(
            "optimiser.rate=1e41",
            "schedule.warm-up-epochs=0",
            "run.knn-every=0",
            "run.max-steps=1");

    assertThatThrownBy(() -> run("run", recipe, PICTURES, new Heard()))
        .isInstanceOf(NotFiniteException.class)
        .hasMessageStartingWith("in step 1 the state it leaves is not finite: student.");

    assertThat(folder.resolve("run/checkpoints")).doesNotExist();
  }

  @Test
  void microBatchThatIsLeftOpen_isTold() throws Exception {
    Recipe ample = TinyRun.recipe("run.micro-batch=auto", "run.memory=50", "run.max-steps=1");
    Heard heard = new Heard();

    run("run", ample, PICTURES, heard);

    assertThat(folder.resolve("run/log.txt"))
        .content()
        .contains("micro-batch 4, settled for 50.0 GB"); // half of 8 for each of two workers
    assertThat(heard.warnings).noneMatch(warning -> warning.contains("memory"));
  }

  @Test
  void memoryThatIsTooSmall_isRefused_beforeTheRunBegins() {
    Recipe small = TinyRun.recipe("run.micro-batch=auto", "run.memory=0.01");

    assertThatThrownBy(() -> run("run", small, PICTURES, new Heard()))
        .isInstanceOf(RecipeException.class)
        .hasMessageStartingWith("run.memory is 0.01, but training needs about ");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void timedStepThatIsNotFinite_saysWhatToDo() {
    Recipe recipe = TinyRun.recipe("optimiser.rate=1e38", "schedule.warm-up-epochs=0");

    try (Pretraining pretraining = new Pretraining(recipe, PICTURES, new Heard())) {
      assertThatThrownBy(() -> pretraining.secondsPerStep(1, 1))
          .isInstanceOf(NotFiniteException.class)
          .hasMessageStartingWith("in step 2 a loss is not finite: ")
          .hasMessageEndingWith(": start again with a lower optimiser.rate or optimiser.clip");
    }
  }

  /** Pictures whose names are lost from some moment on. */
  private static final class Forgetful implements PictureSource {
    private volatile boolean forgets;

    @Override
    public String name() {
      return PICTURES.name();
    }

    @Override
    public int size() {
      return PICTURES.size();
    }

    @Override
    public List<LabelLevel> levels() {
      return List.of();
    }

    @Override
    public String path(int index) {
      if (forgets) {
        throw new IllegalStateException("the names are gone");
      }
      return PICTURES.path(index);
    }

    @Override
    public StoredPicture read(int index) throws IOException {
      return PICTURES.read(index);
    }
  }

  @Test
  void failureToKeepTheCrops_hidesNotTheStepThatFailed_andTheLastGoodStateIsKept()
      throws Exception {
    Recipe recipe = TinyRun.recipe("optimiser.rate=1e38", "schedule.warm-up-epochs=0");
    Forgetful source = new Forgetful();
    PretrainingListener forgets =
        new PretrainingListener() {
          @Override
          public void stepped(Progress progress) {
            source.forgets = true;
          }
        };
    RunFolder run = RunFolder.create(folder.resolve("run"));

    try (Pretraining pretraining = new Pretraining(recipe, source, forgets)) {
      assertThatThrownBy(() -> pretraining.run(run))
          .isInstanceOf(NotFiniteException.class)
          .hasMessageStartingWith("in step 2 a loss is not finite: ")
          .hasMessageNotContaining("its crops are in ")
          .rootCause()
          .satisfies(
              cause ->
                  assertThat(cause.getSuppressed())
                      .extracting(Throwable::getMessage)
                      .containsExactly("the names are gone"));
    }
    assertThat(run.checkpoints().resolve("step-00000001")).isDirectory();
  }

  @Test
  void firstStepThatIsNotFinite_leavesAllThatItTakesToDoItAgain() throws Exception {
    Recipe recipe = TinyRun.recipe("pictures.deviation=[1e-38, 1e-38, 1e-38]");

    assertThatThrownBy(() -> run("run", recipe, PICTURES, new Heard()))
        .isInstanceOf(NotFiniteException.class)
        .hasMessageStartingWith("in step 1 a loss is not finite: ")
        .hasMessageContaining("its crops are in " + folder.resolve("run/failed-step-00000001"))
        .hasMessageEndingWith("the weights before it are in " + folder.resolve("run/last"));

    assertThat(folder.resolve("run/failed-step-00000001/crops-0.safetensors")).exists();
    RunFolder run = RunFolder.existing(folder.resolve("run"));
    assertThat(run.recipe()).isEqualTo(recipe);
    assertThat(run.last().resolve("state.safetensors")).exists();
    assertThat(run.log()).content().contains("step 1 failed: a loss is not finite");
  }

  private List<Path> parts() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".part")).toList();
    }
  }
}
