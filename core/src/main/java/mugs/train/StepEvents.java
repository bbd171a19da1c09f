package mugs.train;

import java.io.IOException;
import java.util.Optional;
import mugs.train.PretrainingListener.Progress;

/** Writes an event every so many steps, with the pace since the one before it. */
final class StepEvents {
  private final EventLog log;
  private final long every;
  private Optional<Progress> before = Optional.empty();

  StepEvents(EventLog log, long every) {
    this.log = log;
    this.every = every;
  }

  void stepped(Progress progress) throws IOException {
    if (progress.step() % every == 0) {
      Pace pace =
          before
              .map(earlier -> Pace.between(earlier, progress))
              .orElseGet(() -> Pace.untilNow(progress));
      log.write(Events.ofStep(progress, pace));
      before = Optional.of(progress);
    }
  }
}
