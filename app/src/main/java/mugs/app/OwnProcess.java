package mugs.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This program once more, in a process of its own: its memory is counted from nothing. */
final class OwnProcess {
  private OwnProcess() {}

  /**
   * Runs a command that prints one JSON object, with the JVM and the options of this process. What
   * it says on standard error appears on ours.
   *
   * @param arguments of the command
   * @return what it printed
   * @throws InterruptedException if the thread is interrupted; the process has ended then
   * @throws CommandException if the command failed
   */
  static JsonNode json(List<String> arguments) throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    try {
      Path output = Files.createTempFile("mugs", ".json"); // to wait for a process, not for a pipe
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(output.toFile())
                .start();
        int code = waitFor(process);
        if (code != ExitCode.GOOD) {
          throw CommandException.work(
              "mugs %s ended with exit code %d".formatted(String.join(" ", arguments), code));
        }
        return new ObjectMapper().readTree(output.toFile());
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int waitFor(Process process) throws InterruptedException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      process.onExit().join();
      throw e;
    }
  }
}
