package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchAugmentCommandTest {

  @TempDir Path folder;

  @Test
  void json_isOneObject_withTheNamesThatScriptsRelyOn() throws IOException {
    Captured timed = timed("--json", "--threads", "3");

    assertThat(timed.exitCode()).as(timed.err()).isZero();
    assertThat(timed.err()).isEmpty();
    assertThat(timed.out().lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(timed.out());
    assertThat(json.path("threads").asInt()).isEqualTo(3);
    double milliseconds = json.path("millisecondsPerPicture").asDouble();
    assertThat(milliseconds).isPositive();
    assertThat(json.path("picturesPerSecond").asDouble())
        .isCloseTo(3 * 1000 / milliseconds, within(1e-6));
    assertThat(json.path("allocatedBytesPerPicture").isIntegralNumber()).isTrue();
    assertThat(json.path("stageMilliseconds").fieldNames())
        .toIterable()
        .containsExactly("decode", "resample", "colour", "blur", "strong", "rest");
    assertThat(json.path("scaling").findValuesAsText("threads")).containsExactly("1", "2", "3");
  }

  @Test
  void sampleAndPictures_areBothTaken_andPrintedForPeople() throws IOException {
    assertThat(timed("--threads", "1").out()).contains("ms a picture and core", "decode");
    assertThat(
            timed("--threads", "1", TinyPictures.write(folder.resolve("pictures")).toString())
                .err())
        .isEqualTo("tiny: crops of 24 pictures\n");
  }

  @Test
  void numbersThatCannotBe_areWrongUsage() throws IOException {
    assertThat(timed("--threads", "0").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(timed("--threads", "-1").err()).contains("--threads is -1");
    assertThat(Captured.run("bench", "augment", "--seconds", "-1").err())
        .contains("--seconds is -1.0");
  }

  private Captured timed(String... more) throws IOException {
    String recipe = TinyPictures.writeRecipe(folder).toString();
    String[] fixed = {"bench", "augment", "--recipe", recipe, "--seconds", "0.01"};
    String[] all = Arrays.copyOf(fixed, fixed.length + more.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    return Captured.run(all);
  }
}
