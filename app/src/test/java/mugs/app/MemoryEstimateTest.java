package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What memory a step is said to need, against what a process of its own then peaks at. */
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "mugs.memory", matches = "true", disabledReason = "takes minutes")
class MemoryEstimateTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vit-s16-100ep optimiser.batch=8",
        "vit-s16-100ep optimiser.batch=8 run.micro-batch=1",
        "vit-s16-100ep optimiser.batch=8 run.activation-checkpointing=true",
        "vit-s16-100ep optimiser.batch=8 run.precision=bfloat16",
        "vit-b16-400ep optimiser.batch=4 run.micro-batch=1",
        "small-pictures optimiser.batch=256",
      })
  void estimate_isWithin15PercentOfThePeak(String load) throws Exception {
    String[] parts = load.split(" ");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms48m",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Dorg.bytedeco.openblas.load=mkl_rt",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "pretrain",
                "emoji:",
                "--dry-run",
                "--json",
                "--quiet",
                "--recipe",
                parts[0]));
    Stream.of(parts).skip(1).forEach(setting -> command.addAll(List.of("--set", setting)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();

    JsonNode told = new ObjectMapper().readTree(process.getInputStream());

    assertThat(process.waitFor()).isZero();
    double peak = told.path("peakResidentBytes").asDouble();
    assertThat(peak).isGreaterThan(1e9);
    assertThat(told.path("estimatedBytes").asDouble()).isCloseTo(peak, withinPercentage(15));
  }
}
