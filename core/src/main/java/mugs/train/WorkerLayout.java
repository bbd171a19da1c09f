package mugs.train;

import mugs.engine.Engine;
import mugs.engine.Workers;

/**
 * How a batch is spread over the processors: workers side by side, each with an equal share of
 * libtorch's threads.
 */
final class WorkerLayout {
  private WorkerLayout() {}

  /**
   * Returns how many workers a run has: as many as it asks for, one for each processor if it does
   * not. A GPU does one thing after the other, whoever asks, so there it is always one.
   */
  static int count(RunSettings run) {
    if (run.device().isCuda()) {
      return 1;
    }
    return run.workers() > 0 ? run.workers() : Engine.processors();
  }

  /** Starts the workers of a run; of one for each processor each has one libtorch thread. */
  static Workers start(RunSettings run) {
    int workers = count(run);
    return new Workers(workers, Math.max(1, Engine.processors() / workers));
  }
}
