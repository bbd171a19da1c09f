package mugs.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mugs.engine.Device;
import mugs.engine.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepReplayTest {
  private static final Path SMALL_RUN = Path.of("src/main/resources/mugs/verify/small-run");
  private static final ReplaySettings WHOLE = new ReplaySettings(Precision.FLOAT64, 0, 1);

  @TempDir private Path temporary;

  @ParameterizedTest(name = "{0} {1} micro-batch {2} workers {3} checkpointing {4}")
  @CsvSource({
    "all-losses, FLOAT64, 0, 1, false",
    "all-losses, FLOAT64, 1, 1, false",
    "all-losses, FLOAT64, 3, 1, false",
    "all-losses, FLOAT64, 0, 2, false",
    "all-losses, FLOAT64, 1, 2, false",
    "all-losses, FLOAT32, 0, 1, false",
    "group-only, FLOAT64, 0, 1, false",
    "group-only, FLOAT64, 1, 1, false",
    "group-only, FLOAT64, 3, 2, false",
    "group-only, FLOAT32, 0, 2, false",
    "small-run, FLOAT64, 0, 1, false",
    "small-run, FLOAT64, 1, 1, false",
    "small-run, FLOAT64, 3, 1, false",
    "small-run, FLOAT64, 0, 2, false",
    "small-run, FLOAT32, 0, 1, false",
    "all-losses, FLOAT64, 3, 2, true",
    "group-only, FLOAT64, 0, 1, true",
    "small-run, FLOAT32, 1, 1, true",
  })
  void replay_agreesWithTheAuthorsProgram_whenTheBatchIsCutAnyWay(
      String run, Precision precision, int microBatch, int workers, boolean checkpointing)
      throws Exception {
    Path folder =
        run.equals("small-run") ? SMALL_RUN : Path.of("src/test/resources/step").resolve(run);
    List<Comparison> told = new ArrayList<>();

    List<Comparison> comparisons =
        StepReplay.of(
            folder,
            new ReplaySettings(precision, microBatch, workers, checkpointing, Device.CPU),
            told::add);

    assertThat(comparisons).hasSizeGreaterThan(20).allMatch(Comparison::holds).isEqualTo(told);
    assertThat(comparisons.get(0).group()).isEqualTo("schedules");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"lr\": 0.064', '\"lr\": 0.065', learning rate",
    "'\"wd_end\": 0.4', '\"wd_end\": 0.5', weight decay",
    "'\"momentum\": 0.9,', '\"momentum\": 0.8,', momentum",
    "'\"t_end\": 0.07', '\"t_end\": 0.08', teacher temperature",
  })
  void schedules_failToHold_whenTheSettingsSayOtherwise(String was, String now, String where)
      throws IOException {
    Path folder = copy();
    change(folder, was, now);

    Comparison schedules = StepReplay.of(folder, WHOLE).get(0);

    assertThat(schedules.group()).isEqualTo("schedules");
    assertThat(schedules.holds()).isFalse();
    assertThat(schedules.where()).startsWith(where + "[");
  }

  @Test
  void replay_failsToHold_whenTheMethodIsAnother() throws IOException {
    Path folder = copy();
    change(folder, "\"top_n\": 2", "\"top_n\": 3");

    List<Comparison> comparisons = StepReplay.of(folder, WHOLE);

    assertThat(comparisons)
        .filteredOn(comparison -> !comparison.holds())
        .extracting(Comparison::group)
        .contains("step 0 teacher neighbours", "step 0 gradients", "step 0 losses")
        .doesNotContain("schedules");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"drop_path\": 0.0|\"drop_path\": 0.1|'drop_path' is 0.1; only runs without it replay",
        "\"depth\": 1|\"depth\": 1.5|'depth' must be a whole number, but it is 1.5",
        "\"depth\": 1|\"deepness\": 1|'depth' must be a whole number, but it is missing",
        "\"depth\": 1|\"depth\": 1,,|is no valid JSON",
        "\"heads\": 4|\"heads\": 5|the width 16 is no multiple of the 5 heads",
        "\"warmup_epochs\": 1|\"warmup_epochs\": 4|warm-up of 8 steps in a run of 6",
        "\"steps\": [|\"steps\": [], \"other\": [|'steps' is empty; there is nothing to replay",
        "\"betas\": [|\"betas\": [1, |'betas' must be a list of 2 numbers, but it is [1,0.9,0.999]",
      })
  void runJson_isRefusedByName_whenItMakesNoSense(String was, String now, String problem)
      throws IOException {
    Path folder = copy();
    change(folder, was, now);

    assertThatThrownBy(() -> StepReplay.of(folder, WHOLE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.resolve("run.json").toString())
        .hasMessageContaining(problem);
  }

  @Test
  void missingFiles_areNamedTogether() throws IOException {
    Path folder = copy();
    Files.delete(folder.resolve("inputs.safetensors"));
    Files.delete(folder.resolve("after-06.safetensors"));

    assertThatThrownBy(() -> StepReplay.of(folder, WHOLE))
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder
                + " is not a whole recorded run: it lacks inputs.safetensors, after-06.safetensors");
  }

  @Test
  void truncatedTensors_areRefusedByName() throws IOException {
    Path folder = copy();
    Path file = folder.resolve("after-01.safetensors");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 1);
    }

    assertThatThrownBy(() -> StepReplay.of(folder, WHOLE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("cut short");
  }

  @Test
  void weightsOfAnotherSize_areRefusedByName() throws IOException {
    Path folder = copy();
    change(folder, "\"hidden\": 20", "\"hidden\": 21");

    assertThatThrownBy(() -> StepReplay.of(folder, WHOLE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder + " cannot be replayed: the weights do not fit the network")
        .hasMessageContaining("instance_head.projector.0.weight is [20, 16], not [21, 16]");
  }

  @Test
  void recordedValueThatIsNoNumber_failsToHold() throws IOException {
    Path folder = copy();
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve("step-00-gradients.safetensors"), StandardOpenOption.WRITE)) {
      ByteBuffer nan = ByteBuffer.allocate(Double.BYTES);
      nan.putLong(0, Long.reverseBytes(Double.doubleToLongBits(Double.NaN)));
      channel.write(nan, channel.size() - Double.BYTES);
    }

    assertThat(StepReplay.of(folder, WHOLE))
        .filteredOn(comparison -> !comparison.holds())
        .extracting(Comparison::group)
        .containsExactly("step 0 gradients");
  }

  @Test
  void builtInRun_isWhole_andIsGoneWhenClosed() throws IOException {
    Path folder;
    try (SmallRun run = SmallRun.open()) {
      folder = run.folder();
      assertThat(RecordedFolders.in(folder, Device.CPU).folders())
          .extracting(RecordedFolder::path)
          .containsExactly(folder);
      assertThat(StepReplay.of(folder, WHOLE)).allMatch(Comparison::holds);
    }
    assertThat(folder).doesNotExist();
  }

  private Path copy() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("run"));
    try (Stream<Path> files = Files.list(SMALL_RUN)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return folder;
  }

  private static void change(Path folder, String was, String now) throws IOException {
    Path file = folder.resolve("run.json");
    String json = Files.readString(file);
    assertThat(json).contains(was);
    Files.writeString(file, json.replace(was, now));
  }
}
