package mugs.train;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import mugs.engine.Device;
import mugs.engine.ProcessMemory;
import mugs.method.TeacherHealth;

/** What the lines of {@code events.jsonl} hold. */
final class Events {
  private Events() {}

  /**
   * Returns the event of a beginning: that of the run, or one after a stop.
   *
   * @param step steps that are done
   * @param device that trains from now on
   */
  static Map<String, Object> ofStart(long step, Device device) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", step == 0 ? "start" : "resume");
    event.put("step", step);
    event.put("at", Instant.now().toString());
    event.put("device", device.inWords());
    return event;
  }

  /**
   * Returns the event of a step: losses, rates, norms, speed, memory.
   *
   * @param progress of the run
   * @param pace since the event before it
   * @param recipe of the run
   */
  static Map<String, Object> ofStep(
      PretrainingListener.Progress progress, Pace pace, Recipe recipe) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", "step");
    event.put("step", progress.step());
    event.put("epoch", progress.epoch());
    event.put("loss", progress.report().losses().total());
    event.put("losses", progress.report().losses().bySupervision());
    event.put("learningRate", progress.settings().rate());
    event.put("weightDecay", progress.settings().weightDecay());
    event.put("momentum", progress.settings().momentum());
    event.put("teacherTemperature", progress.settings().teacherTemperature());
    event.put("largestGradientNorm", progress.report().largestGradientNorm());
    event.put("medianGradientNorm", progress.report().medianGradientNorm());
    event.put("imagesPerSecond", pace.imagesPerSecond());
    event.put("dataWaitShare", pace.dataWaitShare());
    event.put("seconds", progress.seconds());
    event.put("skippedPictures", progress.skippedPictures());
    progress.report().health().ifPresent(health -> put(event, health));
    event.putAll(RingAges.oldest(recipe, (double) progress.step()));
    ProcessMemory.resident().ifPresent(bytes -> event.put("residentBytes", bytes));
    recipe.run().device().bytes().ifPresent(bytes -> event.put("deviceBytes", bytes));
    return event;
  }

  private static void put(Map<String, Object> event, TeacherHealth health) {
    health.choiceEntropy().ifPresent(entropy -> event.put("teacherEntropy", entropy));
    health.prototypesUsed().ifPresent(used -> event.put("prototypesUsed", used));
    event.put("featureDeviation", health.featureDeviation());
    health
        .neighbourSimilarity()
        .ifPresent(similarity -> event.put("neighbourSimilarity", similarity));
  }

  /** Returns the event of a warning. */
  static Map<String, Object> ofWarning(long step, String warning) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", "warning");
    event.put("step", step);
    event.put("warning", warning);
    return event;
  }

  /**
   * Returns the event of a failure that ends the run.
   *
   * @param step that failed, from 1
   * @param reason in one line
   * @param advice what to do but to go on; empty where a resume may get further
   */
  static Map<String, Object> ofFailure(long step, String reason, String advice) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", "failure");
    event.put("step", step);
    event.put("reason", reason);
    if (!advice.isEmpty()) {
      event.put("advice", advice);
    }
    return event;
  }

  /** Returns the event of an online kNN. */
  static Map<String, Object> ofKnn(PretrainingListener.Measurement measurement) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", "knn");
    event.put("step", measurement.step());
    event.put("top1", measurement.top1());
    event.put("gallery", measurement.gallery());
    event.put("queries", measurement.queries());
    return event;
  }
}
