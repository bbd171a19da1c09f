package mugs.app;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Supplier;
import mugs.evaluate.ProbeProgress;
import mugs.source.IndexingListener;
import mugs.train.Pace;
import mugs.train.PretrainingListener;

/**
 * Shows a run while it goes on: one line that is rewritten on a terminal, a plain line now and then
 * elsewhere. Any thread may {@link #say} something.
 */
final class ProgressLine implements PretrainingListener, IndexingListener, AutoCloseable {
  private static final double NANOS_A_SECOND = 1e9;

  /** Work that is over by then needs no line. */
  private static final double PATIENCE_SECONDS = 1;

  private static final double REWRITE_SECONDS = 0.2;
  private static final double PLAIN_SECONDS = 10;

  /** What is wider than the window is cut off: a line that wraps cannot be rewritten. */
  private static final String START_OF_LINE = "\r\u001b[?7l";

  private static final String END_OF_LINE = "\u001b[K\u001b[?7h";

  private final PrintWriter err;
  private final boolean terminal;
  private final boolean quiet;
  private final RecentPace recent = new RecentPace();
  private final long made = System.nanoTime();
  private long steps;
  private long stepsPerEpoch = 1;
  private double shownAt = Double.NEGATIVE_INFINITY;
  private boolean lineIsOpen;

  /**
   * Shows nothing yet.
   *
   * @param err where progress goes
   * @param terminal whether a person watches it
   * @param quiet whether to show nothing at all
   */
  ProgressLine(PrintWriter err, boolean terminal, boolean quiet) {
    this.err = err;
    this.terminal = terminal;
    this.quiet = quiet;
  }

  @Override
  public void started(Plan plan) {
    steps = plan.steps();
    stepsPerEpoch = plan.stepsPerEpoch();
    say(
        String.format(
            Locale.ROOT,
            "Training %.1f million parameters on %s: %s, %,d an epoch",
            plan.parameters() / 1e6,
            Counted.of(plan.pictures(), "picture"),
            Counted.of(plan.steps(), "step"),
            plan.stepsPerEpoch()));
    if (plan.stepsBefore() > 0) {
      say(String.format(Locale.ROOT, "Going on after step %,d", plan.stepsBefore()));
    }
    if (!plan.machineDifferences().isEmpty()) {
      say(
          "This machine is not as the one before ("
              + String.join(", ", plan.machineDifferences())
              + "): the state is the same, the last digits from here on may not be");
    }
  }

  @Override
  public synchronized void stepped(Progress progress) {
    Pace pace = recent.at(progress);
    boolean last = progress.step() == steps;
    if (isDue(progress.seconds(), last)) {
      show(line(progress, pace));
    }
  }

  private boolean isDue(double seconds, boolean last) {
    double interval = terminal ? REWRITE_SECONDS : PLAIN_SECONDS;
    if (seconds < shownAt) {
      shownAt = Double.NEGATIVE_INFINITY; // other work, with a clock of its own
    }
    if (quiet || (!last && seconds - shownAt < interval)) {
      return false;
    }
    shownAt = seconds;
    return true;
  }

  private void show(String line) {
    if (terminal) {
      err.print(START_OF_LINE + line + END_OF_LINE);
      lineIsOpen = true;
    } else {
      err.println(line);
    }
    err.flush();
  }

  @Override
  public void leftOut(int files, String firstFile) {
    say("Left out " + IndexingListener.leftOutInWords(files, firstFile));
  }

  /** Shows how many pictures were found, if that takes longer than a second. */
  @Override
  public void found(long pictures) {
    found(pictures, (System.nanoTime() - made) / NANOS_A_SECOND);
  }

  /** The same, told how long it has taken. */
  synchronized void found(long pictures, double seconds) {
    if (seconds >= PATIENCE_SECONDS && isDue(seconds, false)) {
      show(String.format(Locale.ROOT, "%,d pictures found so far", pictures));
    }
  }

