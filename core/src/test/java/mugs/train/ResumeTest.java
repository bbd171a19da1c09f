package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mugs.load.PlainPictures;
import mugs.load.TooManySkippedException;
import mugs.source.PictureSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forty-eight pictures in batches of eight: six steps an epoch, twelve in all. */
class ResumeTest {
  private static final int[] CLASSES = IntStream.range(0, 48).map(i -> i % 3).toArray();
  private static final PlainPictures PICTURES =
      PlainPictures.coloured(48).labelled("colour", 3, CLASSES);

  /** Frozen prototypes are let go on the way, and drop path is on. */
  private static final Recipe RECIPE =
      TinyRun.recipe("backbone.drop-path=0.2", "run.checkpoint-every=1", "run.keep-checkpoints=3");

  @TempDir Path folder;

  /** What happens to a process that is killed: nothing of it runs any more. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static PretrainingListener killedAfter(long steps) {
    return new PretrainingListener() {
      @Override
      public void stepped(Progress progress) {
        if (progress.step() == steps) {
          throw new Killed();
        }
      }
    };
  }

  private Pretraining.Outcome whole(String name) throws Exception {
    try (Pretraining pretraining = new Pretraining(RECIPE, PICTURES, PretrainingListener.NONE)) {
      return pretraining.run(RunFolder.create(folder.resolve(name)));
    }
  }

  private void killed(String name, long steps) throws Exception {
    try (Pretraining pretraining = new Pretraining(RECIPE, PICTURES, killedAfter(steps))) {
      RunFolder run = RunFolder.create(folder.resolve(name));
      assertThatThrownBy(() -> pretraining.run(run)).isInstanceOf(Killed.class);
    }
  }

  private Pretraining.Outcome resumed(String name, PretrainingListener listener) throws Exception {
    RunFolder run = RunFolder.existing(folder.resolve(name));
    try (Pretraining pretraining = Pretraining.resume(run, run.recipe(), PICTURES, listener)) {
      return pretraining.run(run);
    }
  }

  private byte[] last(String name, String file) throws IOException {
    return Files.readAllBytes(folder.resolve(name).resolve("last").resolve(file));
  }

  private Path checkpoint(String name, long step) {
    return folder.resolve(name).resolve("checkpoints").resolve(RunFolder.checkpointName(step));
  }

  private void assertEndsLike(String whole, String other) throws IOException {
    assertThat(last(other, "weights.safetensors")).isEqualTo(last(whole, "weights.safetensors"));
    assertThat(last(other, "state.safetensors")).isEqualTo(last(whole, "state.safetensors"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 5, 6, 7, 11})
  void killedRun_thatIsResumed_endsBitForBitLikeOneThatWasNot(long steps) throws Exception {
    whole("whole");
    killed("killed", steps);

    Pretraining.Outcome outcome = resumed("killed", PretrainingListener.NONE);

    assertThat(outcome.steps()).isEqualTo(12);
    assertThat(outcome.complete()).isTrue();
    assertEndsLike("whole", "killed");
    assertThat(health("killed")).isEqualTo(health("whole"));
    assertThat(health("killed").path("norms")).hasSize(12);
  }

  private JsonNode health(String name) throws IOException {
    return new ObjectMapper().readTree(last(name, "state.json")).at("/progress/health");
  }

  @Test
  void runKilledAgainAndAgain_endsBitForBitLikeOneThatWasNot() throws Exception {
    whole("whole");
    killed("killed", 2);
    for (long step : new long[] {4, 5, 9}) {
      assertThatThrownBy(() -> resumed("killed", killedAfter(step))).isInstanceOf(Killed.class);
    }

    resumed("killed", PretrainingListener.NONE);

    assertEndsLike("whole", "killed");
  }

  @Test
  void events_goOnWhereTheCheckpointStands_andEachStepIsThereOnce() throws Exception {
    whole("whole");
    killed("killed", 8);
    deleteTree(checkpoint("killed", 8));
    deleteTree(checkpoint("killed", 7));

    resumed("killed", PretrainingListener.NONE);

    List<JsonNode> events = events("killed");
    assertThat(events).extracting(event -> event.path("event").asText()).contains("resume");
    assertThat(
            events.stream()
                .filter(event -> event.path("event").asText().equals("step"))
                .map(event -> event.path("step").asLong()))
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
    assertThat(losses("killed")).isEqualTo(losses("whole"));
  }

  /** The sixth step ends an epoch, the twelfth the run: after both the teacher is measured. */
  @ParameterizedTest
  @ValueSource(longs = {6, 12})
  void measurementGivenUpForAStop_isMadeUpForByTheResume_once(long step) throws Exception {
    whole("whole");
    RunFolder run = RunFolder.create(folder.resolve("stopped"));
    List<Pretraining> going = new ArrayList<>();
    PretrainingListener stops =
        new PretrainingListener() {
          @Override
          public void stepped(Progress progress) {
            if (progress.step() == step) {
              going.forEach(Pretraining::stop);
            }
          }
        };
    try (Pretraining pretraining = new Pretraining(RECIPE, PICTURES, stops)) {
      going.add(pretraining);
      assertThat(pretraining.run(run).steps()).isEqualTo(step);
    }
    assertThat(measurements("stopped")).doesNotContainKey(step);

    try (Pretraining goesOn =
        Pretraining.resume(run, run.recipe(), PICTURES, PretrainingListener.NONE)) {
      assertThat(goesOn.ended(run)).isEmpty();
      goesOn.run(run);
    }

    assertThat(measurements("stopped")).isEqualTo(measurements("whole")).containsOnlyKeys(6L, 12L);
    assertEndsLike("whole", "stopped");
    try (Pretraining ended =
        Pretraining.resume(run, run.recipe(), PICTURES, PretrainingListener.NONE)) {
      assertThat(ended.ended(run)).isPresent();
    }
  }

