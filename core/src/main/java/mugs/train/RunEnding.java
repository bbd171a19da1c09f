package mugs.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import mugs.load.SkippedPictures;
import mugs.method.MugsState;
import mugs.method.NotFiniteException;

/**
 * What a run leaves in its folder when it ends well, is stopped or fails.
 *
 * @param folder of the run
 * @param state with the teacher
 * @param skipped pictures
 * @param provenance of the run
 * @param planned steps of the whole run
 */
record RunEnding(
    RunFolder folder,
    MugsState state,
    SkippedPictures skipped,
    Provenance provenance,
    long planned) {

  /**
   * Writes the teacher as it stands.
   *
   * @param done steps so far
   * @return the file
   */
  Path writeWeights(long done) throws IOException {
    return TeacherWeights.write(folder, state, done, provenance.ofWeights(done));
  }

  /** Writes what was skipped, what was learned and how it ended. */
  Pretraining.Outcome finish(RunTally tally) throws IOException {
    long done = tally.done();
    double seconds = tally.seconds();
    folder.writeSkipped(skipped.reasons());
    Path weights = writeWeights(done);
    Map<String, Object> end = new LinkedHashMap<>(provenance.atStart());
    end.putAll(provenance.atEnd(done, planned, seconds, skipped.count()));
    folder.writeProvenance(end);
    return new Pretraining.Outcome(
        done, done == planned, seconds, tally.waitedSeconds(), skipped.count(), weights);
  }

  /** Leaves nothing of a run that never came to its first step; of another, what it learned. */
  void giveUp(RunTally tally, Throwable failure) {
    try {
      if (tally.done() == 0) {
        folder.takeBack();
      } else {
        finish(tally);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** The step that failed changed nothing, so what was learned before it is kept. */
  NotFiniteException stopped(RunTally tally, NotFiniteException failure) {
    giveUp(tally, failure);
    long done = tally.done();
    return new NotFiniteException(
        "in step %d %s: start again with a lower optimiser.rate or optimiser.clip%s"
            .formatted(
                done,
                failure.getMessage(),
                done == 0 ? "" : "; the weights before it are in " + folder.last()),
        failure);
  }
}