  /**
   * Shows how far work on pictures has got.
   *
   * @param what is done to them, such as {@code packed}
   * @param done so far
   * @param total of all
   * @param seconds since it began
   */
  void worked(String what, long done, long total, double seconds) {
    worked(what, 0, done, total, seconds);
  }

  /**
   * Shows how far work on pictures has got that was resumed.
   *
   * @param what is done to them, such as {@code packed}
   * @param before how many were done when it was resumed
   * @param done so far, with those
   * @param total of all
   * @param seconds since it was resumed
   */
  synchronized void worked(String what, long before, long done, long total, double seconds) {
    boolean last = done == total;
    if ((last || seconds >= PATIENCE_SECONDS) && isDue(seconds, last)) {
      double rate = (done - before) / Math.max(seconds, 1e-3);
      show(
          String.format(
              Locale.ROOT,
              "%s %,d/%,d  %.0f pictures/s  %s left",
              what,
              done,
              total,
              rate,
              duration((total - done) / Math.max(rate, 1e-3))));
    }
  }

  /**
   * Shows how far other work is.
   *
   * @param words that say so, asked for when it is time for a line
   * @param seconds since it began
   */
  synchronized void at(Supplier<String> words, double seconds) {
    if (seconds >= PATIENCE_SECONDS && isDue(seconds, false)) {
      show(words.get());
    }
  }

  /** Shows how far the training of a probe is. */
  synchronized void trained(ProbeProgress progress) {
    boolean last = progress.step() == progress.steps();
    if (isDue(progress.secondsHere(), last)) {
      show(
          String.format(
              Locale.ROOT,
              "epoch %d/%d  step %,d/%,d  loss %.3f  %.0f images/s  data wait %.0f %%  %s left",
              progress.epoch(),
              progress.epochs(),
              progress.step(),
              progress.steps(),
              progress.loss(),
              progress.imagesPerSecond(),
              100 * progress.dataWaitShare(),
              duration(progress.secondsLeft())));
    }
  }

  private String line(Progress progress, Pace pace) {
    long done = progress.step();
    double remaining = progress.seconds() / done * (steps - done);
    StringBuilder losses = new StringBuilder();
    progress
        .report()
        .losses()
        .bySupervision()
        .forEach(
            (name, loss) ->
                losses.append(
                    String.format(Locale.ROOT, " %s %.2f", name.replace('_', ' '), loss)));
    return String.format(
        Locale.ROOT,
        "epoch %d/%d  step %,d/%,d  loss %.3f  %.0f images/s  data wait %.0f %%  %s left  (%s)",
        progress.epoch() + 1,
        (steps + stepsPerEpoch - 1) / stepsPerEpoch,
        done,
        steps,
        progress.report().losses().total(),
        pace.imagesPerSecond(),
        100 * pace.dataWaitShare(),
        duration(remaining),
        losses.toString().strip());
  }

  @Override
  public void measured(Measurement measurement) {
    boolean labelled = measurement.gallery() > 0;
    StringBuilder figures = new StringBuilder();
    measurement
        .top1()
        .forEach(
            (level, share) ->
                figures.append(
                    String.format(
                        Locale.ROOT, "%s %.1f %%", labelled ? "  " + level : "", 100 * share)));
    say(
        String.format(
            Locale.ROOT,
            "after step %,d, %s:%s",
            measurement.step(),
            labelled ? "kNN of the teacher" : "neighbour agreement of two crops",
            figures));
  }

  /** Prints a line of its own, below the progress so far. */
  synchronized void say(String line) {
    if (quiet) {
      return;
    }
    close();
    err.println(line);
    err.flush();
  }

  /** Ends the line that was being rewritten, so that others may print below it. */
  @Override
  public synchronized void close() {
    if (lineIsOpen) {
      err.println();
      err.flush();
      lineIsOpen = false;
    }
  }

  /** Returns a duration in words, such as {@code 3 min 20 s}. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole >= 3600) {
      return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }
    return whole >= 60
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : whole + " s";
  }
}
