package mugs.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mugs.app.report.Granularity;
import mugs.app.report.Health;
import mugs.app.report.KnnHistory;
import mugs.app.report.LossCurve;
import mugs.app.report.Point;
import mugs.measure.WeightedKnn;
import mugs.train.PretrainingListener.Measurement;
import mugs.train.RunHistory;
import mugs.train.SupervisionSettings;

/** The curves of a run as reports show them. */
final class RunCurves {
  private RunCurves() {}

  /**
   * Returns the curves of the losses, each beside what a network has that knows nothing.
   *
   * @param supervision settings of the run
   * @param losses by supervision: step and loss
   */
  static List<LossCurve> losses(SupervisionSettings supervision, Map<String, List<Point>> losses) {
    List<LossCurve> curves = new ArrayList<>();
    losses.forEach((name, points) -> curves.add(loss(supervision, name, points)));
    return curves;
  }

  /**
   * Returns the curve of one loss.
   *
   * @param supervision settings of the run
   * @param name of the supervision, such as {@code local_group}
   * @param points step and loss
   */
  static LossCurve loss(SupervisionSettings supervision, String name, List<Point> points) {
    return switch (name) {
      case "instance" -> contrastive(Granularity.INSTANCE, points, supervision.instance().queue());
      case "local_group" ->
          contrastive(Granularity.LOCAL_GROUP, points, supervision.localGroup().queue());
      case "group" -> {
        int prototypes = supervision.group().prototypes();
        yield new LossCurve(
            Granularity.GROUP,
            points,
            Math.log(prototypes),
            String.format(Locale.ROOT, "ln(%,d)", prototypes));
      }
      default -> throw new IllegalStateException("no chance level is known for " + name);
    };
  }

  private static LossCurve contrastive(Granularity granularity, List<Point> points, int queue) {
    return new LossCurve(
        granularity, points, Math.log1p(queue), String.format(Locale.ROOT, "ln(%,d + 1)", queue));
  }

  /**
   * Returns the online kNN over the run; empty where it was never measured.
   *
   * @param top1 step and share by label level, coarsest first; by one other name without labels
   * @param classes of the levels whose classes are known
   * @param gallery pictures that voted; 0 without labels
   * @param queries pictures that were classified or compared
   */
  static Optional<KnnHistory> knn(
      Map<String, List<Point>> top1, Map<String, Integer> classes, int gallery, int queries) {
    List<KnnHistory.Level> levels = new ArrayList<>();
    top1.forEach(
        (name, points) ->
            levels.add(new KnnHistory.Level(name, classes.getOrDefault(name, 0), points)));
    WeightedKnn knn = WeightedKnn.DEFAULT;
    return levels.isEmpty()
        ? Optional.empty()
        : Optional.of(new KnnHistory("step", knn.k(), knn.temperature(), gallery, queries, levels));
  }

  /** Returns curves that were read, as reports take them. */
  static Map<String, List<Point>> points(Map<String, List<RunHistory.Value>> curves) {
    Map<String, List<Point>> points = new LinkedHashMap<>();
    curves.forEach((name, values) -> points.put(name, points(values)));
    return points;
  }

  private static List<Point> points(List<RunHistory.Value> values) {
    return values.stream().map(value -> new Point(value.step(), value.value())).toList();
  }

  /** Returns the online kNN of a run as curves, by label level. */
  static Map<String, List<Point>> top1(RunHistory history) {
    Map<String, List<Point>> curves = new LinkedHashMap<>();
    for (Measurement measured : history.measurements()) {
      measured
          .top1()
          .forEach(
              (level, share) ->
                  curves
                      .computeIfAbsent(level, unseen -> new ArrayList<>())
                      .add(new Point(measured.step(), share)));
    }
    return curves;
  }

  /** Returns what tells how well a run is. */
  static List<Health.Curve> health(RunHistory history) {
    int prototypes = history.recipe().supervision().group().prototypes();
    return List.of(
        new Health.Curve(
            "entropy of the teacher's choice",
            "nats",
            "At the dashed line it does not choose between prototypes at all; at 0 it is always"
                + " sure.",
            points(history.figure("teacherEntropy")),
            Optional.of(
                new Health.Bound(
                    String.format(
                        Locale.ROOT, "no choice: ln(%,d) = %.2f", prototypes, Math.log(prototypes)),
                    Math.log(prototypes)))),
        new Health.Curve(
            "prototypes used",
            "prototypes",
            String.format(
                Locale.ROOT,
                "Over how many of the %,d prototypes a batch spreads; near 1 all pictures look the"
                    + " same to the teacher.",
                prototypes),
            points(history.figure("prototypesUsed")),
            Optional.empty()),
        new Health.Curve(
            "feature deviation",
            "",
            "From 0, the features of all pictures are alike, to 1; healthy ones keep above 0.3.",
            points(history.figure("featureDeviation")),
            Optional.empty()),
        new Health.Curve(
            "largest gradient norm",
            "norm",
            "Of all tensors, before it is clipped; a sudden rise by far is a bad sign.",
            points(history.figure("largestGradientNorm")),
            Optional.empty()),
        new Health.Curve(
            "speed",
            "images/s",
            "Images a second while training; measuring and writing weights are left out.",
            points(history.figure("imagesPerSecond")),
            Optional.empty()));
  }
}
