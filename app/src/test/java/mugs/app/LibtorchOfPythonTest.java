package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trains on the libtorch of the PyTorch that {@code python3} has, through the launcher. It installs
 * none: without one there is nothing to test.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class LibtorchOfPythonTest {

  /** Answers for the launcher's java: the real one, with the class path of these tests. */
  private static final String JAVA =
      """
      #!/bin/sh
      for argument; do
        shift
        [ "$last" != -cp ] || argument=$CLASS_PATH_OF_TESTS
        last=$argument
        set -- "$@" "$argument"
      done
      exec "$JAVA_OF_TESTS" "$@"
      """;

  @TempDir private Path folder;

  private Path library = Path.of("");

  @BeforeEach
  void findPyTorch() throws Exception {
    String script = "import torch; print(torch.__file__); print(torch.__version__)";
    List<String> answer = lines(new ProcessBuilder("python3", "-c", script));
    assumeTrue(answer.size() == 2, "python3 has no PyTorch that can be imported");
    assumeTrue(
        answer.get(1).matches("2\\.1[01]\\..*"), "mugs does not run on PyTorch " + answer.get(1));
    library = Path.of(answer.get(0)).resolveSibling("lib/libtorch_cpu.so").toRealPath();
  }

  @Test
  void stepsOfTraining_runOnIt_asTheirProcessSays() throws Exception {
    JsonNode json =
        JsonMapper.builder().build().readTree(String.join("\n", mugs("doctor", "--json")));

    assertThat(json.at("/libtorch/path").textValue()).isEqualTo(library.toString());
    assertThat(json.at("/libtorch/chosenByVariable").booleanValue()).isTrue();
    assertThat(json.at("/speed/imagesPerSecond").doubleValue()).isPositive();
  }

  @Test
  void recordedRun_isTrainedAgain_withTheSameNumbers() throws Exception {
    assertThat(mugs("verify")).last().asString().startsWith("verified: ").endsWith("all hold");
  }

  private List<String> mugs(String... arguments) throws Exception {
    Path home = Files.createDirectories(folder.resolve("jdk/bin"));
    Path java = Files.writeString(home.resolve("java"), JAVA);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path release = Files.createDirectories(folder.resolve("release"));
    Path launcher = Files.copy(Path.of("..", "mugs"), release.resolve("mugs"));
    Files.createDirectories(release.resolve("lib"));
    List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder
        .environment()
        .put("JAVA_OF_TESTS", Path.of(System.getProperty("java.home"), "bin/java").toString());
    builder.environment().put("CLASS_PATH_OF_TESTS", System.getProperty("java.class.path"));
    builder.environment().put("MUGS_LIBTORCH", "auto");
    return lines(builder);
  }

  private static List<String> lines(ProcessBuilder builder) throws InterruptedException {
    try {
      Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? output.lines().toList() : List.of();
    } catch (IOException e) {
      return List.of(); // there is no such program
    }
  }
}