  /** Returns what was measured, by step; each step once. */
  private Map<Long, JsonNode> measurements(String name) throws IOException {
    return events(name).stream()
        .filter(event -> event.path("event").asText().equals("knn"))
        .collect(
            Collectors.toMap(event -> event.path("step").asLong(), event -> event.path("top1")));
  }

  @Test
  void firstEventAfterAResume_hasThePaceSinceThen() throws Exception {
    killed("killed", 8);
    JsonNode stood = new ObjectMapper().readTree(last("killed", "state.json")).path("progress");
    List<PretrainingListener.Progress> heard = new ArrayList<>();

    resumed(
        "killed",
        new PretrainingListener() {
          @Override
          public void stepped(Progress progress) {
            heard.add(progress);
          }
        });

    PretrainingListener.Progress ninth = heard.get(0);
    JsonNode event =
        events("killed").stream()
            .filter(each -> each.path("event").asText().equals("step"))
            .filter(each -> each.path("step").asLong() == 9)
            .findFirst()
            .orElseThrow();
    assertThat(stood.path("steps").asLong()).isEqualTo(8);
    assertThat(event.path("imagesPerSecond").asDouble())
        .isCloseTo(
            8 / (ninth.trainedSeconds() - stood.path("trainedSeconds").asDouble()),
            withinPercentage(1e-6));
  }

