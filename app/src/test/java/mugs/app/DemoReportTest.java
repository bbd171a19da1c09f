package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import mugs.app.report.Granularity;
import mugs.app.report.LossCurve;
import mugs.app.report.NeighbourGrid;
import mugs.app.report.Point;
import mugs.app.report.Report;
import mugs.app.report.ReportPage;
import mugs.app.report.ScoreBlock;
import mugs.evaluate.GranularityProbe;
import mugs.measure.GranularityFigures;
import mugs.measure.Neighbours;
import mugs.source.EmojiSource;
import mugs.source.PictureSource;
import mugs.source.SubsetSource;
import mugs.train.Pretraining;
import mugs.train.PretrainingListener.Measurement;
import mugs.train.Recipe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The report of a made-up demo on six of the built-in pictures. */
class DemoReportTest {

  private static final GranularityProbe.Figures RAW = figures(.2, .1, .3);
  private static final GranularityProbe.Figures UNTRAINED = figures(.1, .05, .2);
  private static final GranularityProbe.Figures TRAINED = figures(.4, .2, .5);

  private static EmojiSource emoji;
  private static PictureSource six;
  private static GranularityProbe probe;
  private static Report report;

  private static GranularityProbe.Figures figures(double instance, double finer, double coarser) {
    return new GranularityProbe.Figures(
        new GranularityFigures(OptionalDouble.of(instance), finer, coarser),
        new GranularityFigures(OptionalDouble.empty(), finer / 2, coarser / 2));
  }

  @BeforeAll
  static void make() throws IOException {
    emoji = EmojiSource.open();
    six = new SubsetSource(emoji, new int[] {0, 1, 2, 3000, 3001, 3780}, "six");
    probe = new GranularityProbe(six, six.levels().get(1), six.levels().get(0), 8, 0);
    Recipe recipe = Recipe.load("demo", "run.seed=9");
    DemoHistory history =
        new DemoHistory(new ProgressLine(new PrintWriter(new StringWriter()), false, true));
    history.stepped(ProgressLineTest.step(0, 1));
    history.stepped(ProgressLineTest.step(1, 2));
    history.measured(new Measurement(59, new LinkedHashMap<>(Map.of("group", .25)), 3025, 756));
    Map<String, GranularityProbe.Figures> figures = new LinkedHashMap<>();
    figures.put(Demo.RAW_PIXELS, RAW);
    figures.put(Demo.UNTRAINED, UNTRAINED);
    figures.put(Demo.TRAINED, TRAINED);
    Demo.Result result =
        new Demo.Result(
            figures, new Pretraining.Outcome(1000, false, 260, 250, 5, 0, Path.of("w")));
    // query 0 finds itself, then a picture of its subgroup; query 5 finds one of another group
    Neighbours before = new Neighbours(2, 2, new int[] {0, 1, 0, 1}, new float[] {1, 0, 1, 0});
    Neighbours after = new Neighbours(2, 2, new int[] {1, 0, 5, 0}, new float[] {1, 0, 1, 0});
    report =
        new DemoReport(recipe, emoji, six, probe, history, result, 1_234_567)
            .with(List.of(0, 5), before, after, 5.96);
  }

  @AfterAll
  static void close() throws IOException {
    six.close();
    emoji.close();
  }

