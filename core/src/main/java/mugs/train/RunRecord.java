package mugs.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mugs.embed.WeightsFile;
import mugs.load.CropBatch;
import mugs.load.SkippedPictures;
import mugs.load.TooManySkippedException;
import mugs.method.MugsState;
import mugs.method.NotFiniteException;
import mugs.source.PictureSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that a run writes into its folder: what it tells as it goes, provenance, checkpoints. */
final class RunRecord implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunRecord.class);
  private static final double NANOS_A_MINUTE = 60e9;

  private final RunFolder folder;
  private final RunSettings settings;
  private final Provenance provenance;
  private final Machine machine;
  private final Beginning beginning;
  private final SkippedPictures skipped;
  private final CheckpointStore checkpoints;
  private final RunChronicle chronicle;
  private long lastCheckpoint = System.nanoTime();

  private RunRecord(
      RunFolder folder,
      Provenance provenance,
      Machine machine,
      Beginning beginning,
      SkippedPictures skipped,
      RunChronicle chronicle) {
    this.folder = folder;
    this.settings = beginning.recipe().run();
    this.provenance = provenance;
    this.machine = machine;
    this.beginning = beginning;
    this.skipped = skipped;
    this.checkpoints = new CheckpointStore(folder);
    this.chronicle = chronicle;
  }

  /**
   * Begins or goes on.
   *
   * @param folder of the run, whose lock is held
   * @param pictures what the source was opened with; none to leave what the folder says
   * @param provenance of the run
   * @param machine that runs it
   * @param beginning how far the run has come, and the recipe that is followed
   * @param skipped the pictures that cannot be read, as they are found
   * @throws IOException if the folder cannot be written: better now than after hours of training. A
   *     new run leaves nothing in it then
   */
  static RunRecord open(
      RunFolder folder,
      List<String> pictures,
      Provenance provenance,
      Machine machine,
      Beginning beginning,
      SkippedPictures skipped)
      throws IOException {
    try {
      RunRecord record = begun(folder, pictures, provenance, machine, beginning, skipped);
      try {
        record.checkpoints.takeUp(beginning.progress());
        record.checkpoints.prune(
            record.settings.keepCheckpoints(), beginning.progress().best().step());
        return record;
      } catch (IOException | RuntimeException e) {
        record.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      if (!beginning.resumed()) {
        folder.takeBack();
      }
      throw e;
    }
  }

  private static RunRecord begun(
      RunFolder folder,
      List<String> pictures,
      Provenance provenance,
      Machine machine,
      Beginning beginning,
      SkippedPictures skipped)
      throws IOException {
    EventLog events = new EventLog(folder.events(), beginning.progress().eventBytes());
    try {
      folder.writeProvenance(provenance.atStart());
      if (!pictures.isEmpty() && !pictures.equals(folder.pictures())) {
        folder.writePictures(pictures);
      }
      folder.writeRecipe(beginning.recipe()); // from now on it is a run that can be resumed
      return new RunRecord(
          folder,
          provenance,
          machine,
          beginning,
          skipped,
          new RunChronicle(folder, beginning, events));
    } catch (IOException | RuntimeException e) {
      events.close();
      throw e;
    }
  }

  /** Returns what the run tells as it goes. */
  RunChronicle chronicle() {
    return chronicle;
  }

  /** Keeps the crops of a step that failed, if the disk has room for them. */
  Optional<Path> failed(long step, CropBatch crops, PictureSource source, String reason) {
    try {
      chronicle.say(String.format(Locale.ROOT, "step %,d failed: %s", step, reason));
      return Optional.of(FailedStep.write(folder, step, crops, source, reason));
    } catch (IOException e) {
      LOG.warn("The crops of the step that failed are lost: {}", e.getMessage());
      return Optional.empty();
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.warn("The crops of the step that failed are lost: {}", e.toString());
      throw e;
    }
  }

  /**
   * Writes a checkpoint if it is time for one. A disk that is full costs this checkpoint; the run
   * and the older ones go on.
   *
   * @param state of the method
   * @param tally of the run
   * @param isBest whether the state has the best online kNN so far
   * @throws NotFiniteException if the state is not finite; nothing is written then
   */
  void checkpointIfDue(MugsState state, RunTally tally, boolean isBest) {
    boolean byStep =
        settings.checkpointEvery() > 0 && tally.done() % settings.checkpointEvery() == 0;
    boolean byTime =
        settings.checkpointMinutes() > 0
            && System.nanoTime() - lastCheckpoint >= settings.checkpointMinutes() * NANOS_A_MINUTE;
    if (byStep || byTime || isBest) {
      try {
        checkpoint(state, tally);
      } catch (IOException e) {
        chronicle.say(
            String.format(
                Locale.ROOT,
                "the checkpoint after step %,d is lost: %s",
                tally.done(),
                e.getMessage()));
        LOG.warn(
            "The checkpoint after step {} is lost, training goes on: {}",
            tally.done(),
            e.getMessage());
      }
    }
  }

  /** Writes a checkpoint, and deletes those that are not to be kept. */
  private Path checkpoint(MugsState state, RunTally tally) throws IOException {
    lastCheckpoint = System.nanoTime();
    state.checkFinite(tally.done());
    RunProgress progress = tally.progress(chronicle.eventBytes(), skipped.byIndex());
    Path written = checkpoints.write(state, progress, machine, provenance.ofWeights(tally.done()));
    listSkipped();
    if (tally.bestStep() == tally.done()) {
      checkpoints.best(tally.done());
    }
    try {
      checkpoints.prune(settings.keepCheckpoints(), tally.bestStep());
    } catch (IOException e) {
      LOG.warn("Old checkpoints stay: {}", e.getMessage());
    }
    return written;
  }

  private void listSkipped() {
    try {
      folder.writeSkipped(skipped.reasons());
    } catch (IOException e) {
      LOG.warn("The list of pictures that could not be read is lost: {}", e.getMessage());
    }
  }

  /**
   * Writes how the run ended, with its last checkpoint.
   *
   * @return the file with the teacher
   * @throws IOException if the checkpoint cannot be written; older ones are still there
   * @throws NotFiniteException if the state is not finite; older ones are still there
   */
  Path end(MugsState state, RunTally tally, long planned) throws IOException {
    Path checkpoint;
    try {
      checkpoint = checkpoint(state, tally);
    } catch (IOException e) {
      chronicle.say(
          String.format(Locale.ROOT, "the last checkpoint, after step %,d, is lost", tally.done()));
      throw lastLost(tally, e);
    }
    chronicle.say(
        String.format(Locale.ROOT, "ends after step %,d of %,d", tally.done(), planned)
            + (skipped.count() == 0
                ? ""
                : String.format(
                    Locale.ROOT,
                    "; %,d picture%s could not be read: see skipped.tsv",
                    skipped.count(),
                    skipped.count() == 1 ? "" : "s")));
    try {
      folder.writeProvenance(provenance.atEnd(tally, planned, skipped.count()));
    } catch (IOException e) {
      LOG.warn("How the run ended is not told in {}: {}", RunFolder.PROVENANCE, e.getMessage());
    }
    return checkpoint.resolve(WeightsFile.NAME);
  }

  private IOException lastLost(RunTally tally, IOException e) throws IOException {
    long kept = checkpoints.newestSteps();
    return new IOException(
        String.format(
            Locale.ROOT,
            "the last checkpoint, after step %,d, is lost (%s): %s; mend that, then resume the run",
            tally.done(),
            e.getMessage(),
            kept > 0
                ? String.format(Locale.ROOT, "the one after step %,d is there", kept)
                : "there is none before it"),
        e);
  }

  /**
   * Writes what can be written of a run that failed: the state, unless it is not finite or the
   * failure came amid a step. Of a run that never came to its first step nothing stays but the list
   * of pictures that were skipped, if that was the reason; or, of a step that was not finite, its
   * crops with the recipe and the values that the run began with.
   */
  void giveUp(MugsState state, RunTally tally, long planned, Throwable failure) {
    boolean interrupted = Thread.interrupted(); // channels close on threads that are
    try {
      chronicle.fails(tally, failure);
      if (tally.done() == 0 && !beginning.resumed() && !(failure instanceof NotFiniteException)) {
        close();
        folder.takeBack();
        if (failure instanceof TooManySkippedException) {
          folder.writeSkipped(skipped.reasons());
        }
      } else if (tally.stateIsWhole() && isFinite(state, tally)) {
        end(state, tally, planned);
      } else {
        listSkipped();
      }
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isFinite(MugsState state, RunTally tally) {
    Optional<String> wrong = state.firstNotFinite();
    wrong.ifPresent(
        name ->
            chronicle.say(
                String.format(
                    Locale.ROOT,
                    "the state after step %,d is not written, %s is not finite",
                    tally.done(),
                    name)));
    return wrong.isEmpty();
  }

  @Override
  public void close() throws IOException {
    chronicle.close();
  }
}
