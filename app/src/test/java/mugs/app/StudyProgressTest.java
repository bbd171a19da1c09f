package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import mugs.evaluate.GranularityStudy;
import org.junit.jupiter.api.Test;

class StudyProgressTest {

  @Test
  void words_tellWhereTheWorkStandsInTheWhole() {
    StringWriter err = new StringWriter();
    ProgressLine line = new ProgressLine(new PrintWriter(err), false, false);
    try (Measuring measuring = new Measuring(line, new StopOnSignal())) {
      StudyProgress progress = new StudyProgress(measuring, List.of("emoji", "subgroup", "group"));

      progress.began(GranularityStudy.RAW_PIXELS);
      progress.began(GranularityStudy.UNTRAINED);

      assertThat(progress.words("subgroup", "clusters: try 2 of 10"))
          .isEqualTo("features 2 of 3, level 2 of 3, subgroup: clusters: try 2 of 10");
      assertThat(progress.words("instance", "looked up 5/9"))
          .isEqualTo("features 2 of 3, instance: looked up 5/9");
    }
    assertThat(err.toString())
        .isEqualTo(
            """
            Measuring the features of raw pixels (1 of 3)
            Measuring the features of untrained network (2 of 3)
            """);
  }
}