  private List<JsonNode> events(String name) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(name).resolve("events.jsonl"))) {
      events.add(new ObjectMapper().readTree(line));
    }
    return events;
  }

  private List<Double> losses(String name) throws IOException {
    return events(name).stream()
        .filter(event -> event.path("event").asText().equals("step"))
        .map(event -> event.path("loss").asDouble())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"weights.safetensors", "state.safetensors", "state.json", "checksums.sha256"})
  void tornCheckpoint_isPassedOver_andTheOneBeforeItIsUsed(String torn) throws Exception {
    whole("whole");
    killed("killed", 5);
    Path file = checkpoint("killed", 4).resolve(torn);
    Files.write(
        file, java.util.Arrays.copyOf(Files.readAllBytes(file), (int) (Files.size(file) / 2)));
    deleteTree(checkpoint("killed", 5));

    Heard heard = new Heard();
    resumed("killed", heard);

    assertThat(heard.before).isEqualTo(3);
    assertEndsLike("whole", "killed");
  }

  @Test
  void checkpointWithOneBitAltered_isPassedOver() throws Exception {
    killed("killed", 5);
    Path file = checkpoint("killed", 4).resolve("state.safetensors");
    deleteTree(checkpoint("killed", 5));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);

    Heard heard = new Heard();
    resumed("killed", heard);

    assertThat(heard.before).isEqualTo(3);
  }

  private static final class Heard implements PretrainingListener {
    private long before;

    @Override
    public void started(Plan plan) {
      before = plan.stepsBefore();
      assertThat(plan.machineDifferences()).isEmpty();
    }
  }

  @Test
  void tornCheckpoint_countsNotAmongThoseThatAreKept() throws Exception {
    killed("killed", 5);
    Files.delete(checkpoint("killed", 5).resolve("state.json"));
    Files.delete(checkpoint("killed", 4).resolve("state.json"));
    RunFolder run = RunFolder.existing(folder.resolve("killed"));
    Recipe one = run.recipe().with("run.keep-checkpoints=1", "run.checkpoint-every=0");

    try (Pretraining pretraining = Pretraining.resume(run, one, PICTURES, killedAfter(4))) {
      assertThatThrownBy(() -> pretraining.run(run)).isInstanceOf(Killed.class);
    }

    assertThat(new CheckpointStore(run).newestGood().orElseThrow().progress().steps()).isEqualTo(4);
    assertThat(folder.resolve("killed/last/state.json")).exists();
    assertThat(folder.resolve("killed/checkpoints/step-00000005.torn")).isDirectory();
  }

  @Test
  void checkpointThatAnotherRunWroteMeanwhile_isNotGoneBackBehind() throws Exception {
    killed("killed", 3);
    RunFolder run = RunFolder.existing(folder.resolve("killed"));
    try (Pretraining late =
        Pretraining.resume(run, run.recipe(), PICTURES, PretrainingListener.NONE)) {
      assertThatThrownBy(() -> resumed("killed", killedAfter(5))).isInstanceOf(Killed.class);

      assertThatThrownBy(() -> late.run(run))
          .isInstanceOf(RunFolderException.class)
          .hasMessage(run.path() + " was written to by another run meanwhile: resume again");
    }
  }

  @Test
  void checkpointOfAnotherFormat_isNoTornOne_andTheRunIsNotGoneBackBehindIt() throws Exception {
    killed("killed", 5);
    Path newer = checkpoint("killed", 5);
    Files.writeString(
        newer.resolve("state.json"),
        "{\"format\": 9, \"program\": \"mugs-jvm 7.5\", \"other\": 1}");
    Checksums.write(newer, List.of("state.json"));

    assertThatThrownBy(() -> resumed("killed", PretrainingListener.NONE))
        .isInstanceOf(RunFolderException.class)
        .hasMessageStartingWith(
            newer + " is a checkpoint of format 9, written by mugs-jvm 7.5; this is mugs-jvm ")
        .hasMessageEndingWith(", which reads format 1: resume with the version that wrote it");
    assertThat(newer).isDirectory();
  }

  @Test
  void checkpointThatTellsNothingOfHealthAndMeasurements_isGoneOnFrom() throws Exception {
    whole("whole");
    killed("killed", 5);
    Path older = checkpoint("killed", 5);
    ObjectMapper json = new ObjectMapper();
    ObjectNode state = (ObjectNode) json.readTree(older.resolve("state.json").toFile());
    state.withObject("/progress").remove(List.of("health", "measured"));
    Files.writeString(older.resolve("state.json"), state.toString());
    Checksums.write(older, List.of("weights.safetensors", "state.safetensors", "state.json"));

    resumed("killed", PretrainingListener.NONE);

    assertEndsLike("whole", "killed");
    assertThat(health("killed").path("norms")).as("those since then").hasSize(7);
  }

  @Test
  void checkpointOfAnotherRecipe_isRefused_namingTheKey_butForKeysThatChangeNoResult()
      throws Exception {
    killed("killed", 3);
    RunFolder run = RunFolder.existing(folder.resolve("killed"));
    Recipe other = run.recipe().with("optimiser.rate=0.5", "pictures.threads=3");
    Recipe same = run.recipe().with("pictures.threads=3", "run.keep-checkpoints=7");

    assertThatThrownBy(() -> Pretraining.resume(run, other, PICTURES, PretrainingListener.NONE))
        .isInstanceOf(RunFolderException.class)
        .hasMessage(
            "%s was made with optimiser.rate %s, but the run's recipe says 0.5: put that back, or start a new run with --init-from",
            checkpoint("killed", 3), RecipeKey.print(RECIPE.optimiser().rate()));
    Pretraining.resume(run, same, PICTURES, PretrainingListener.NONE).close();
  }

  @Test
  void microBatchThatIsLeftOpen_isTheOneThatTheRunSettled_whateverMemoryThereIsNow()
      throws Exception {
    double ofOne = (StepMemory.ofTraining(RECIPE.with("run.micro-batch=1")) + 1) / 1e9;
    Recipe tight = RECIPE.with("run.micro-batch=auto", "run.memory=" + ofOne);
    RunFolder run = RunFolder.create(folder.resolve("run"));
    try (Pretraining pretraining = new Pretraining(tight, PICTURES, killedAfter(3))) {
      assertThatThrownBy(() -> pretraining.run(run)).isInstanceOf(Killed.class);
    }
    Recipe ample = tight.with("run.memory=100");
    assertThat(StepMemory.settled(ample).run().microBatch()).isEqualTo(new MicroBatch(4));

    try (Pretraining again = Pretraining.resume(run, ample, PICTURES, PretrainingListener.NONE)) {
      assertThat(again.recipe().run().microBatch()).isEqualTo(new MicroBatch(1));
    }
    deleteTree(run.checkpoints());
    try (Pretraining again = Pretraining.resume(run, ample, PICTURES, PretrainingListener.NONE)) {
      assertThat(again.recipe().run().microBatch()).isEqualTo(new MicroBatch(1));
    }
    Recipe other = tight.with("run.micro-batch=2");
    killed("other", 1);
    assertThatThrownBy(
            () ->
                Pretraining.resume(
                    RunFolder.existing(folder.resolve("other")),
                    other,
                    PICTURES,
                    PretrainingListener.NONE))
        .isInstanceOf(RunFolderException.class)
        .hasMessageContaining("was made with run.micro-batch ");
  }

  /** Each may be another when a run goes on, so none may show in what is learned. */
  @Test
  void keysThatChangeNoResult_changeNone() throws Exception {
    whole("whole");
    Recipe other =
        RECIPE.with(
            "pictures.max-skipped=1",
            "pictures.threads=3",
            "pictures.ahead=5",
            "run.checkpoint-every=4",
            "run.checkpoint-minutes=0.001",
            "run.keep-checkpoints=1",
            "run.memory=7",
            "run.activation-checkpointing=true",
            "run.knn-every=0",
            "run.log-every=5");
    assertThat(RECIPE.differences(other)).noneMatch(Recipe.Difference::changesResult);
    assertThat(RECIPE.differences(other))
        .hasSize(
            (int)
                RecipeKeys.all().stream()
                    .filter(key -> !key.changesResult())
                    .filter(key -> !key.path().equals("run.device")) // its roundings are its own
                    .count());

    try (Pretraining pretraining = new Pretraining(other, PICTURES, PretrainingListener.NONE)) {
      pretraining.run(RunFolder.create(folder.resolve("other")));
    }

    assertThat(last("other", "state.safetensors")).isEqualTo(last("whole", "state.safetensors"));
  }

  @Test
  void skippedPictures_areStillKnownAndListed_andCountTowardsTheMost() throws Exception {
    PictureSource one = PlainPictures.coloured(48).withBroken(11);
    Recipe recipe = TinyRun.recipe("run.checkpoint-every=1", "pictures.max-skipped=0.03");
    RunFolder run = RunFolder.create(folder.resolve("run"));
    try (Pretraining begun = new Pretraining(recipe, one, killedAfter(7))) {
      assertThatThrownBy(() -> begun.run(run)).isInstanceOf(Killed.class);
    }
    assertThat(folder.resolve("run/skipped.tsv")).hasContent("plain/11.png\tit is broken\n");
    PlainPictures another = PlainPictures.coloured(48).withBroken(30);

    try (Pretraining goesOn = Pretraining.resume(run, recipe, another, killedAfter(12))) {
      assertThat(goesOn.skipped().reasons()).containsOnlyKeys("plain/11.png");
      assertThatThrownBy(() -> goesOn.run(run))
          .isInstanceOf(TooManySkippedException.class)
          .hasMessageStartingWith("2 of 48 pictures of ");
    }
    assertThat(another.asked()).doesNotContain(11);
    assertThat(folder.resolve("run/skipped.tsv"))
        .hasContent("plain/11.png\tit is broken\nplain/30.png\tit is broken\n");
  }

  @Test
  void runThatBeganWithWeights_andWasStoppedBeforeItsFirstCheckpoint_beginsWithThemAgain()
      throws Exception {
    whole("first");
    Recipe recipe = RECIPE.with("run.checkpoint-every=0", "run.seed=9");
    fromWeights("whole", recipe, PretrainingListener.NONE);
    RunFolder run = fromWeights("killed", recipe, killedAfter(3));
    deleteTree(run.checkpoints());

    resumed("killed", PretrainingListener.NONE);

    assertEndsLike("whole", "killed");
    deleteTree(run.checkpoints());
    Files.writeString(folder.resolve("first/best/weights.safetensors"), "others");
    assertThatThrownBy(() -> resumed("killed", PretrainingListener.NONE))
        .isInstanceOf(RunFolderException.class)
        .hasMessageContaining(
            "has no checkpoint yet, and the weights that it was begun with are no");
  }

  private RunFolder fromWeights(String name, Recipe recipe, PretrainingListener listener)
      throws Exception {
    RunFolder run = RunFolder.create(folder.resolve(name));
    Path weights = folder.resolve("first/best");
    try (Pretraining pretraining = Pretraining.from(weights, recipe, PICTURES, listener)) {
      pretraining.run(run);
    } catch (Killed killed) {
      assertThat(run.last()).exists();
    }
    return run;
  }

  @Test
  void runWhoseCheckpointsAreAllTorn_isNotBegunAgain() throws Exception {
    killed("killed", 5);
    tear("killed");

    assertThatThrownBy(() -> resumed("killed", PretrainingListener.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("none of the 3 checkpoints in ");
  }

  private void tear(String name) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve(name).resolve("checkpoints"))) {
      for (Path each : all.toList()) {
        Files.delete(each.resolve("state.json"));
      }
    }
  }

  @Test
  void runWithoutACheckpoint_beginsAgain() throws Exception {
    whole("whole");
    killed("killed", 1);
    deleteTree(folder.resolve("killed/checkpoints"));

    resumed("killed", PretrainingListener.NONE);

    assertEndsLike("whole", "killed");
  }

  @Test
  void otherPictures_areRefused() throws Exception {
    killed("killed", 3);
    RunFolder run = RunFolder.existing(folder.resolve("killed"));
    PictureSource others = PlainPictures.coloured(49);

    assertThatThrownBy(
            () -> Pretraining.resume(run, run.recipe(), others, PretrainingListener.NONE))
        .isInstanceOf(RunFolderException.class)
        .hasMessageContaining("are not those that " + run.path() + " was begun with");
  }

  @Test
  void folderOfARunThatGoesOn_isRefused() throws Exception {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    try (RunLock lock = RunLock.take(run.path());
        Pretraining pretraining = new Pretraining(RECIPE, PICTURES, PretrainingListener.NONE)) {
      assertThatThrownBy(() -> pretraining.run(run))
          .isInstanceOf(RunFolderException.class)
          .hasMessageContaining("belongs to a run that is going on (process ");
      run.writePictures(List.of("/of/the/one/that/goes/on"));
      assertThatThrownBy(() -> pretraining.run(run, List.of("/of/another")))
          .isInstanceOf(RunFolderException.class);
      assertThat(run.pictures()).containsExactly("/of/the/one/that/goes/on");
    }
  }

  /** Its checkpoints come and go meanwhile: what can be read of them says nothing. */
  @Test
  void runThatGoesOn_isRefused_beforeACheckpointOfItIsRead() throws Exception {
    killed("killed", 5);
    tear("killed");
    try (RunLock lock = RunLock.take(folder.resolve("killed"))) {
      assertThatThrownBy(() -> resumed("killed", PretrainingListener.NONE))
          .isInstanceOf(RunFolderException.class)
          .hasMessageContaining("belongs to a run that is going on (process ");
    }
  }

  @Test
  void checkpoints_areThinnedToTheNewest_andTheBest() throws Exception {
    whole("whole");

    Path best = Files.readSymbolicLink(folder.resolve("whole/best")).getFileName();
    try (Stream<Path> all = Files.list(folder.resolve("whole/checkpoints"))) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .contains("step-00000010", "step-00000011", "step-00000012", best.toString())
          .hasSizeBetween(3, 4);
    }
    assertThat(Files.readSymbolicLink(folder.resolve("whole/last")))
        .isEqualTo(Path.of("checkpoints", "step-00000012"));
  }

  @Test
  void provenance_keepsTheBeginning_andTellsOfEachRestart() throws Exception {
    killed("killed", 3);
    String started = provenance("killed").path("started").asText();

    resumed("killed", PretrainingListener.NONE);

    JsonNode provenance = provenance("killed");
    assertThat(provenance.path("started").asText()).isEqualTo(started);
    assertThat(provenance.at("/restarts/0/step").asLong()).isEqualTo(3);
    assertThat(provenance.at("/restarts/0/java").asText()).isEqualTo(Runtime.version().toString());
    assertThat(provenance.path("steps").asLong()).isEqualTo(12);
  }

  private JsonNode provenance(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name).resolve("provenance.json").toFile());
  }

  private static void deleteTree(Path tree) throws IOException {
    try (Stream<Path> walk = Files.walk(tree)) {
      for (Path path : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
