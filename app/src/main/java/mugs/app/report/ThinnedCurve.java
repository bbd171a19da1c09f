package mugs.app.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A curve with few enough points to draw: neighbouring points are drawn as their mean, with the
 * smallest and largest kept beside it, so that thinning hides no peak.
 *
 * @param buckets in the order of the points
 * @param perBucket points that one bucket stands for (the last may stand for fewer)
 * @param notFinite points left out because they were not finite
 */
record ThinnedCurve(List<Bucket> buckets, int perBucket, int notFinite) {

  /**
   * Some neighbouring points.
   *
   * @param x their mean place
   * @param mean of what was measured
   * @param low the smallest
   * @param high the largest
   */
  record Bucket(double x, double mean, double low, double high) {}

  /** Returns the curve in at most this many buckets. */
  static ThinnedCurve of(List<Point> points, int most) {
    List<Point> finite =
        points.stream().filter(p -> Double.isFinite(p.x()) && Double.isFinite(p.y())).toList();
    int perBucket = Math.max(1, (finite.size() + most - 1) / most);
    List<Bucket> buckets = new ArrayList<>();
    for (int start = 0; start < finite.size(); start += perBucket) {
      buckets.add(bucket(finite.subList(start, Math.min(start + perBucket, finite.size()))));
    }
    return new ThinnedCurve(List.copyOf(buckets), perBucket, points.size() - finite.size());
  }

  private static Bucket bucket(List<Point> points) {
    return new Bucket(
        points.stream().mapToDouble(Point::x).average().orElseThrow(),
        points.stream().mapToDouble(Point::y).average().orElseThrow(),
        points.stream().mapToDouble(Point::y).min().orElseThrow(),
        points.stream().mapToDouble(Point::y).max().orElseThrow());
  }

  /** Returns the bucket drawn last. */
  Bucket last() {
    return buckets.get(buckets.size() - 1);
  }

  boolean isEmpty() {
    return buckets.isEmpty();
  }
}
