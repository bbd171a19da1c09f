package mugs.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mugs.evaluate.Division;
import mugs.evaluate.FineTuneProbe;
import mugs.evaluate.FineTuneSettings;
import mugs.source.LabelLevel;

/** Fine-tunings, and logistic regressions beside them, for machines and for those to go on with. */
final class TuneResults {
  private static final String UNREADABLE_TRAIN = "unreadableTrain";
  private static final String UNREADABLE_TEST = "unreadableTest";
  private static final String RESULTS = "results";

  private TuneResults() {}

  /** Returns what decides on what a network learns, beside the network itself. */
  static Map<String, Object> decisive(TuneWork.Task task, FineTuneSettings settings) {
    Map<String, Object> all = pictures(task.division(), task.level());
    all.put("trainPictures", task.trained().length);
    all.put("trained", MeasuredPictures.hash(task.trained()));
    all.putAll(settings(settings));
    return all;
  }

  /**
   * Returns what decides on what logistic regressions learn, beside the network and their settings.
   *
   * @param known indices of the pictures whose labels are known, one choice an entry
   */
  static Map<String, Object> decisive(Division division, LabelLevel level, List<int[]> known) {
    Map<String, Object> all = pictures(division, level);
    all.put("known", known.stream().map(MeasuredPictures::hash).toList());
    return all;
  }

  private static Map<String, Object> pictures(Division division, LabelLevel level) {
    Map<String, Object> all =
        FrozenCommand.row(
            "train", division.train().fingerprint(), "test", division.test().fingerprint());
    all.putAll(MeasuredPictures.decisive(division));
    all.put("level", level.name());
    return all;
  }

  /** Returns settings for machines. */
  static Map<String, Object> settings(FineTuneSettings settings) {
    return FrozenCommand.row(
        "start", settings.start().name().toLowerCase(Locale.ROOT),
        "epochs", settings.epochs(),
        "batch", settings.batch(),
        "rate", settings.rate(),
        "endRate", settings.endRate(),
        "warmUpEpochs", settings.warmUpEpochs(),
        "weightDecay", settings.weightDecay(),
        "layerDecay", settings.layerDecay(),
        "dropPath", settings.dropPath(),
        "mixup", settings.mix().mixup(),
        "cutmix", settings.mix().cutmix(),
        "switchProbability", settings.mix().switchProbability(),
        "smoothing", settings.mix().smoothing(),
        "randAugment", settings.changes(),
        "erase", settings.eraseProbability(),
        "seed", settings.seed());
  }

  /** Returns what was found, for machines. */
  static Map<String, Object> row(TuneWork.Task task, FineTuneProbe.Result result) {
    return FrozenCommand.row(
        "level", task.level().name(),
        "top1", result.top1(),
        "top5", result.top5(),
        "trainPictures", result.trainPictures(),
        "testPictures", result.testPictures(),
        "skippedTrainPictures", result.skippedTrain().size(),
        "skippedTestPictures", result.skippedTest().size(),
        "batch", result.batch(),
        "rate", result.rate(),
        "steps", result.steps(),
        "seconds", result.seconds(),
        "weights", result.weights().toString());
  }

  /** Returns what was found, for {@link #result}. */
  static Map<String, Object> stored(TuneWork.Task task, FineTuneProbe.Result result) {
    Map<String, Object> all = row(task, result);
    all.put(UNREADABLE_TRAIN, result.skippedTrain());
    all.put(UNREADABLE_TEST, result.skippedTest());
    return all;
  }

  /**
   * Returns what was stored.
   *
   * @param weights the network that was tuned
   * @throws IllegalArgumentException if a field is lacking
   */
  static FineTuneProbe.Result result(JsonNode stored, Path weights) {
    return new FineTuneProbe.Result(
        stored.required("trainPictures").asInt(),
        stored.required("testPictures").asInt(),
        reasons(stored.required(UNREADABLE_TRAIN)),
        reasons(stored.required(UNREADABLE_TEST)),
        stored.required("batch").asInt(),
        stored.required("rate").asDouble(),
        stored.required("steps").asLong(),
        stored.required("top1").asDouble(),
        stored.required("top5").asDouble(),
        stored.required("seconds").asDouble(),
        weights);
  }

  /** Returns what logistic regressions found, for {@link #outcome}. */
  static Map<String, Object> stored(SemiLogistic.Outcome outcome) {
    Map<String, Object> all =
        FrozenCommand.row(
            RESULTS,
            outcome.found().stream().map(SemiLogistic.Found::fields).toList(),
            UNREADABLE_TRAIN,
            outcome.unreadableTrain(),
            UNREADABLE_TEST,
            outcome.unreadableTest());
    outcome
        .featuresFile()
        .ifPresent(file -> all.put(EvaluationRecord.FEATURES_FILE, file.toString()));
    return all;
  }

  /**
   * Returns what was stored.
   *
   * @throws IllegalArgumentException if a field is lacking
   */
  static SemiLogistic.Outcome outcome(JsonNode stored) {
    List<SemiLogistic.Found> found = new ArrayList<>();
    stored.required(RESULTS).forEach(fields -> found.add(SemiLogistic.Found.of(fields)));
    return new SemiLogistic.Outcome(
        found,
        reasons(stored.required(UNREADABLE_TRAIN)),
        reasons(stored.required(UNREADABLE_TEST)),
        Optional.ofNullable(stored.get(EvaluationRecord.FEATURES_FILE))
            .map(file -> Path.of(file.asText())));
  }

  private static Map<String, String> reasons(JsonNode byPath) {
    Map<String, String> reasons = new LinkedHashMap<>();
    byPath.properties().forEach(each -> reasons.put(each.getKey(), each.getValue().asText()));
    return reasons;
  }
}
