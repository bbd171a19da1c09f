package mugs.app.report;

import java.util.List;

/**
 * Online kNN of the teacher over the run.
 *
 * @param over what the points' x counts: {@code step} or {@code epoch}
 * @param k neighbours that vote
 * @param temperature of their weights
 * @param gallery number of pictures that vote; 0 where there are no labels, and two crops of each
 *     picture are compared by their nearest neighbours instead
 * @param queries number of pictures classified or compared
 * @param levels one curve a label level, coarsest first
 */
public record KnnHistory(
    String over, int k, double temperature, int gallery, int queries, List<Level> levels) {

  /** Copies the levels. */
  public KnnHistory {
    levels = List.copyOf(levels);
  }

  /**
   * One label level's curve.
   *
   * @param name of the level, such as {@code group}
   * @param classes number of classes; 0 where it is not known
   * @param top1 x and the share of queries classified rightly, 0 to 1
   */
  public record Level(String name, int classes, List<Point> top1) {

    /** Copies the points. */
    public Level {
      top1 = List.copyOf(top1);
    }
  }
}
