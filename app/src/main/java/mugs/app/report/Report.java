package mugs.app.report;

import java.util.List;
import java.util.Optional;

/**
 * Everything a report shows. Parts without content are left out of the page, so that a run without
 * labels, or without any figures yet, has a report too.
 *
 * @param title of the page, such as the run's name
 * @param lead one or two sentences below the title; may be empty
 * @param facts what was done: data, network, minutes, seed, versions
 * @param scores what the features find, one block a kind of query
 * @param losses one curve a supervision that was on
 * @param knn online kNN, where it was measured
 * @param health how well the run is, where that was looked at
 * @param neighbours pictures and what lies beside them, where they were looked up
 * @param next what to do next, as commands
 */
public record Report(
    String title,
    String lead,
    List<Fact> facts,
    List<ScoreBlock> scores,
    List<LossCurve> losses,
    Optional<KnnHistory> knn,
    Optional<Health> health,
    Optional<NeighbourGrid> neighbours,
    List<NextStep> next) {

  /** Copies the lists. */
  public Report {
    facts = List.copyOf(facts);
    scores = List.copyOf(scores);
    losses = List.copyOf(losses);
    next = List.copyOf(next);
  }

  /**
   * One thing that was so in this run.
   *
   * @param name such as {@code pictures}
   * @param value such as {@code 1,903 emoji, 64 x 64 pixels}
   */
  public record Fact(String name, String value) {}

  /**
   * One thing to do next.
   *
   * @param words what it does
   * @param command lines to type into a shell
   */
  public record NextStep(String words, String command) {}
}
