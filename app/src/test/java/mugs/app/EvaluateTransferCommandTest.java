package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluateTransferCommandTest {
  @TempDir Path folder;

  private Path pictures;
  private Path others;
  private Path weights;
  private Path run;

  @BeforeEach
  void write() throws IOException {
    pictures = ColouredPictures.write(folder.resolve("pictures"), 10);
    others = ColouredPictures.write(folder.resolve("others"), 5);
    weights = TinyWeights.write(folder.resolve("net"));
    run = folder.resolve("run");
  }

  private Captured transfer(String... arguments) {
    List<String> all = new ArrayList<>(List.of("evaluate", "transfer"));
    all.addAll(List.of("--weights", weights.toString(), "--run", run.toString()));
    all.addAll(List.of(arguments));
    return Captured.run(all.toArray(String[]::new));
  }

  @Test
  void setsAreTunedTo_oneAfterTheOther_eachByItsSettings() throws IOException {
    Captured found =
        transfer(
            "--on",
            "cifar-100=" + pictures,
            "--on",
            "inat-18=" + pictures + "," + others,
            "--epochs",
            "1",
            "--batch",
            "6",
            "--json");
    assertThat(found.exitCode()).as(found.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(found.out());
    JsonNode results = json.path("results");
    assertThat(results.get(0).path("set").asText()).isEqualTo("cifar-100");
    assertThat(results.get(0).path("trainPictures").asInt()).isEqualTo(24);
    assertThat(results.get(0).path("testPictures").asInt()).isEqualTo(6);
    assertThat(results.get(1).path("set").asText()).isEqualTo("inat-18");
    assertThat(results.get(1).path("trainPictures").asInt()).isEqualTo(30);
    assertThat(results.get(1).path("testPictures").asInt()).isEqualTo(15);
    JsonNode settings = json.path("settings");
    assertThat(settings.path("cifar-100").path("weightDecay").asDouble()).isEqualTo(0.02);
    assertThat(settings.path("inat-18").path("weightDecay").asDouble()).isEqualTo(0.05);
    assertThat(settings.path("inat-18").path("rate").asDouble()).isEqualTo(3e-5 * 6 / 768);
    assertThat(json.path("pictures").path("inat-18").path("sharedPictures").asInt()).isEqualTo(15);
    assertThat(Files.isRegularFile(run.resolve("cifar-100/weights.safetensors"))).isTrue();
    assertThat(Files.isRegularFile(run.resolve("inat-18/weights.safetensors"))).isTrue();
    assertThat(new ObjectMapper().readTree(run.resolve("results.json").toFile())).isEqualTo(json);
    Captured report = Captured.run("report", run.toString());
    assertThat(report.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(report.err()).contains("what they found is in " + run.resolve("results.json"));
  }

  /** A run that was killed when it had just made the folder of a set, or wrote its settings. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void setWhoseFolderWasJustMade_isBegun_whereTheRunIsGoneOnWith(boolean writing)
      throws IOException {
    Path own = Files.createDirectories(run.resolve("cars"));
    if (writing) {
      Files.writeString(own.resolve("settings.json.part"), "{\"weights");
    }
    String on = "cars=" + pictures;
    Captured found = transfer("--on", on, "--epochs", "1", "--batch", "6", "--resume");
    assertThat(found.exitCode()).as(found.err()).isZero();
    assertThat(Files.isRegularFile(own.resolve("results.json"))).isTrue();
  }

  /** As a run that was stopped in its second set leaves it: of that there are settings alone. */
  @Test
  void setThatIsFinished_isToldAgain_andTheNextIsLearned_whereTheRunIsGoneOnWith()
      throws IOException {
    List<String> sets =
        List.of("--on", "cars=" + pictures, "--on", "flowers=" + pictures, "--epochs", "2");
    Captured whole = transfer(with(sets, "--batch", "6", "--json"));
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    JsonNode results = new ObjectMapper().readTree(whole.out()).path("results");
    for (String file : List.of("results.json", "weights.safetensors", "state.safetensors")) {
      Files.delete(run.resolve("flowers").resolve(file));
    }
    byte[] kept = Files.readAllBytes(run.resolve("cars/results.json"));
    Files.delete(run.resolve("cars/state.safetensors")); // learning it again would write it

    Captured again = transfer(with(sets, "--batch", "6", "--json", "--resume"));

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.err()).contains("cars is finished: its results are told again");
    assertThat(again.err()).doesNotContain("flowers is finished");
    JsonNode told = new ObjectMapper().readTree(again.out()).path("results");
    assertThat(told.get(0)).isEqualTo(results.get(0));
    assertThat(told.get(1).path("top1")).isEqualTo(results.get(1).path("top1"));
    assertThat(Files.readAllBytes(run.resolve("cars/results.json"))).isEqualTo(kept);
    assertThat(run.resolve("cars/state.safetensors")).doesNotExist();
    assertThat(run.resolve("flowers/results.json")).exists();
  }

  private static String[] with(List<String> arguments, String... more) {
    return Stream.concat(arguments.stream(), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void runThatIsNotThere_isNotBegunByGoingOnWithIt() {
    Captured refused = transfer("--on", "cars=" + pictures, "--epochs", "1", "--resume");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("there is no such folder to go on with");
    assertThat(Files.exists(run)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--on=birds=x|--on is birds=x: it takes SET=TRAIN or SET=TRAIN,TEST, where SET is one of",
        "--on=cars|--on is cars: it takes SET=TRAIN",
        "--on=cars=a,b,c|--on is cars=a,b,c: it takes SET=TRAIN",
      })
  void setsThatAreNone_areRefused(String option, String message) {
    Captured refused = transfer(option);
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains(message);
  }

  @Test
  void setNamedTwice_isRefused() {
    Captured refused = transfer("--on", "cars=a", "--on", "cars=b");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("--on names a set twice: cars, cars");
    assertThat(Files.exists(run)).isFalse();
  }
}
