package mugs.train;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mugs.engine.FileFailure;
import mugs.engine.FolderSync;
import mugs.engine.WholeFile;
import mugs.method.MugsState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run. One appears whole or not at all: it is written beside its place, synced
 * and renamed, so that a process may be killed and a disk may fill up at any moment. {@code last}
 * is a link to the newest, {@code best} to the one with the best online kNN.
 */
final class CheckpointStore {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
  private static final Pattern NAME = Pattern.compile("step-\\d{8,}");
  private static final String PART = ".part";
  private static final String TORN = ".torn";

  private final RunFolder run;

  CheckpointStore(RunFolder run) {
    this.run = run;
  }

  /**
   * Writes a checkpoint and points {@code last} to it. One of the same step is left as it is.
   *
   * @param state of the method
   * @param progress of the run
   * @param machine that runs it
   * @param metadata of the weights file
   * @return its folder
   * @throws IOException if it cannot be written; nothing of it is left then
   */
  Path write(MugsState state, RunProgress progress, Machine machine, Map<String, String> metadata)
      throws IOException {
    String name = RunFolder.checkpointName(progress.steps());
    Path whole = run.checkpoints().resolve(name);
    Path part = WholeFile.partOf(whole);
    if (isGood(whole)) {
      pointTo(run.last(), name);
      return whole;
    }
    try {
      Files.createDirectories(run.checkpoints());
      FolderTree.delete(whole); // torn: nothing else has this name
      FolderTree.delete(part);
      Files.createDirectory(part);
      Checkpoint.write(part, state, progress, machine, metadata);
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
      FolderSync.sync(run.checkpoints());
    } catch (IOException e) {
      IOException failure = new IOException("cannot write " + whole + ": " + reason(e), e);
      try {
        FolderTree.delete(part);
      } catch (IOException left) {
        failure.addSuppressed(left);
      }
      throw failure;
    }
    pointTo(run.last(), name);
    return whole;
  }

  private static boolean isGood(Path folder) {
    if (!Files.exists(folder)) {
      return false;
    }
    try {
      Checkpoint.open(folder);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The writer's message names the file beside the final one, which is gone by now. */
  private static String reason(IOException e) {
    if (e instanceof FileAlreadyExistsException) {
      return e.getMessage() + " is no folder";
    }
    return FileFailure.reason(e.getCause() instanceof IOException cause ? cause : e);
  }

  /**
   * Returns the newest checkpoint whose files are all whole. One that is torn or altered is named
   * in the log and passed over.
   *
   * @throws RunFolderException if another version wrote it: going back behind it would undo work
   * @throws IOException if the folder cannot be read, or if there are checkpoints and none is good
   */
  Optional<Checkpoint> newestGood() throws IOException {
    return newestGood(
        (folder, reason) ->
            LOG.warn("Passing over the checkpoint {}: {}", folder.getFileName(), reason));
  }

  /**
   * The same.
   *
   * @param passedOver hears of each checkpoint that is torn or altered, with the reason
   */
  Optional<Checkpoint> newestGood(BiConsumer<Path, String> passedOver) throws IOException {
    List<Path> all = newestFirst();
    for (Path folder : all) {
      try {
        return Optional.of(Checkpoint.open(folder));
      } catch (RunFolderException e) {
        throw e;
      } catch (IOException e) {
        passedOver.accept(folder, String.valueOf(e.getMessage()));
      }
    }
    if (!all.isEmpty()) {
      throw new IOException(
          "none of the %d checkpoints in %s is whole: start a new run"
              .formatted(all.size(), run.checkpoints()));
    }
    return Optional.empty();
  }

  /** Returns the folder of the newest checkpoint, good or not. */
  Optional<Path> newest() throws IOException {
    return newestFirst().stream().findFirst();
  }

  private List<Path> newestFirst() throws IOException {
    if (!Files.isDirectory(run.checkpoints())) {
      return List.of();
    }
    try (Stream<Path> content = Files.list(run.checkpoints())) {
      return content
          .filter(path -> NAME.matcher(path.getFileName().toString()).matches())
          .sorted(Comparator.comparingLong(CheckpointStore::steps).reversed())
          .toList();
    }
  }

  private static long steps(Path folder) {
    String name = folder.getFileName().toString();
    return Long.parseLong(name.substring(name.indexOf('-') + 1));
  }

  /** Returns the steps of the newest checkpoint, good or not; 0 if there is none. */
  long newestSteps() throws IOException {
    return newest().map(CheckpointStore::steps).orElse(0L);
  }

  /**
   * Takes up a run at the checkpoint that it goes on from: later ones, which are torn, are renamed
   * so that they neither count among those that are kept nor stand for steps that are done again;
   * {@code last} and {@code best} point to where they should.
   *
   * @param progress of the checkpoint
   * @throws IOException if one cannot be renamed
   */
  void takeUp(RunProgress progress) throws IOException {
    for (Path folder : newestFirst()) {
      if (steps(folder) > progress.steps()) {
        Path aside = folder.resolveSibling(folder.getFileName() + TORN);
        FolderTree.delete(aside);
        Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    pointIfThere(run.last(), progress.steps());
    pointIfThere(run.best(), progress.best().step());
  }

  private void pointIfThere(Path link, long steps) throws IOException {
    String name = RunFolder.checkpointName(steps);
    if (steps > 0 && Files.isDirectory(run.checkpoints().resolve(name))) {
      pointTo(link, name);
    }
  }

  /** Points {@code best} to the checkpoint of a step. */
  void best(long step) throws IOException {
    pointTo(run.best(), RunFolder.checkpointName(step));
  }

  /**
   * Deletes what an interrupted write left, and all but the newest checkpoints and the best one.
   *
   * @param keep how many of the newest stay, at least 1
   * @param best step of the one that stays in any case; 0 for none
   * @throws IOException if one cannot be deleted
   */
  void prune(int keep, long best) throws IOException {
    List<Path> doomed = new ArrayList<>();
    String linked = linkedAsBest();
    newestFirst().stream()
        .skip(keep)
        .filter(path -> steps(path) != best)
        .filter(path -> !path.getFileName().toString().equals(linked))
        .forEach(doomed::add);
    if (Files.isDirectory(run.checkpoints())) {
      try (Stream<Path> content = Files.list(run.checkpoints())) {
        content.filter(path -> path.toString().endsWith(PART)).forEach(doomed::add);
      }
    }
    for (Path folder : doomed) {
      FolderTree.delete(folder);
    }
  }

  /** The best one that there is: that of a better teacher may not have been written. */
  private String linkedAsBest() throws IOException {
    return Files.isSymbolicLink(run.best())
        ? Files.readSymbolicLink(run.best()).getFileName().toString()
        : "";
  }

  /** Without the link the checkpoint is as good: some file systems know none. */
  private void pointTo(Path link, String name) {
    Path target = run.path().relativize(run.checkpoints()).resolve(name);
    try {
      WholeFile.write(
          link,
          part -> {
            Files.deleteIfExists(part);
            Files.createSymbolicLink(part, target);
          });
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn("The link {} to {} is lost: {}", link, name, e.getMessage());
    }
  }
}
