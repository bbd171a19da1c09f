package mugs.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mugs.evaluate.LinearHead;
import mugs.evaluate.LinearOptimiser;
import mugs.evaluate.LinearProbe;
import mugs.evaluate.LinearSettings;

/** A linear probe for machines and for people. */
final class LinearResults {
  private LinearResults() {}

  /** Returns the settings of a probe. */
  static Map<String, Object> settings(LinearSettings settings) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("token", settings.features().name());
    all.put("augmentation", settings.augmentation().name().toLowerCase(Locale.ROOT));
    all.put("epochs", settings.epochs());
    all.put("batch", settings.batch());
    all.put("rates", settings.heads().stream().map(LinearHead::rate).toList());
    all.put("weightDecays", settings.heads().stream().map(LinearHead::weightDecay).toList());
    all.put("optimisers", settings.heads().stream().map(head -> title(head.optimiser())).toList());
    all.put("endRate", settings.endRate());
    all.put("momentum", 0.9);
    all.put("heldOutShare", settings.heldOut());
    all.put("seed", settings.seed());
    return all;
  }

  private static String title(LinearOptimiser optimiser) {
    return optimiser.name().toLowerCase(Locale.ROOT);
  }

  /** Returns what was found at a level. */
  static Map<String, Object> row(String level, LinearProbe.Result result) {
    LinearProbe.HeadResult best = result.best();
    List<Map<String, Object>> heads = new ArrayList<>();
    for (LinearProbe.HeadResult head : result.heads()) {
      heads.add(
          FrozenCommand.row(
              "optimiser", title(head.head().optimiser()),
              "rate", head.head().rate(),
              "scaledRate", head.scaledRate(),
              "weightDecay", head.head().weightDecay(),
              "heldOutTop1", head.heldOutTop1(),
              "heldOutTop5", head.heldOutTop5(),
              "diverged", head.diverged()));
    }
    return FrozenCommand.row(
        "level", level,
        "optimiser", title(best.head().optimiser()),
        "rate", best.head().rate(),
        "scaledRate", best.scaledRate(),
        "weightDecay", best.head().weightDecay(),
        "heldOutTop1", best.heldOutTop1(),
        "heldOutTop5", best.heldOutTop5(),
        "top1", result.top1(),
        "top5", result.top5(),
        "trainPictures", result.trainPictures(),
        "heldOutPictures", result.heldOutPictures(),
        "testPictures", result.testPictures(),
        "batch", result.batch(),
        "steps", result.steps(),
        "seconds", result.seconds(),
        "heads", heads);
  }

  /** Returns the same as cells of a table. */
  static String[] cells(String level, LinearProbe.Result result) {
    LinearProbe.HeadResult best = result.best();
    return new String[] {
      level,
      title(best.head().optimiser()),
      Significant.digits(best.head().rate()),
      Significant.digits(best.head().weightDecay()),
      TextTable.percent(best.heldOutTop1()),
      TextTable.percent(result.top1()),
      TextTable.percent(result.top5())
    };
  }

  /** Says which heads overflowed. */
  static void tell(LinearProbe.Result result, ProgressLine progress) {
    List<String> diverged =
        result.heads().stream()
            .filter(LinearProbe.HeadResult::diverged)
            .map(head -> Significant.digits(head.head().rate()))
            .distinct()
            .toList();
    if (!diverged.isEmpty()) {
      progress.say(
          "%d of %d heads diverged and are out of the choice, at the rates %s"
              .formatted(
                  result.heads().stream().filter(LinearProbe.HeadResult::diverged).count(),
                  result.heads().size(),
                  String.join(", ", diverged)));
    }
  }
}
