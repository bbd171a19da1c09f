package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.method.Losses;
import mugs.method.StepReport;
import mugs.method.StepSettings;
import mugs.train.PretrainingListener.Measurement;
import mugs.train.PretrainingListener.Plan;
import mugs.train.PretrainingListener.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressLineTest {

  private static final String LAST =
      "epoch 2/2  step 12/12  loss 2.500  24 images/s  data wait 25 %  0 s left"
          + "  (instance 1.00 local group 2.00 group 4.50)";

  private final StringWriter printed = new StringWriter();

  private ProgressLine progress(boolean terminal, boolean quiet) {
    ProgressLine line = new ProgressLine(new PrintWriter(printed), terminal, quiet);
    line.started(new Plan(48, 1_234_567, 12, 6, 0, List.of(), List.of()));
    return line;
  }

  /** Eight images a step, whose index is from 0. */
  static Progress step(long index, double seconds) {
    Map<String, Double> losses = new LinkedHashMap<>();
    losses.put("instance", 1.0);
    losses.put("local_group", 2.0);
    losses.put("group", 4.5);
    return new Progress(
        index + 1,
        index / 6,
        new StepSettings(index, 1e-3, 0.04, 0.99, 0.04, 3, false),
        new StepReport(new Losses(2.5, losses), 1, 1, Optional.empty(), Map.of()),
        8,
        seconds,
        seconds,
        seconds / 4,
        0);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "0.4, 0 s",
    "59.4, 59 s",
    "59.6, 1 min 00 s",
    "200, 3 min 20 s",
    "3599.6, 1 h 00 min",
    "7384, 2 h 03 min",
    "180000, 50 h 00 min",
  })
  void duration_isInWords(double seconds, String words) {
    assertThat(ProgressLine.duration(seconds)).isEqualTo(words);
  }

  @Test
  void plainLine_saysHowFarAndHowFast_andHowLongYet() {
    progress(false, false).stepped(step(9, 4));

    assertThat(printed.toString())
        .isEqualTo(
            """
            Training 1.2 million parameters on 48 pictures: 12 steps, 6 an epoch
            epoch 2/2  step 10/12  loss 2.500  20 images/s  data wait 25 %  1 s left\
              (instance 1.00 local group 2.00 group 4.50)
            """);
  }

  @Test
  void plainLines_comeTenSecondsApart_andTheLastStepAlways() {
    ProgressLine progress = progress(false, false);
    printed.getBuffer().setLength(0);

    for (int i = 0; i < 11; i++) {
      progress.stepped(step(i, 1 + 2 * i)); // 1 s, 3 s, ... 21 s
    }
    progress.stepped(step(11, 4));

    assertThat(printed.toString().lines().map(line -> line.split("  ", -1)[1]))
        .containsExactly("step 1/12", "step 6/12", "step 11/12", "step 12/12");
  }

  @Test
  void terminal_hasOneLineThatIsRewritten_cutOffInsteadOfWrapped() {
    ProgressLine progress = progress(true, false);
    printed.getBuffer().setLength(0);

    progress.stepped(step(0, 0.1));
    progress.stepped(step(1, 0.2));
    progress.stepped(step(11, 4));

    String[] shown = printed.toString().split("\r", -1);
    assertThat(shown).hasSize(3); // the second step came too soon
    assertThat(shown[0]).isEmpty();
    assertThat(shown[1]).contains("step 1/12");
    assertThat(shown[2]).isEqualTo("\u001b[?7l" + LAST + "\u001b[K\u001b[?7h");
  }

  @Test
  void whatIsSaid_standsBelowTheProgressOfATerminal() {
    ProgressLine progress = progress(true, false);
    progress.stepped(step(11, 4));
    printed.getBuffer().setLength(0);

    progress.say("Done");
    progress.say("Really");
    progress.close();

    assertThat(printed.toString()).isEqualTo("\nDone\nReally\n");
  }

  @Test
  void closing_endsAnOpenLine_forWhatOthersPrint() {
    ProgressLine progress = progress(true, false);
    progress.stepped(step(11, 4));
    printed.getBuffer().setLength(0);

    progress.close();
    progress.close();

    assertThat(printed.toString()).isEqualTo("\n");
  }

  @Test
  void measurements_areSaid_withAndWithoutLabels() {
    ProgressLine progress = progress(false, false);
    printed.getBuffer().setLength(0);
    Map<String, Double> top1 = new LinkedHashMap<>();
    top1.put("group", 0.5);
    top1.put("level-2", 0.125);

    progress.measured(new Measurement(1200, top1, 39, 9));
    progress.measured(new Measurement(6, Map.of("neighbour-agreement", 0.25), 0, 48));

    assertThat(printed.toString())
        .isEqualTo(
            """
            after step 1,200, kNN of the teacher:  group 50.0 %  level-2 12.5 %
            after step 6, neighbour agreement of two crops: 25.0 %
            """);
  }

  @Test
  void otherWork_isCounted_inPlainLinesTenSecondsApart() {
    ProgressLine progress = new ProgressLine(new PrintWriter(printed), false, false);

    for (int done = 1000; done <= 6000; done += 1000) {
      progress.worked("inspected", done, 6000, done / 200.0); // 5 s, 10 s, ... 30 s
    }

    assertThat(printed.toString())
        .isEqualTo(
            """
            inspected 1,000/6,000  200 pictures/s  25 s left
            inspected 3,000/6,000  200 pictures/s  15 s left
            inspected 5,000/6,000  200 pictures/s  5 s left
            inspected 6,000/6,000  200 pictures/s  0 s left
            """);
  }

  @Test
  void otherWork_rewritesItsLineOnATerminal_toItsEnd() {
    ProgressLine progress = new ProgressLine(new PrintWriter(printed), true, false);

    progress.worked("inspected", 10, 40, 0.9); // who waits a second needs no progress
    progress.worked("inspected", 20, 40, 1);
    progress.worked("inspected", 30, 40, 1.1);
    progress.worked("inspected", 40, 40, 1.15);

    String[] shown = printed.toString().split("\r", -1);
    assertThat(shown).hasSize(3);
    assertThat(shown[1]).contains("inspected 20/40  20 pictures/s  1 s left");
    assertThat(shown[2]).contains("inspected 40/40");
  }

  @Test
  void quiet_showsNothing() {
    ProgressLine progress = progress(true, true);

    progress.stepped(step(11, 4));
    progress.measured(new Measurement(6, Map.of("group", 1.0), 39, 9));
    progress.worked("inspected", 40, 40, 100);
    progress.say("Done");
    progress.close();

    assertThat(printed.toString()).isEmpty();
  }

  @Test
  void searchForPictures_isShown_onceItTakesLongerThanASecond_andWorkAfterItAnew() {
    ProgressLine progress = new ProgressLine(new PrintWriter(printed), false, false);
    double[] seconds = {0.2, 0.9, 1.1, 5, 11, 11.2};
    for (int i = 0; i < seconds.length; i++) {
      progress.found(1000L * (i + 1), seconds[i]);
    }
    progress.worked("packed", 10, 400, 0.5);
    progress.worked("packed", 40, 400, 2);
    progress.worked("packed", 400, 400, 4);

    assertThat(printed.toString())
        .isEqualTo(
            """
            3,000 pictures found so far
            6,000 pictures found so far
            packed 40/400  20 pictures/s  18 s left
            packed 400/400  100 pictures/s  0 s left
            """);
  }

  @Test
  void otherWork_isShownAfterASecond_andThenEveryTenSeconds_inPlainLines() {
    ProgressLine line = new ProgressLine(new PrintWriter(printed), false, false);
    for (double seconds : new double[] {0.5, 1, 5, 10.9, 11}) {
      line.at(() -> "look at " + seconds, seconds);
    }
    assertThat(printed.toString()).isEqualTo("look at 1.0\nlook at 11.0\n");
  }
}
