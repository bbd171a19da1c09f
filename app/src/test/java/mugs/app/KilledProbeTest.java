package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mugs.engine.SafetensorsReader;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Probes in processes of their own that are killed (SIGKILL) at random moments and gone on with;
 * the state is written after each step, so that many of the moments fall into that. The profile
 * {@code slow} kills more often.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(1800) // against hanging alone
class KilledProbeTest {
  private static final int KILLS = Integer.getInteger("mugs.kills", 1);

  @TempDir Path folder;

  private Path pictures;
  private Path weights;

  @BeforeEach
  void write() throws IOException {
    pictures = ColouredPictures.write(folder.resolve("pictures"), 10);
    weights = TinyWeights.write(folder.resolve("net"));
  }

  private List<String> begin(String protocol, String run) {
    List<String> all = new ArrayList<>(List.of("evaluate", protocol, pictures.toString()));
    all.addAll(List.of("--weights", weights.toString(), "--run", folder.resolve(run).toString()));
    all.addAll(List.of("--epochs", "30", "--batch", "8", "--workers", "1", "--json"));
    all.addAll(List.of("--save-minutes", "1e-9"));
    return all;
  }

  private List<String> goOn(String protocol, String run) {
    List<String> all = begin(protocol, run);
    all.add("--resume");
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"fine-tune", "linear"})
  void probeKilledAtRandomMoments_endsBitForBitLikeOneThatWasNot(String protocol) throws Exception {
    JsonNode whole = results(begin(protocol, "whole"));
    long seed = System.nanoTime();
    Path run = folder.resolve("killed");

    new RandomKills(KILLS, seed, 300)
        .carryOut(
            run,
            () ->
                RealProcess.start(
                    folder.resolve("log"),
                    Files.exists(run) ? goOn(protocol, "killed") : begin(protocol, "killed")),
            () -> delete(run));
    JsonNode last = results(goOn(protocol, "killed"));

    for (String figure : List.of("top1", "top5", "trainPictures", "testPictures", "heads")) {
      assertThat(last.path(figure)).as("seed %d", seed).isEqualTo(whole.path(figure));
    }
    assertThat(state("killed")).as("seed %d", seed).isEqualTo(state("whole"));
    assertThat(Files.exists(run.resolve("weights.safetensors")))
        .isEqualTo(protocol.equals("fine-tune"));
    if (protocol.equals("fine-tune")) {
      assertThat(run.resolve("weights.safetensors"))
          .as("seed %d", seed)
          .hasSameBinaryContentAs(folder.resolve("whole/weights.safetensors"));
    }
  }

  private static void delete(Path run) throws IOException {
    try (Stream<Path> all = Files.walk(run)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static JsonNode results(List<String> arguments) throws IOException {
    Captured captured = Captured.run(arguments.toArray(String[]::new));
    assertThat(captured.exitCode()).as(captured.err()).isZero();
    return new ObjectMapper().readTree(captured.out()).path("results").get(0);
  }

  /** All numbers of the state; beside them it has how long all took. */
  private Map<String, List<Double>> state(String run) throws IOException {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    try (Scope scope = Scope.withoutGradients();
        SafetensorsReader reader =
            SafetensorsReader.open(folder.resolve(run).resolve("state.safetensors"))) {
      for (Map.Entry<String, Tensor> each : reader.readAll().entrySet()) {
        List<Double> numbers = new ArrayList<>();
        for (double number : Tensors.toDoubles(each.getValue())) {
          numbers.add(number);
        }
        values.put(each.getKey(), numbers);
      }
    }
    return values;
  }
}
