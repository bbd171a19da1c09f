package mugs.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import mugs.app.report.ReportPage;
import mugs.engine.Device;
import mugs.evaluate.GranularityProbe;
import mugs.measure.Neighbours;
import mugs.source.EmojiSource;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import mugs.train.Pretraining;
import mugs.train.PretrainingListener;
import mugs.train.Recipe;
import mugs.train.RunFolder;

/**
 * The demo: trains on the built-in emoji for a given time and measures the features of raw pixels,
 * of the untrained network and of the trained teacher.
 */
final class Demo {
  static final String RAW_PIXELS = "rawPixels";
  static final String UNTRAINED = "untrained";
  static final String TRAINED = "trained";

  /** Queries in the report's grid, and neighbours of each. */
  private static final int GRID_ROWS = 10;

  private static final int GRID_NEIGHBOURS = 5;

  private static final int UNTIMED_STEPS = 40;
  private static final int TIMED_STEPS = 50;

  /** Time left for measuring and the report at the end. */
  private static final double SECONDS_AFTER = 12;

  /**
   * Of the time that is left, what training plans with: steps are not all alike, and the teacher is
   * measured now and then.
   */
  private static final double PLANNED_SHARE = 0.96;

  private static final double NANOS_A_SECOND = 1e9;

  private final double minutes;
  private final long seed;
  private final Device device;
  private final ProgressLine progress;
  private final StopOnSignal signals;
  private final long start = System.nanoTime();

  /**
   * Prepares a demo; its time begins now.
   *
   * @param minutes from now to the report
   * @param seed of everything random
   * @param device that trains
   * @param progress shows what goes on
   * @param signals that end the training early; the report is written all the same
   */
  Demo(double minutes, long seed, Device device, ProgressLine progress, StopOnSignal signals) {
    this.minutes = minutes;
    this.seed = seed;
    this.device = device;
    this.progress = progress;
    this.signals = signals;
  }

  /**
   * What the demo found.
   *
   * @param figures by kind of features
   * @param outcome of the training
   */
  record Result(Map<String, GranularityProbe.Figures> figures, Pretraining.Outcome outcome) {}

  /** Returns the plain name of a kind of features. */
  static String words(String features) {
    return switch (features) {
      case RAW_PIXELS -> "raw pixels";
      case UNTRAINED -> "untrained network";
      default -> "trained network";
    };
  }

  Result run(Path path) throws IOException, InterruptedException {
    progress.say(
        "Mugs demo: learning from emoji pictures, about " + ProgressLine.duration(minutes * 60));
    DemoHistory history = new DemoHistory(progress);
    try (EmojiSource emoji = EmojiSource.open();
        PictureSource measured = emoji.withoutSkinTones()) {
      Recipe recipe = Recipe.load("demo", "run.seed=" + seed, "run.device=" + device);
      GranularityProbe probe =
          new GranularityProbe(
              measured,
              level(measured, "subgroup"),
              level(measured, "group"),
              recipe.crops().globalSize(),
              seed);
      Map<String, GranularityProbe.Figures> figures = new LinkedHashMap<>();
      List<Integer> chosen = chosen(probe.pictures());
      Recipe planned;
      Neighbours before;
      try (StopOnSignal.Work work =
              signals.interrupting(() -> progress.say("Stopping; nothing is trained yet"));
          Pretraining trial = new Pretraining(recipe, emoji, PretrainingListener.NONE)) {
        figures.put(RAW_PIXELS, probe.figures(probe.rawPixels()));
        checkInterrupted();
        // the same seed: these are the values that training starts from
        GranularityProbe.Features untrained = probe.features(trial.features()::features);
        checkInterrupted();
        figures.put(UNTRAINED, probe.figures(untrained));
        before = probe.nearest(untrained, chosen, GRID_NEIGHBOURS);
        checkInterrupted();
        planned = recipe.with("schedule.steps=" + stepsThatFit(trial));
      }
      TimeLimit limit = new TimeLimit(history);
      try (Pretraining pretraining = new Pretraining(planned, emoji, limit);
          StopOnSignal.Work work = signals.during(() -> stop(pretraining))) {
        limit.stopWhen(() -> secondsLeft() < SECONDS_AFTER, pretraining::stop);
        RunFolder folder = RunFolder.create(path);
        Pretraining.Outcome outcome = pretraining.run(folder, List.of(EmojiSource.NAME));
        progress.say("Measuring what was learned");
        GranularityProbe.Features trained = probe.features(pretraining.features()::features);
        figures.put(TRAINED, probe.figures(trained));
        Neighbours after = probe.nearest(trained, chosen, GRID_NEIGHBOURS);
        Result result = new Result(figures, outcome);
        DemoReport report =
            new DemoReport(
                planned, emoji, measured, probe, history, result, pretraining.parameters());
        folder.writeText(
            "report.html", ReportPage.render(report.with(chosen, before, after, minutesSpent())));
        return result;
      }
    }
  }

  private static void checkInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private void stop(Pretraining pretraining) {
    progress.say("Stopping after this step; what was learned so far will be measured");
    pretraining.stop();
  }

  private static LabelLevel level(PictureSource source, String name) {
    return source.levels().stream()
        .filter(level -> level.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the emoji have no level " + name));
  }

  /** Times a few steps of networks that are thrown away, and returns how many fit the time left. */
  private long stepsThatFit(Pretraining trial) throws IOException, InterruptedException {
    progress.say("Timing a few steps");
    double seconds = trial.secondsPerStep(UNTIMED_STEPS, TIMED_STEPS);
    double planned = (secondsLeft() - SECONDS_AFTER) * PLANNED_SHARE;
    long steps = Math.max(trial.recipe().schedule().epochs(), (long) (planned / seconds));
    progress.say(
        String.format(
            Locale.ROOT, "A step takes %.0f ms: %,d steps fit the time", seconds * 1000, steps));
    return steps;
  }

  private double secondsLeft() {
    return minutes * 60 - (System.nanoTime() - start) / NANOS_A_SECOND;
  }

  private double minutesSpent() {
    return (System.nanoTime() - start) / NANOS_A_SECOND / 60;
  }

  /** Returns pictures spread evenly over the source, which is ordered by group and subgroup. */
  private static List<Integer> chosen(int pictures) {
    List<Integer> chosen = new ArrayList<>();
    IntStream.range(0, GRID_ROWS)
        .forEach(i -> chosen.add((int) ((i + 0.5) * pictures / GRID_ROWS)));
    return chosen;
  }
}
