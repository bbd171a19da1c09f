package mugs.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of a run in plain words, a line a minute and one for whatever happens in between. */
final class RunLog {
  private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final double SECONDS = 60;

  private final Path file;
  private long steps;
  private double toldAt = Double.NEGATIVE_INFINITY;

  RunLog(Path file) {
    this.file = file;
  }

  /** Tells what a run is about to do. */
  void begins(PretrainingListener.Plan plan) {
    steps = plan.steps();
    say(
        String.format(
            Locale.ROOT,
            "%s: %,d steps on %,d pictures, %,d an epoch",
            plan.stepsBefore() == 0
                ? "begins"
                : String.format(Locale.ROOT, "goes on after step %,d", plan.stepsBefore()),
            steps,
            plan.pictures(),
            plan.stepsPerEpoch()));
  }

  /** Adds a line. A disk that is full costs the line alone. */
  void say(String line) {
    String now = LocalDateTime.now(ZoneId.systemDefault()).format(TIME);
    try (RecordFile lines = new RecordFile(file, Long.MAX_VALUE)) {
      lines.add((now + "  " + line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.warn("A line of the log is lost: {}", e.getMessage());
    }
  }

  /** Tells how the run stands, if a minute has passed. */
  void stepped(PretrainingListener.Progress progress) {
    if (progress.seconds() - toldAt < SECONDS) {
      return;
    }
    toldAt = progress.seconds();
    String losses =
        progress.report().losses().bySupervision().entrySet().stream()
            .map(
                loss ->
                    String.format(
                        Locale.ROOT, "%s %.3f", loss.getKey().replace('_', ' '), loss.getValue()))
            .collect(Collectors.joining(", "));
    say(
        String.format(
            Locale.ROOT,
            "step %,d of %,d, epoch %,d: loss %.3f (%s), learning rate %.3g, largest gradient %.3g%s",
            progress.step(),
            steps,
            progress.epoch() + 1,
            progress.report().losses().total(),
            losses,
            progress.settings().rate(),
            progress.report().largestGradientNorm(),
            progress.skippedPictures() == 0
                ? ""
                : String.format(
                    Locale.ROOT,
                    ", %,d pictures could not be read so far",
                    progress.skippedPictures())));
  }

  /** Tells an online kNN. */
  void measured(PretrainingListener.Measurement measurement) {
    say(
        String.format(
            Locale.ROOT,
            "after step %,d: %s %s",
            measurement.step(),
            measurement.gallery() > 0 ? "kNN of the teacher" : "agreement of two crops",
            measurement.top1().entrySet().stream()
                .map(
                    level ->
                        String.format(
                            Locale.ROOT, "%s %.1f %%", level.getKey(), 100 * level.getValue()))
                .collect(Collectors.joining(", "))));
  }
}
