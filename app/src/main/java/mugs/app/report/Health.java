package mugs.app.report;

import java.util.List;
import java.util.Optional;

/**
 * How well a run is: what it tells of its teacher, its gradients and its speed, and what it warned
 * of.
 *
 * @param curves over the run; those without points are left out of the page
 * @param warnings in the order of the steps
 */
public record Health(List<Curve> curves, List<Warning> warnings) {

  /** Copies the lists. */
  public Health {
    curves = List.copyOf(curves);
    warnings = List.copyOf(warnings);
  }

  /**
   * One thing that was watched.
   *
   * @param name such as {@code prototypes used}
   * @param unit of the values; may be empty
   * @param words what is well and what is not, in a sentence
   * @param points step and value
   * @param bound to compare with, where there is one
   */
  public record Curve(
      String name, String unit, String words, List<Point> points, Optional<Bound> bound) {

    /** Copies the points. */
    public Curve {
      points = List.copyOf(points);
    }
  }

  /**
   * A level that a curve is compared with.
   *
   * @param label such as {@code ln(512)}
   * @param value where it is
   */
  public record Bound(String label, double value) {}

  /**
   * Something that looked ill.
   *
   * @param step when
   * @param words what it means and what to change
   */
  public record Warning(long step, String words) {}
}
