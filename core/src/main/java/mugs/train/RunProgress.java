package mugs.train;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import mugs.train.PretrainingListener.Measurement;

/**
 * How far a run has come, as far as tensors do not tell.
 *
 * @param steps done. The position in the epoch's order and everything random follow from it: all
 *     random numbers belong to (seed, step) or (seed, epoch, picture)
 * @param seconds that the run took, over all restarts
 * @param trainedSeconds of these, in steps and waiting for their data
 * @param waitedSeconds of these, waiting for data
 * @param eventBytes length of {@code events.jsonl}; what stands after it is done again
 * @param best the best online kNN so far
 * @param measured steps after which the teacher was last measured; 0 if it never was
 * @param health what was seen of the run's health
 * @param skipped why pictures could not be read, by their index in the source
 */
record RunProgress(
    long steps,
    double seconds,
    double trainedSeconds,
    double waitedSeconds,
    long eventBytes,
    BestKnn best,
    long measured,
    HealthWatch.Memory health,
    @JsonSetter(nulls = Nulls.AS_EMPTY) SortedMap<Integer, String> skipped) {

  /** Checkpoints of older versions tell nothing of a run's health. */
  RunProgress {
    health = Objects.requireNonNullElse(health, HealthWatch.Memory.NONE);
  }

  /** A run that has not begun. */
  static final RunProgress NONE =
      new RunProgress(
          0, 0, 0, 0, 0, BestKnn.NONE, 0, HealthWatch.Memory.NONE, Collections.emptySortedMap());

  /**
   * The best online kNN of a run.
   *
   * @param step steps done when it was measured; 0 if there was none
   * @param share mean over the label levels, or agreement where there are no labels
   */
  record BestKnn(long step, double share) {
    static final BestKnn NONE = new BestKnn(0, 0);

    /** Returns the better of this and a new one; the older one where they are equal. */
    BestKnn or(Measurement measurement) {
      double found =
          measurement.top1().values().stream().mapToDouble(Double::doubleValue).average().orElse(0);
      return step == 0 || found > share ? new BestKnn(measurement.step(), found) : this;
    }
  }
}
