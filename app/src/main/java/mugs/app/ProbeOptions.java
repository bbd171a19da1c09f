package mugs.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import mugs.engine.Device;
import mugs.engine.Engine;
import mugs.engine.Workers;
import mugs.evaluate.ProbeFolder;
import mugs.train.RunFolder;
import picocli.CommandLine.Option;

/** The options of evaluations that train: where their state goes, and how they are carried out. */
final class ProbeOptions {

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description =
          "The folder for state and events; it must be empty or new (default: runs/PROTOCOL-N).")
  private Optional<Path> run = Optional.empty();

  @Option(
      names = "--resume",
      description = "Go on with --run, given the same options, as if it had never stopped.")
  private boolean resume;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads that share a batch; 0: one for each processor (the default).")
  private int workers;

  @Option(
      names = "--save-minutes",
      paramLabel = "M",
      defaultValue = "5",
      description = "Minutes between two writings of the state (default: ${DEFAULT-VALUE}).")
  private double saveMinutes;

  /** Checks what can be checked before there is work to lose. */
  void check() throws IOException {
    Subcommand.checkRange("--workers", workers, 0, 1024);
    if (!(saveMinutes > 0)) {
      throw CommandException.usage(
          "--save-minutes is %s: it takes a number above 0".formatted(saveMinutes));
    }
    if (resume && run.isEmpty()) {
      throw CommandException.usage("--resume needs --run DIR, the folder that was begun");
    }
    if (resume && !Files.isDirectory(run.orElseThrow())) {
      throw CommandException.usage(
          "--resume --run %s: there is no such folder to go on with; give the one that was begun, or leave out --resume"
              .formatted(run.orElseThrow()));
    }
    if (!resume) {
      checkFree();
    }
  }

  private void checkFree() throws IOException {
    if (run.isEmpty()) {
      return;
    }
    if (!Files.isDirectory(run.get())) {
      RunFolder.checkFree(run.get());
    } else if (!ProbeFolder.isFree(run.get())) {
      throw CommandException.usage(
          "%s is not empty: add --resume to go on with what was begun there, or give a folder that does not exist yet"
              .formatted(run.get()));
    }
  }

  /**
   * Chooses the folder of this run.
   *
   * @param protocol its name
   */
  Path folder(String protocol) throws IOException {
    if (resume) {
      return run.orElseThrow();
    }
    checkFree();
    return run.isPresent() ? run.get() : RunFolders.choose(run, protocol);
  }

  /**
   * Begins a folder, or finds the one to go on with.
   *
   * @param path of it: that of the run, or one in it, which a run that was stopped may not have
   *     come to, or just made when it was killed; then it is begun
   * @param settings all that decides on the result
   */
  ProbeFolder open(Path path, Map<String, ?> settings) throws IOException {
    return resume && !ProbeFolder.isFree(path)
        ? ProbeFolder.resume(path, settings)
        : ProbeFolder.create(path, settings);
  }

  /** Returns the minutes between two writings of the state. */
  double saveMinutes() {
    return saveMinutes;
  }

  /**
   * Starts the threads that share a batch; a GPU does one thing after the other.
   *
   * @param device that computes
   */
  Workers startWorkers(Device device) {
    int count = device.isCuda() ? 1 : workers > 0 ? workers : Engine.processors();
    return new Workers(count, Math.max(1, Engine.processors() / count));
  }
}
