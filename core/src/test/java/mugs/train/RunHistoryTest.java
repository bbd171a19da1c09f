package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.train.PretrainingListener.Measurement;
import mugs.train.RunHistory.Value;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose folders were written by hand. */
class RunHistoryTest {
  private static final String START = "{\"event\":\"start\",\"step\":0,\"at\":\"2026-01-01\"}\n";
  private static final String STEPS =
      """
      {"event":"step","step":1,"epoch":0,"loss":2.5,"losses":{"instance":3.0,"group":2.0},\
      "largestGradientNorm":"Infinity","seconds":4.5}
      {"event":"step","step":11,"epoch":1,"loss":2.0,"losses":{"instance":2.5,"group":1.5},\
      "largestGradientNorm":0.5,"seconds":9.0,"teacherEntropy":1.25}
      """;

  @TempDir private Path path;
  private RunFolder folder;

  @BeforeEach
  void write() throws IOException {
    folder = new RunFolder(path);
    folder.writeRecipe(TinyRun.recipe("optimiser.batch=8", "schedule.epochs=5"));
    provenance(Map.of());
  }

  private void provenance(Map<String, Object> more) throws IOException {
    Map<String, Object> all =
        new LinkedHashMap<>(
            Map.of("program", "mugs-jvm 9", "java", "17", "blas", "mkl", "processors", 2));
    all.put("pictures", "cats");
    all.put("pictureCount", 24);
    all.put("started", "2026-01-01T00:00:00Z");
    all.putAll(more);
    folder.writeProvenance(all);
  }

  private RunHistory read(String events) throws IOException {
    Files.writeString(folder.events(), events);
    return RunHistory.read(path);
  }

  @Test
  void curves_areReadStepByStep_alsoWhereTheyAreNotFinite() throws IOException {
    RunHistory history = read(START + STEPS);

    assertThat(history.losses())
        .containsExactly(
            Map.entry("instance", List.of(new Value(1, 3), new Value(11, 2.5))),
            Map.entry("group", List.of(new Value(1, 2), new Value(11, 1.5))));
    assertThat(history.figure("largestGradientNorm"))
        .containsExactly(new Value(1, Double.POSITIVE_INFINITY), new Value(11, 0.5));
    assertThat(history.figure("teacherEntropy")).containsExactly(new Value(11, 1.25));
    assertThat(history.figure("prototypesUsed")).isEmpty();
    assertThat(history.figures()).doesNotContainKeys("step", "event", "losses");
  }

  @Test
  void aRunThatIsNotOver_hasDoneTheStepsItTellsOf() throws IOException {
    RunHistory history = read(START + STEPS);

    assertThat(history.ending()).isEmpty();
    assertThat(history.steps()).isEqualTo(11);
    assertThat(history.imagesSeen()).isEqualTo(88);
    assertThat(history.seconds()).isEqualTo(9);
    assertThat(history.plannedSteps()).isEqualTo(15); // 24 pictures are 3 batches of 8, 5 times
    assertThat(history.origin())
        .isEqualTo(
            new RunHistory.Origin(
                "mugs-jvm 9", "17", "mkl", 2, "cats", 24, "2026-01-01T00:00:00Z", 0));
  }

  @Test
  void aRunThatIsOver_hasDoneWhatItsProvenanceSays() throws IOException {
    Map<String, Object> end =
        Map.of("ended", "x", "steps", 15, "plannedSteps", 15, "seconds", 12.5);
    provenance(end);

    RunHistory history = read(START + STEPS);

    assertThat(history.ending()).isEqualTo(Optional.of(new RunHistory.Ending(true)));
    assertThat(history.steps()).isEqualTo(15);
    assertThat(history.seconds()).isEqualTo(12.5);
  }

  @Test
  void aRunThatWasStopped_isNotComplete_andItsRestartsAreCounted() throws IOException {
    provenance(
        Map.of("ended", "x", "steps", 12, "plannedSteps", 15, "restarts", List.of("one", "two")));

    RunHistory history = read(START + STEPS);

    assertThat(history.ending()).isEqualTo(Optional.of(new RunHistory.Ending(false)));
    assertThat(history.origin().restarts()).isEqualTo(2);
  }

