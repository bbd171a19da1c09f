package mugs.app;

import java.util.List;
import mugs.evaluate.FeatureReport;
import mugs.evaluate.GranularityStudy;

/** Shows how far a study is: at which features of all, and at which level of all. */
final class StudyProgress implements FeatureReport.Listener {
  private final Measuring measuring;
  private final List<String> levels;
  private volatile int kind;

  /**
   * Begins.
   *
   * @param measuring shows it
   * @param levels names, in the order in which they are measured
   */
  StudyProgress(Measuring measuring, List<String> levels) {
    this.measuring = measuring;
    this.levels = levels;
  }

  /** Hears that a kind of features has its turn. */
  void began(String features) {
    kind = 1 + GranularityStudy.KINDS.indexOf(features);
    measuring.say(
        "Measuring the features of %s (%d of %d)"
            .formatted(
                EvaluateGranularityCommand.words(features), kind, GranularityStudy.KINDS.size()));
  }

  @Override
  public void at(String granularity, String work) {
    measuring.at(() -> words(granularity, work));
  }

  /** Returns where a bit of work stands in the whole. */
  String words(String granularity, String work) {
    return "features %d of %d, %s: %s"
        .formatted(kind, GranularityStudy.KINDS.size(), place(levels, granularity), work);
  }

  /** Returns a level with its place among those that are measured; of what is none, the name. */
  static String place(List<String> levels, String granularity) {
    int level = levels.indexOf(granularity);
    return level < 0
        ? granularity
        : "level %d of %d, %s".formatted(level + 1, levels.size(), granularity);
  }
}
