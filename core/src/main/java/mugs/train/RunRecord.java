package mugs.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import mugs.load.SkippedPictures;
import mugs.method.MugsState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that a run writes into its folder as it goes: provenance, events, checkpoints. */
final class RunRecord implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunRecord.class);
  private static final double NANOS_A_MINUTE = 60e9;

  private final RunFolder folder;
  private final RunSettings settings;
  private final Provenance provenance;
  private final Machine machine;
  private final CheckpointStore checkpoints;
  private final EventLog events;
  private long lastCheckpoint = System.nanoTime();

  private RunRecord(
      RunFolder folder, Recipe recipe, Provenance provenance, Machine machine, long eventBytes)
      throws IOException {
    this.folder = folder;
    this.settings = recipe.run();
    this.provenance = provenance;
    this.machine = machine;
    this.checkpoints = new CheckpointStore(folder);
    this.events = new EventLog(folder.events(), eventBytes);
  }

  /**
   * Begins or goes on.
   *
   * @param folder of the run, whose lock is held
   * @param recipe that is followed
   * @param provenance of the run
   * @param machine that runs it
   * @param before how far the run has come
   * @throws IOException if the folder cannot be written
   */
  static RunRecord open(
      RunFolder folder, Recipe recipe, Provenance provenance, Machine machine, RunProgress before)
      throws IOException {
    folder.writeRecipe(recipe);
    folder.writeProvenance(provenance.atStart());
    RunRecord record = new RunRecord(folder, recipe, provenance, machine, before.eventBytes());
    record.checkpoints.prune(recipe.run().keepCheckpoints(), before.best().step());
    return record;
  }

  /**
   * Adds the line with which the events begin or go on.
   *
   * @throws IOException if it cannot be written: better now than after hours of training
   */
  void begins(RunTally tally) throws IOException {
    events.write(Events.ofStart(tally.done()));
  }

  /** Adds a line to the events. A disk that is full costs the line and not the run. */
  void event(Map<String, Object> event) {
    try {
      events.write(event);
    } catch (IOException e) {
      LOG.warn("An event is lost: {}", e.getMessage());
    }
  }

  /**
   * Writes a checkpoint if it is time for one. A disk that is full costs this checkpoint; the run
   * and the older ones go on.
   *
   * @param state of the method
   * @param tally of the run
   * @param isBest whether the state has the best online kNN so far
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
    Path written =
        checkpoints.write(
            state, tally.progress(events.bytes()), machine, provenance.ofWeights(tally.done()));
    if (tally.bestStep() == tally.done()) {
      checkpoints.best(tally.done());
    }
    checkpoints.prune(settings.keepCheckpoints(), tally.bestStep());
    return written;
  }

  /**
   * Writes how the run ended, with its last checkpoint.
   *
   * @return the file with the teacher
   * @throws IOException if the checkpoint cannot be written; older ones are still there
   */
  Path end(MugsState state, RunTally tally, long planned, SkippedPictures skipped)
      throws IOException {
    folder.writeSkipped(skipped.reasons());
    Path checkpoint = checkpoint(state, tally);
    folder.writeProvenance(
        provenance.atEnd(tally.done(), planned, tally.seconds(), skipped.count()));
    return checkpoint.resolve(TeacherWeights.FILE);
  }

  /**
   * Writes what can be written of a run that failed: nothing if it never came to its first step;
   * the state, unless the failure came amid a step.
   */
  void giveUp(
      MugsState state, RunTally tally, long planned, SkippedPictures skipped, Throwable failure) {
    try {
      if (tally.done() == 0) {
        events.close();
        folder.takeBack();
      } else if (tally.stateIsWhole()) {
        end(state, tally, planned, skipped);
      } else {
        folder.writeSkipped(skipped.reasons());
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() throws IOException {
    events.close();
  }
}