  @Test
  void measurementsAndWarnings_areReadInTheirOrder() throws IOException {
    RunHistory history =
        read(
            """
            {"event":"knn","step":3,"top1":{"broad":0.5,"fine":0.25},"gallery":19,"queries":4}
            {"event":"warning","step":4,"warning":"all alike"}
            {"event":"knn","step":6,"top1":{"broad":0.75,"fine":0.5},"gallery":19,"queries":4}
            """);

    assertThat(history.measurements())
        .containsExactly(
            new Measurement(3, Map.of("broad", .5, "fine", .25), 19, 4),
            new Measurement(6, Map.of("broad", .75, "fine", .5), 19, 4));
    assertThat(history.measurements().get(0).top1().keySet()).containsExactly("broad", "fine");
    assertThat(history.warnings()).containsExactly(new RunHistory.Warning(4, "all alike"));
    assertThat(history.steps()).isEqualTo(6);
  }

  @Test
  void failure_isTold_untilTheRunGoesOn() throws IOException {
    String failure = "{\"event\":\"failure\",\"step\":12,\"reason\":\"no disk\"}\n";

    assertThat(read(START + STEPS).failure()).isEmpty();
    assertThat(read(START + STEPS + failure).failure())
        .contains(new RunHistory.Failure(12, "no disk", ""));
    assertThat(read(START + STEPS + failure).steps()).isEqualTo(11);
    assertThat(read(START + STEPS + failure + "{\"event\":\"resume\",\"step\":11}\n").failure())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"event\":\"st", "{\"event\":\"step\",\"step\":2", "{", "{}", "\u0000"})
  void aLastLineThatIsHalfWritten_isLeftOut(String half) throws IOException {
    assertThat(read(START + STEPS + half).steps()).isEqualTo(11);
  }

  @Test
  void aKindOfEventThatIsUnknown_isPassedOver() throws IOException {
    RunHistory history = read(START + "{\"event\":\"moon\",\"step\":99}\n" + STEPS);

    assertThat(history.steps()).isEqualTo(11);
  }

  @ParameterizedTest
  @ValueSource(strings = {"not json", "[1]", "{\"event\":\"step\"}", "{\"event\":\"st", ""})
  void aBrokenLineAmidOthers_isNamed(String broken) {
    assertThatThrownBy(() -> read(START + broken + "\n" + STEPS))
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder.events()
                + ", line 2 is no event: expected a JSON object with \"event\" and \"step\", found"
                + " '%s'; delete the line, or take the file from a copy".formatted(broken));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"event\":\"sta"})
  void aRunWithoutAnyEvent_saysToWait(String events) {
    assertThatThrownBy(() -> read(events))
        .isInstanceOf(IOException.class)
        .hasMessage(folder.events() + " has no event yet: wait until the run has begun");
  }

  @Test
  void aRunWithoutEvents_saysToWait() {
    assertThatThrownBy(() -> RunHistory.read(path))
        .isInstanceOf(IOException.class)
        .hasMessage(folder.events() + " has no event yet: wait until the run has begun");
  }

  @Test
  void provenanceThatIsMissingOrBroken_isNamed() throws IOException {
    Path file = path.resolve("provenance.json");
    Files.writeString(file, "{\"started\":");
    assertThatThrownBy(() -> read(START))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is no JSON: it was changed or is cut off");

    Files.delete(file);
    assertThatThrownBy(() -> read(START))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " is missing: ");
  }

  @Test
  void aFolderThatIsNoRun_isRefused() throws IOException {
    Path other = Files.createDirectory(path.resolve("other"));

    assertThatThrownBy(() -> RunHistory.read(other))
        .isInstanceOf(RunFolderException.class)
        .hasMessageStartingWith(other + " holds no run");
  }

  @Test
  void lock_tellsWhetherTheRunGoesOn_andIsNotTaken() throws IOException {
    assertThat(folder.isGoingOn()).isFalse();
    try (RunLock held = RunLock.take(path)) {
      assertThat(folder.isGoingOn()).isTrue();
    }
    assertThat(folder.isGoingOn()).isFalse();
    RunLock.take(path).close();
  }
}
