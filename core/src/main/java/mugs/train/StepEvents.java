package mugs.train;

import java.util.Optional;
import mugs.train.PretrainingListener.Progress;

/** Writes an event every so many steps, with the pace since the one before it. */
final class StepEvents {
  private final RunRecord record;
  private final long every;
  private Optional<Progress> before = Optional.empty();

  StepEvents(RunRecord record, long every) {
    this.record = record;
    this.every = every;
  }

  void stepped(Progress progress) {
    if (progress.step() % every == 0) {
      Pace pace =
          before
              .map(earlier -> Pace.between(earlier, progress))
              .orElseGet(() -> Pace.untilNow(progress));
      record.event(Events.ofStep(progress, pace));
      before = Optional.of(progress);
    }
  }
}
