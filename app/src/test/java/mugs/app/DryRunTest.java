package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Three steps of 4 images that take half a second each. */
class DryRunTest {

  private static DryRun run(OptionalLong peak) {
    return new DryRun(12, 2_500_000, 3, 4, 0.5, peak, OptionalLong.empty(), 1_500_000_000);
  }

  private static String printed(DryRun run) {
    StringWriter text = new StringWriter();
    try (PrintWriter out = new PrintWriter(text)) {
      run.print(out);
    }
    return text.toString();
  }

  @Test
  void peakMemory_isTold() {
    DryRun run = run(OptionalLong.of(2_250_000_000L));

    assertThat(printed(run).lines())
        .startsWith(
            "12 pictures, 3 steps of 4",
            "2.5 million parameters",
            "one step took 0.50 s (8.0 images/s): the run would take about "
                + ProgressLine.duration(1.5))
        .endsWith("peak memory 2.25 GB, 1.50 GB estimated");
    assertThat(run.fields())
        .containsEntry("peakResidentBytes", 2_250_000_000L)
        .containsEntry("seconds", 1.5);
  }

  @Test
  void peakMemory_isLeftOut_whereTheSystemDoesNotTell() {
    DryRun run = run(OptionalLong.empty());

    assertThat(printed(run).lines()).endsWith("1.50 GB of memory estimated");
    assertThat(run.fields())
        .doesNotContainKey("peakResidentBytes")
        .containsEntry("estimatedBytes", 1_500_000_000L);
  }
}
