package mugs.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import mugs.measure.GranularityFigures;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private static final GranularityFigures LOW = figures(.1, .1, .1);
  private static final GranularityFigures HIGH = figures(.4, .4, .4);

  @Test
  void aNetworkAboveABaselineEverywhere_beatsItAtAllThree() {
    List<Verdict> verdicts = Verdict.of(block(LOW, LOW, figures(.2, .3, .4)));

    assertThat(verdicts).extracting(Verdict::outcome).containsOnly(Verdict.Outcome.ABOVE);
    assertThat(words(verdicts))
        .containsExactly(
            "The trained network beats raw pixels at all three granularities: instance (20.0 %"
                + " against 10.0 %), local group (30.0 % against 10.0 %) and group (40.0 % against"
                + " 10.0 %).",
            "The trained network beats the untrained network at all three granularities: instance"
                + " (20.0 % against 10.0 %), local group (30.0 % against 10.0 %) and group (40.0 %"
                + " against 10.0 %).");
  }

  @Test
  void aFigureBelowABaseline_isSaidPlainly() {
    List<Verdict> verdicts = Verdict.of(block(HIGH, LOW, figures(.3, .4, .5)));

    assertThat(words(verdicts))
        .startsWith(
            "The trained network beats raw pixels at group (50.0 % against 40.0 %).",
            "The trained network is level with raw pixels at local group (both 40.0 %).",
            "The trained network is below raw pixels at instance (30.0 % against 40.0 %).")
        .hasSize(4);
  }

  @Test
  void figuresThatPrintTheSame_areLevel() {
    int many = 10_000_000;
    assertThat(Verdict.Outcome.of(.2504, .2496, many)).isEqualTo(Verdict.Outcome.LEVEL);
    assertThat(Verdict.Outcome.of(.251, .25, many)).isEqualTo(Verdict.Outcome.ABOVE);
    assertThat(Verdict.Outcome.of(.25, .251, many)).isEqualTo(Verdict.Outcome.BELOW);
  }

  /**
   * p = 0.2 and 0.1, n = 10,000: two standard errors of the difference are 2 sqrt((0.16 + 0.09) /
   * 10,000) = 0.01; with n = 25 they are 0.2.
   */
  @Test
  void figuresThatChanceTellsApart_areLevel() {
    assertThat(Verdict.Outcome.of(.2, .1, 10_000)).isEqualTo(Verdict.Outcome.ABOVE);
    assertThat(Verdict.Outcome.of(.2, .1, 25)).isEqualTo(Verdict.Outcome.LEVEL);
    assertThat(words(Verdict.of(block(LOW, HIGH, figures(.104, .4, .4)))))
        .contains(
            "The trained network is level with raw pixels at instance (10.4 % against 10.0 %,"
                + " within chance).");
  }

  @Test
  void theHeadline_claimsOnlyWhereBothBaselinesAreBeaten() {
    assertThat(Verdict.headline(block(LOW, LOW, HIGH)))
        .endsWith("and the untrained network at all three granularities.");
    assertThat(Verdict.headline(block(figures(.4, .1, .1), LOW, figures(.3, .3, .3))))
        .endsWith("at local group and group, but not at instance.");
    assertThat(Verdict.headline(block(HIGH, LOW, figures(.3, .3, .3))))
        .contains("does not beat both")
        .endsWith("at any granularity.");
  }

  @Test
  void wholePictures_areJudgedWithoutInstance() {
    List<Verdict> verdicts = Verdict.of(SampleReport.whole());

    assertThat(words(verdicts).get(0))
        .startsWith("The trained network is below raw pixels at both granularities: local group")
        .doesNotContain("instance");
  }

  /** Four pictures in two classes of two: of three others, one is of the same class. */
  @Test
  void chance_isThatOfARandomOtherPicture() {
    ScoreBlock block = new ScoreBlock(ScoreBlock.Queries.CROPS, 4, 2, 1, LOW, LOW, LOW);

    assertThat(block.chance(Granularity.INSTANCE)).isEqualTo(0.25);
    assertThat(block.chance(Granularity.LOCAL_GROUP)).isEqualTo(1 / 3.0, within(1e-12));
    assertThat(block.chance(Granularity.GROUP)).isEqualTo(1);
  }

  /** p = 0.2, n = 1,600: sqrt(0.16 / 1,600) = 0.01. */
  @Test
  void theErrorOfAShare_isThatOfIndependentQueries() {
    assertThat(ScoreSection.twoErrors(0.2, 1600)).isEqualTo(0.02, within(1e-12));
  }

  private static List<String> words(List<Verdict> verdicts) {
    return verdicts.stream().map(verdict -> verdict.words().replace('\u00a0', ' ')).toList();
  }

  private static ScoreBlock block(
      GranularityFigures rawPixels, GranularityFigures untrained, GranularityFigures trained) {
    return new ScoreBlock(ScoreBlock.Queries.CROPS, 10_000, 10, 3, rawPixels, untrained, trained);
  }

  private static GranularityFigures figures(double instance, double localGroup, double group) {
    return new GranularityFigures(OptionalDouble.of(instance), localGroup, group);
  }
}
