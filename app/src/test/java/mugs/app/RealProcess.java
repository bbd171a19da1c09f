package mugs.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line in a process of its own, which can be killed, limited and told from others. */
final class RealProcess {
  private RealProcess() {}

  /**
   * Starts it.
   *
   * @param log that all it prints is added to
   * @param arguments of the command line
   */
  static Process start(Path log, List<String> arguments) throws IOException {
    return start(log, List.of(), arguments);
  }

  /**
   * Starts it where no file may grow beyond a size, as on a disk that is full.
   *
   * @param blocks of 512 bytes
   */
  static Process startLimited(int blocks, Path log, List<String> arguments) throws IOException {
    return start(
        log, List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh"), arguments);
  }

  /**
   * Starts it with an option of the JVM.
   *
   * @param option such as {@code -Dname=value}
   */
  static Process startWith(String option, Path log, List<String> arguments) throws IOException {
    return start(log, List.of("env", "JDK_JAVA_OPTIONS=" + option), arguments);
  }

  private static Process start(Path log, List<String> before, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:-UsePerfData",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Starting takes far longer than training: waits until an event says that it is under way. */
  static void awaitTraining(Path run, Process process) throws Exception {
    Path events = run.resolve("events.jsonl");
    long before = Files.exists(events) ? Files.size(events) : 0;
    long shortest = before;
    while (process.isAlive()) {
      long now = Files.exists(events) ? Files.size(events) : 0;
      shortest = Math.min(shortest, now); // it is cut where the checkpoint stands
      if (now > shortest) {
        return;
      }
      process.waitFor(5, TimeUnit.MILLISECONDS);
    }
  }
}
