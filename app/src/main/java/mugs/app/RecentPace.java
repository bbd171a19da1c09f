package mugs.app;

import java.util.ArrayDeque;
import java.util.Deque;
import mugs.train.Pace;
import mugs.train.PretrainingListener.Progress;

/** The pace of a run over its last ten seconds of training. */
final class RecentPace {
  private static final double SECONDS = 10;

  /** The last step that is at least ten seconds old, if there is one, and all since. */
  private final Deque<Progress> steps = new ArrayDeque<>();

  /** Takes in a step and returns the pace at its end; of a young run it is that since the start. */
  Pace at(Progress now) {
    steps.addLast(now);
    double begin = now.trainedSeconds() - SECONDS;
    if (steps.getFirst().trainedSeconds() > begin) {
      return Pace.untilNow(now);
    }
    Progress oldest = steps.removeFirst();
    while (steps.getFirst().trainedSeconds() <= begin) {
      oldest = steps.removeFirst();
    }
    steps.addFirst(oldest);
    return Pace.between(oldest, now);
  }
}
