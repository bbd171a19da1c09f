package mugs.app.report;

import java.util.List;

/**
 * The loss of one supervision over the run.
 *
 * @param supervision which
 * @param points step and loss, in the order of the steps
 * @param chance the loss of a network that knows nothing, in nats: ln(K + 1) for instance and local
 *     group with K queue entries, ln P for P prototypes
 * @param chanceFormula how chance comes about, such as {@code ln(1,024 + 1)}
 */
public record LossCurve(
    Granularity supervision, List<Point> points, double chance, String chanceFormula) {

  /** Copies the points. */
  public LossCurve {
    points = List.copyOf(points);
  }
}
