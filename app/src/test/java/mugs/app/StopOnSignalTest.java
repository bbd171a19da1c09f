package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mugs.embed.VectorFileWriter;
import mugs.embed.VectorFiles;
import mugs.embed.VectorFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC}) // there ending a process is SIGTERM
@Timeout(60) // against hanging alone
class StopOnSignalTest {

  /** What a program said after SIGTERM, and how it ended. */
  private record Ended(int exitCode, List<String> lines) {}

  private static Ended terminated(String... arguments) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            SignalledProgram.class.getName());
    builder.command().addAll(List.of(arguments));
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("working");
      process.toHandle().destroy();
      return new Ended(process.waitFor(), out.lines().toList());
    }
  }

  @Test
  void work_isStopped_andTheProgramSpeaksToItsEnd_beforeItReturns143() throws Exception {
    assertThat(terminated("work", "0")).isEqualTo(new Ended(143, List.of("saved")));
  }

  @Test
  void workThatComesToItsEnd_thoughItWasAskedToStop_returnsTheProgramsCode() throws Exception {
    assertThat(terminated("work that is complete", "0")).isEqualTo(new Ended(0, List.of("saved")));
  }

  @Test
  void workThatBeginsAfterTheSignal_isAskedToStopToo() throws Exception {
    assertThat(terminated("works", "0"))
        .isEqualTo(new Ended(143, List.of("told again", "next", "saved")));
  }

  @Test
  void workThatFailsWhileItStops_returnsItsOwnCode() throws Exception {
    assertThat(terminated("work", "1")).isEqualTo(new Ended(1, List.of("saved")));
  }

  @Test
  void workThatHasNothingToSave_isInterrupted_andTheSignalsCodeIsReturned() throws Exception {
    assertThat(terminated("quick work", "130"))
        .isEqualTo(new Ended(143, List.of("told", "interrupted", "saved")));
  }

  @Test
  void workThatIsLeft_isLeftAtOnce_andNoOtherBegins() throws Exception {
    assertThat(terminated("left", "0")).isEqualTo(new Ended(143, List.of("left")));
  }

  @Test
  void rowsThatAreRead_areReadNoMore_andTheSignalsCodeIsReturned(@TempDir Path folder)
      throws Exception {
    VectorFiles files = new VectorFiles(folder.resolve("rows.npy"));
    VectorFileWriter.Layout layout = new VectorFileWriter.Layout(SignalledProgram.WIDTH, false);
    try (VectorFileWriter writer =
        VectorFileWriter.open(files, VectorFormat.NPY, layout, Map.of())) {
      for (int i = 0; i < SignalledProgram.ROWS; i++) {
        writer.add("a", new float[SignalledProgram.WIDTH]);
      }
      writer.finish(SignalledProgram.ROWS, Map.of());
    }

    assertThat(terminated("rows of " + files.vectors(), "0"))
        .isEqualTo(
            new Ended(
                143,
                List.of(
                    "Stopping",
                    "stopped before the figures were there; to get them give the same command again",
                    "saved")));
  }

  @Test
  void programWhoseWorkIsOver_endsAtOnce() throws Exception {
    assertThat(terminated("nothing", "0")).isEqualTo(new Ended(143, List.of()));
  }
}
