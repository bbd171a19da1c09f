package mugs.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import mugs.train.PretrainingListener.Measurement;
import mugs.train.RunFolder;
import mugs.train.RunHistory;

/**
 * A run in a few figures.
 *
 * @param history of the run
 * @param standing whether it goes on
 */
record RunFigures(RunHistory history, Standing standing) {
  /** Logged steps over which a last loss is a mean: a single one is mostly noise. */
  private static final int LAST = 20;

  /** Whether a run goes on. */
  enum Standing {
    /** A process is at work on it. */
    GOING_ON("goingOn", "going on"),
    /** All planned steps were done. */
    ENDED("ended", "ended as planned"),
    /** It was saved before all were done. */
    STOPPED_EARLY("stoppedEarly", "stopped early"),
    /** Something went wrong that it told of. */
    FAILED("failed", "failed"),
    /** It was killed, or failed in a way that left nothing to save. */
    BROKEN_OFF("brokenOff", "broken off");

    private final String key;
    private final String words;

    Standing(String key, String words) {
      this.key = key;
      this.words = words;
    }

    /** Returns the words for a reader. */
    String words() {
      return words;
    }
  }

  /**
   * The online kNN of one label level over a run.
   *
   * @param best share
   * @param bestStep steps done when it was measured first
   * @param last share
   */
  record Knn(double best, long bestStep, double last) {}

  /**
   * Reads a run's folder.
   *
   * @throws IOException if there is no run in it, or it cannot be read
   */
  static RunFigures read(Path path) throws IOException {
    // asked first: a run that ends in between is then still told as going on, and not as broken off
    boolean goingOn = RunFolder.existing(path).isGoingOn();
    RunHistory history = RunHistory.read(path);
    return new RunFigures(history, standing(history, goingOn));
  }

  private static Standing standing(RunHistory history, boolean goingOn) {
    if (history.failure().isPresent() && !goingOn) {
      return Standing.FAILED;
    }
    return history
        .ending()
        .map(ending -> ending.complete() ? Standing.ENDED : Standing.STOPPED_EARLY)
        .orElse(goingOn ? Standing.GOING_ON : Standing.BROKEN_OFF);
  }

  /** Returns how the run stands in words, with the reason if it failed. */
  String state() {
    return standing == Standing.FAILED
        ? history
            .failure()
            .map(
                failure ->
                    String.format(
                        Locale.ROOT, "failed in step %,d: %s", failure.step(), failure.reason()))
            .orElse(standing.words())
        : standing.words();
  }

  /** Returns the last loss of each supervision, a mean over the last logged steps. */
  Map<String, Double> lastLosses() {
    Map<String, Double> losses = new LinkedHashMap<>();
    history
        .losses()
        .forEach(
            (name, values) ->
                losses.put(
                    name,
                    values.subList(Math.max(0, values.size() - LAST), values.size()).stream()
                        .mapToDouble(RunHistory.Value::value)
                        .average()
                        .orElseThrow()));
    return losses;
  }

  /** Returns the online kNN by label level. */
  Map<String, Knn> knn() {
    Map<String, Knn> levels = new LinkedHashMap<>();
    for (Measurement measured : history.measurements()) {
      measured
          .top1()
          .forEach(
              (level, share) -> {
                Knn before = levels.getOrDefault(level, new Knn(-1, 0, 0));
                boolean better = share > before.best();
                levels.put(
                    level,
                    new Knn(
                        better ? share : before.best(),
                        better ? measured.step() : before.bestStep(),
                        share));
              });
    }
    return levels;
  }

  /** Returns the median of the logged speeds; empty before the first logged step. */
  OptionalDouble imagesPerSecond() {
    List<Double> speeds =
        history.figure("imagesPerSecond").stream().map(RunHistory.Value::value).sorted().toList();
    int middle = speeds.size() / 2;
    return speeds.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            speeds.size() % 2 == 1
                ? speeds.get(middle)
                : (speeds.get(middle - 1) + speeds.get(middle)) / 2);
  }

  /** Returns all of it for a program to read. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", history.folder().path().toString());
    json.put("state", standing.key);
    json.put("steps", history.steps());
    json.put("plannedSteps", history.plannedSteps());
    json.put("imagesSeen", history.imagesSeen());
    json.put("seconds", history.seconds());
    imagesPerSecond().ifPresent(speed -> json.put("imagesPerSecond", speed));
    json.put("restarts", history.origin().restarts());
    json.put("losses", lastLosses());
    json.put("knn", knn());
    json.put("warnings", history.warnings());
    history.failure().ifPresent(failure -> json.put("failure", failure));
    return json;
  }
}