  private static String fact(String name) {
    return report.facts().stream()
        .filter(fact -> fact.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void facts_sayWhatWasDone() {
    assertThat(fact("Pictures"))
        .isEqualTo("3,781 Noto emoji, 64 x 64 pixels; measured on the 6 without skin tone");
    assertThat(fact("Network"))
        .isEqualTo(
            "vision transformer, 128 wide, 2 blocks, 4 heads, 8-pixel patches;"
                + " 1.2 million parameters with its heads");
    assertThat(fact("Time")).isEqualTo("6.0 minutes from start to report");
    assertThat(fact("Training"))
        .isEqualTo(
            "1,000 steps of 32 images: 32,000 images seen, 128 a second;"
                + " stopped before the schedule's end");
    assertThat(fact("Seed")).isEqualTo("9");
  }

  @Test
  void scores_areThoseMeasured_withCropsAndWithWholePictures() {
    assertThat(report.scores())
        .containsExactly(
            new ScoreBlock(
                ScoreBlock.Queries.CROPS,
                6,
                98,
                9,
                RAW.crops(),
                UNTRAINED.crops(),
                TRAINED.crops()),
            new ScoreBlock(
                ScoreBlock.Queries.WHOLE,
                6,
                98,
                9,
                RAW.whole(),
                UNTRAINED.whole(),
                TRAINED.whole()));
  }

  @Test
  void losses_standBesideWhatAGuessWouldCost() {
    assertThat(report.losses())
        .extracting(LossCurve::supervision)
        .containsExactly(Granularity.INSTANCE, Granularity.LOCAL_GROUP, Granularity.GROUP);
    LossCurve instance = report.losses().get(0);
    assertThat(instance.points()).containsExactly(new Point(1, 1), new Point(2, 1));
    assertThat(instance.chance()).isCloseTo(Math.log(1025), within(1e-12));
    assertThat(instance.chanceFormula()).isEqualTo("ln(1,024 + 1)");
    LossCurve group = report.losses().get(2);
    assertThat(group.points()).containsExactly(new Point(1, 4.5), new Point(2, 4.5));
    assertThat(group.chance()).isCloseTo(Math.log(512), within(1e-12));
  }

  @Test
  void knn_isShownByLevel_asFarAsItWasMeasured() {
    assertThat(report.knn().orElseThrow().levels())
        .singleElement()
        .satisfies(
            level -> {
              assertThat(level.name()).isEqualTo("group");
              assertThat(level.classes()).isEqualTo(9);
              assertThat(level.top1()).containsExactly(new Point(59, .25));
            });
    assertThat(report.knn().orElseThrow().gallery()).isEqualTo(3025);
    assertThat(report.knn().orElseThrow().queries()).isEqualTo(756);
  }

  @Test
  void neighbours_areNamed_andMarkedByWhatTheyShare() {
    List<NeighbourGrid.Row> rows = report.neighbours().orElseThrow().rows();

    String first = six.path(0).split("/", -1)[2];
    assertThat(rows.get(0).query().name()).isEqualTo("a crop of " + first);
    assertThat(rows.get(0).query().pixels()).isSameAs(probe.query(0));
    assertThat(rows.get(0).before().get(0).picture().name()).isEqualTo(first);
    assertThat(rows.get(0).before().get(0).picture().pixels()).isSameAs(probe.picture(0));
    assertThat(matches(rows.get(0).before()))
        .containsExactly(NeighbourGrid.Match.OWN_PICTURE, match(0, 1));
    assertThat(matches(rows.get(1).before())).containsExactly(match(5, 0), match(5, 1));
    assertThat(matches(rows.get(1).after()))
        .containsExactly(NeighbourGrid.Match.OWN_PICTURE, match(5, 0));
  }

  private static List<NeighbourGrid.Match> matches(List<NeighbourGrid.Neighbour> found) {
    return found.stream().map(NeighbourGrid.Neighbour::match).toList();
  }

  /** Read off the paths, group/subgroup/emoji/tone. */
  private static NeighbourGrid.Match match(int query, int found) {
    String[] one = six.path(query).split("/", -1);
    String[] other = six.path(found).split("/", -1);
    int shared = (int) IntStream.range(0, 2).takeWhile(i -> one[i].equals(other[i])).count();
    return List.of(
            NeighbourGrid.Match.OTHER, NeighbourGrid.Match.GROUP, NeighbourGrid.Match.LOCAL_GROUP)
        .get(shared);
  }

  @Test
  void page_isOneWholeDocument() {
    assertThat(ReportPage.render(report))
        .startsWith("<!DOCTYPE html>")
        .contains("Mugs demo", "ln(1,024 + 1)")
        .doesNotContain("http://", "https://");
  }
}
