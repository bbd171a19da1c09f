package mugs.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.app.report.Point;
import mugs.train.PretrainingListener;

/** Keeps what a run tells for its report, and hands it on to be shown. */
final class DemoHistory implements PretrainingListener {
  private final PretrainingListener shown;
  private final Map<String, List<Point>> losses = new LinkedHashMap<>();
  private final Map<String, List<Point>> top1 = new LinkedHashMap<>();
  private int gallery;
  private int queries;

  DemoHistory(PretrainingListener shown) {
    this.shown = shown;
  }

  /** Returns the losses by supervision: step and loss. */
  Map<String, List<Point>> losses() {
    return losses;
  }

  /** Returns the online kNN by label level: step and share. */
  Map<String, List<Point>> top1() {
    return top1;
  }

  /** Returns the pictures that voted in the online kNN. */
  int gallery() {
    return gallery;
  }

  /** Returns the pictures that were classified in the online kNN. */
  int queries() {
    return queries;
  }

  @Override
  public void started(Plan plan) {
    shown.started(plan);
  }

  @Override
  public void stepped(Progress progress) {
    progress
        .report()
        .losses()
        .bySupervision()
        .forEach((name, loss) -> add(losses, name, progress.step(), loss));
    shown.stepped(progress);
  }

  @Override
  public void measured(Measurement measurement) {
    gallery = measurement.gallery();
    queries = measurement.queries();
    measurement.top1().forEach((level, share) -> add(top1, level, measurement.step(), share));
    shown.measured(measurement);
  }

  private static void add(Map<String, List<Point>> curves, String name, long step, double value) {
    curves.computeIfAbsent(name, unseen -> new ArrayList<>()).add(new Point(step, value));
  }
}
