package mugs.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mugs.evaluate.DividedFeatures;
import mugs.evaluate.LabelPair;
import mugs.evaluate.LogisticProbe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mugs evaluate logistic}. */
@Command(
    name = "logistic",
    description = {
      "Classify pictures by logistic regression on their features, taken to its optimum: features of"
          + " unit length, no intercept, mean cross entropy + penalty / 2 x the sum of squared"
          + " weights.",
      "",
      "Of several penalties the one is taken that is best on a part of the pictures to learn from,"
          + " which is set apart; both figures are told.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs evaluate logistic photos/ --weights runs/photos/best",
      "  mugs evaluate logistic --train train/ --test val/ --weights runs/photos/best --penalty 1e-4"
    })
final class EvaluateLogisticCommand extends FrozenCommand {

  @Mixin private MeasuringOptions pictures = new MeasuringOptions();

  @Option(
      names = "--penalty",
      paramLabel = "P",
      split = ",",
      description = "Penalties to try, one or several (default: 0.01,0.001,0.0001,0.00001).")
  private List<Double> penalties = new ArrayList<>();

  @Option(
      names = "--authors",
      description =
          "The penalties of Mugs' authors for few labels: 0.3,0.2,0.15,0.1,0.06,0.03,0.01, each"
              + " divided by the number of pictures to learn from.")
  private boolean authors;

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      defaultValue = "0.2",
      description =
          "The share of each class by which the penalty is chosen (default: ${DEFAULT-VALUE}).")
  private double heldOut;

  @Override
  MeasuringOptions pictures() {
    return pictures;
  }

  @Override
  String protocol() {
    return "logistic";
  }

  @Override
  void check() {
    for (double penalty : penalties) {
      if (!(penalty > 0 && Double.isFinite(penalty))) {
        throw CommandException.usage(
            "--penalty is %s: it takes numbers above 0".formatted(penalty));
      }
    }
    if (authors && !penalties.isEmpty()) {
      throw CommandException.usage("there are both --penalty and --authors: give one of them");
    }
    if (!(heldOut > 0 && heldOut < 1)) {
      throw CommandException.usage(
          "--held-out is %s: it takes a share above 0 and below 1".formatted(heldOut));
    }
  }

  @Override
  Found measure(DividedFeatures features, List<LabelPair> labels, Measuring work) {
    LogisticProbe probe =
        new LogisticProbe(penalties(features.trainRows().length), heldOut, seed());
    TextTable table = new TextTable("level", "penalty", "held out top-1", "top-1", "top-5");
    List<Map<String, Object>> results = new ArrayList<>();
    for (LabelPair pair : labels) {
      LogisticProbe.Score score =
          probe.measure(
              work.reading(features.gallery()),
              work.reading(features.queries()),
              pair,
              (level, penalty, progress) -> {
                String words = "level %s, penalty %s".formatted(level, Significant.digits(penalty));
                if (progress.look() == 1 && progress.rows() == 0) {
                  work.say(words);
                }
                work.at(() -> words + ": " + progress.words());
              });
      remark(score, probe, work);
      Map<String, Object> result =
          row(
              "level", pair.level(),
              "penalty", score.penalty(),
              "top1", score.accuracy().top1(),
              "top5", score.accuracy().top5(),
              "objective", score.regression().objective(),
              "iterations", score.regression().iterations());
      result.put(
          "trials",
          score.trials().stream()
              .map(trial -> row("penalty", trial.penalty(), "heldOutTop1", trial.top1()))
              .toList());
      for (LogisticProbe.Trial trial : score.trials()) {
        boolean chosen = trial.penalty() == score.penalty();
        table.add(
            pair.level(),
            Significant.digits(trial.penalty()),
            TextTable.percent(trial.top1()),
            chosen ? TextTable.percent(score.accuracy().top1()) : "",
            chosen ? TextTable.percent(score.accuracy().top5()) : "");
        if (chosen) {
          result.put("heldOutTop1", trial.top1());
        }
      }
      if (score.trials().isEmpty()) {
        table.add(
            pair.level(),
            Significant.digits(score.penalty()),
            "",
            TextTable.percent(score.accuracy().top1()),
            TextTable.percent(score.accuracy().top5()));
      }
      results.add(result);
    }
    return new Found(
        row(
            "penalties",
            probe.penalties(),
            "heldOut",
            heldOut,
            "seed",
            seed(),
            "unitLength",
            true,
            "intercept",
            false),
        results,
        table);
  }

  /** A best penalty at the end of those tried may not be the best there is. */
  private static void remark(LogisticProbe.Score score, LogisticProbe probe, Measuring work) {
    int last = probe.penalties().size() - 1;
    boolean smallest = score.penalty() == probe.penalties().get(last);
    if (last > 0 && (smallest || score.penalty() == probe.penalties().get(0))) {
      work.say(
          "At level %s the %s penalty tried is the best: others beyond %s may be better"
              .formatted(
                  score.level(),
                  smallest ? "smallest" : "largest",
                  Significant.digits(score.penalty())));
    }
  }

  private List<Double> penalties(int pictures) {
    if (authors) {
      return LogisticProbe.AUTHORS_PENALTIES.stream().map(lambda -> lambda / pictures).toList();
    }
    return penalties.isEmpty() ? LogisticProbe.USUAL_PENALTIES : penalties;
  }
}
