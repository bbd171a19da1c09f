package mugs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import mugs.augment.AreaRange;
import mugs.augment.CropSettings;
import mugs.augment.WeakSettings;
import mugs.embed.FeatureExtractor;
import mugs.embed.MeanColour;
import mugs.engine.Precision;
import mugs.load.EvaluationLoader;
import mugs.load.PictureReader;
import mugs.load.PlainPictures;
import mugs.load.SkippedPictures;
import mugs.load.TooManySkippedException;
import org.junit.jupiter.api.Test;

class OnlineKnnTest {

  private static final FeatureExtractor COLOURS =
      new FeatureExtractor(new MeanColour(), Precision.FLOAT32.onCpu());

  private static Optional<PretrainingListener.Measurement> measured(PlainPictures source)
      throws TooManySkippedException {
    return measured(source, crops(0.8, 0.2));
  }

  private static Optional<PretrainingListener.Measurement> measured(
      PlainPictures source, CropSettings crops) throws TooManySkippedException {
    PictureReader reader = new PictureReader(source, new SkippedPictures(source, 0.2));
    try (EvaluationLoader loader = new EvaluationLoader(reader, 2)) {
      return new OnlineKnn(source, loader, crops, 1, () -> false).measure(30, COLOURS);
    }
  }

  private static CropSettings crops(double jitter, double grey) {
    CropSettings usual =
        new CropSettings(4, 2, 0, new AreaRange(0.25, 1), new AreaRange(0.1, 0.2), 0, 0, false);
    WeakSettings paper = WeakSettings.paper();
    WeakSettings weak =
        new WeakSettings(
            jitter,
            paper.brightness(),
            paper.contrast(),
            paper.saturation(),
            paper.hue(),
            grey,
            paper.sigma(),
            paper.solariseFrom(),
            paper.first(),
            paper.second(),
            paper.local());
    return new CropSettings(
        3,
        usual.globalSize(),
        usual.localSize(),
        0,
        usual.globalArea(),
        usual.localArea(),
        usual.ratio(),
        usual.flip(),
        weak,
        0,
        usual.strong(),
        0,
        usual.erasing(),
        false);
  }

  /** Black pictures of one class and white ones of another, in turn. */
  private static PlainPictures blackAndWhite(int count) {
    int[] labels = IntStream.range(0, count).map(i -> i % 2).toArray();
    int[] values = IntStream.of(labels).map(label -> 255 * label).toArray();
    return PlainPictures.grey(values).labelled("shade", 2, labels);
  }

  @Test
  void smallCollection_lendsAFifthAsQueries_andTheRestVotes() throws Exception {
    PretrainingListener.Measurement measurement = measured(blackAndWhite(40)).orElseThrow();

    assertThat(measurement.step()).isEqualTo(30);
    assertThat(measurement.queries()).isEqualTo(8);
    assertThat(measurement.gallery()).isEqualTo(32);
    assertThat(measurement.top1()).containsOnlyKeys("shade").containsEntry("shade", 1.0);
  }

  @Test
  void galleryOfOneClass_isRightForThatClassAlone() throws Exception {
    int[] labels = IntStream.range(0, 40).map(i -> i == 0 ? 1 : 0).toArray();
    PlainPictures oneOdd = PlainPictures.coloured(40).labelled("odd", 2, labels);

    double top1 = measured(oneOdd).orElseThrow().top1().getOrDefault("odd", -1.0);

    // the odd one is either among the eight queries, and then wrong, or one vote among many
    assertThat(top1).isIn(1.0, 7.0 / 8.0);
  }

  @Test
  void largeCollection_isNotMeasuredWhole_andNoPictureIsBothQueryAndGallery() throws Exception {
    PlainPictures large = blackAndWhite(6500);

    PretrainingListener.Measurement measurement = measured(large).orElseThrow();

    assertThat(measurement.gallery()).isEqualTo(5000);
    assertThat(measurement.queries()).isEqualTo(1000);
    assertThat(large.asked()).hasSize(6000);
  }

  @Test
  void withoutLabels_theAgreementOfTwoCropsIsMeasured() throws Exception {
    // of two pictures the nearest other one is always the same
    PretrainingListener.Measurement measurement =
        measured(PlainPictures.grey(0, 255)).orElseThrow();

    assertThat(measurement.top1()).containsOnlyKeys("neighbour-agreement");
    assertThat(measurement.top1()).containsEntry("neighbour-agreement", 1.0);
    assertThat(measurement.queries()).isEqualTo(2);
    assertThat(measurement.gallery()).isZero();
  }

  @Test
  void withoutLabels_theRecipesCropsAreTaken_whoseColoursStayIfItSaysSo() throws Exception {
    PlainPictures colours = PlainPictures.coloured(60); // each of a single one

    double changed =
        measured(colours, crops(1, 0))
            .orElseThrow()
            .top1()
            .getOrDefault("neighbour-agreement", 1.0);
    assertThat(changed).isLessThan(1.0);
    assertThat(measured(colours, crops(0, 0)).orElseThrow().top1())
        .containsEntry("neighbour-agreement", 1.0);
  }

  @Test
  void withoutLabels_atMostAThousandPicturesAreCompared() throws Exception {
    PlainPictures large = PlainPictures.coloured(1200);

    assertThat(measured(large).orElseThrow().queries()).isEqualTo(1000);
    assertThat(large.asked()).hasSize(1000);
  }

  @Test
  void levelWithOneClass_countsAsNoLabel() throws Exception {
    PlainPictures same = PlainPictures.coloured(20).labelled("same", 1, new int[20]);

    assertThat(measured(same).orElseThrow().top1()).containsOnlyKeys("neighbour-agreement");
  }

  @Test
  void unreadablePicture_isLeftOut_insteadOfCountingAsItsNeighbour() throws Exception {
    PlainPictures source = blackAndWhite(40).withBroken(0, 13);

    PretrainingListener.Measurement measurement = measured(source).orElseThrow();

    assertThat(measurement.gallery() + measurement.queries()).isEqualTo(38);
    assertThat(measurement.top1()).containsEntry("shade", 1.0);
  }

  @Test
  void tooManyUnreadablePictures_stopTheMeasurement() {
    PlainPictures source = blackAndWhite(10).withBroken(0, 1, 2);

    assertThatThrownBy(() -> measured(source)).isInstanceOf(TooManySkippedException.class);
  }

  @Test
  void measurementThatIsGivenUp_readsNoFurtherChunk_andGivesNothing() throws Exception {
    PlainPictures large = blackAndWhite(6500);
    AtomicInteger asks = new AtomicInteger();
    PictureReader reader = new PictureReader(large, new SkippedPictures(large, 0.2));
    try (EvaluationLoader loader = new EvaluationLoader(reader, 2)) {
      OnlineKnn knn =
          new OnlineKnn(large, loader, crops(0.8, 0.2), 1, () -> asks.incrementAndGet() > 2);

      assertThat(knn.measure(30, COLOURS)).isEmpty();
    }
    assertThat(large.asked()).hasSize(512); // two chunks of 256
  }

  @Test
  void singlePicture_isNotMeasured() throws Exception {
    assertThat(measured(PlainPictures.grey(7))).isEmpty();
  }
}
