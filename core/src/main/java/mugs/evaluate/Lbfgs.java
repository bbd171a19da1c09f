package mugs.evaluate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** Finds the lowest point of a smooth convex function in many variables. */
/*
 * L-BFGS (Nocedal and Wright, "Numerical Optimization", algorithms 7.4 and 7.5): the direction comes
 * from the last few steps and the changes of the gradient along them. The step along it is halved
 * until the function falls enough (Armijo), and doubled as long as the slope is still steep, which
 * together are the weak Wolfe conditions (bisection as Lewis and Overton, 2013, give it). Where the
 * fall drowns in rounding the slope alone decides, as Hager and Zhang's approximate Wolfe conditions
 * have it (2005).
 */
final class Lbfgs {
  private static final int MEMORY = 20;
  private static final int MOST_TRIALS = 60;
  private static final double ENOUGH_FALL = 1e-4;
  private static final double FLAT_ENOUGH = 0.9;

  /** A rise of less than this share is rounding. */
  private static final double ROUNDING = 1e-13;

  private Lbfgs() {}

  /** A function and its gradient. */
  @FunctionalInterface
  interface Function {

    /** Returns both at a point; neither the point nor the gradient is changed later. */
    Point at(double[] x);
  }

  /**
   * A function at a point.
   *
   * @param x the point
   * @param value there
   * @param gradient there
   */
  record Point(double[] x, double value, double[] gradient) {}

  /**
   * Where a search ended.
   *
   * @param point the last one
   * @param iterations that it took
   * @param reached whether it is good enough
   */
  record Result(Point point, int iterations, boolean reached) {}

  private record Step(double[] moved, double[] change, double curvature) {}

  /**
   * Searches.
   *
   * @param function to be made small
   * @param start where to begin
   * @param iterations at most
   * @param enough whether a point is good enough
   */
  static Result minimum(
      Function function, double[] start, int iterations, Predicate<Point> enough) {
    Deque<Step> steps = new ArrayDeque<>();
    Point point = function.at(start);
    for (int i = 0; i < iterations; i++) {
      if (enough.test(point)) {
        return new Result(point, i, true);
      }
      double[] direction = direction(point.gradient, steps);
      double slope = dot(direction, point.gradient);
      if (!(slope < 0)) {
        return new Result(point, i, false); // rounding is all that is left
      }
      double first = steps.isEmpty() ? 1 / Math.max(1, norm(point.gradient)) : 1;
      Point next = along(function, point, direction, slope, first);
      double[] moved = difference(next.x, point.x);
      double[] change = difference(next.gradient, point.gradient);
      double curvature = dot(moved, change);
      if (curvature > 0) {
        steps.addLast(new Step(moved, change, curvature));
        if (steps.size() > MEMORY) {
          steps.removeFirst();
        }
      } else if (norm(moved) == 0) {
        return new Result(point, i, false);
      }
      point = next;
    }
    return new Result(point, iterations, enough.test(point));
  }

  private static double[] direction(double[] gradient, Deque<Step> steps) {
    double[] direction = gradient.clone();
    List<Step> newestFirst = new ArrayList<>(steps);
    Collections.reverse(newestFirst);
    double[] shares = new double[newestFirst.size()];
    for (int i = 0; i < shares.length; i++) {
      Step step = newestFirst.get(i);
      shares[i] = dot(step.moved, direction) / step.curvature;
      add(direction, -shares[i], step.change);
    }
    if (shares.length > 0) {
      Step newest = newestFirst.get(0);
      scale(direction, newest.curvature / dot(newest.change, newest.change));
    }
    for (int i = shares.length - 1; i >= 0; i--) {
      Step step = newestFirst.get(i);
      double share = dot(step.change, direction) / step.curvature;
      add(direction, shares[i] - share, step.moved);
    }
    scale(direction, -1);
    return direction;
  }

  private static Point along(
      Function function, Point from, double[] direction, double slope, double first) {
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double length = first;
    Point best = from;
    for (int trial = 0; trial < MOST_TRIALS; trial++) {
      double[] x = from.x.clone();
      add(x, length, direction);
      Point tried = function.at(x);
      double reached = dot(tried.gradient, direction);
      boolean fell =
          tried.value <= from.value + ENOUGH_FALL * length * slope
              || (tried.value <= from.value + ROUNDING * Math.abs(from.value)
                  && Math.abs(reached) <= FLAT_ENOUGH * -slope);
      if (!fell) {
        high = length;
      } else if (reached < FLAT_ENOUGH * slope) {
        low = length;
        best = tried;
      } else {
        return tried;
      }
      length = high < Double.POSITIVE_INFINITY ? (low + high) / 2 : 2 * length;
    }
    return best;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = a.clone();
    add(difference, -1, b);
    return difference;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }

  private static void scale(double[] what, double factor) {
    for (int i = 0; i < what.length; i++) {
      what[i] *= factor;
    }
  }
}
