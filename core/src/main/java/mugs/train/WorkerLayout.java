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
   * Starts the workers of a run.
   *
   * @param asked how many; 0: one for each processor, each with one libtorch thread
   */
  static Workers start(int asked) {
    int processors = Engine.processors();
    int workers = asked > 0 ? asked : processors;
    return new Workers(workers, Math.max(1, processors / workers));
  }
}
