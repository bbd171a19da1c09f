package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import mugs.embed.FeatureExtractor;
import mugs.embed.MeanColour;
import mugs.engine.Precision;
import mugs.image.RgbImage;
import mugs.load.PlainPictures;
import mugs.measure.FeatureMatrix;
import mugs.measure.GranularityFigures;
import mugs.measure.Neighbours;
import mugs.source.LabelLevel;
import org.junit.jupiter.api.Test;

/**
 * A black, a white and a black picture: whatever a weak crop does to their colours, black stays
 * black and white stays bright.
 */
class GranularityProbeTest {

  private static final int SIDE = 8;

  private static GranularityProbe probe(PlainPictures pictures, int[] finer, int[] coarser)
      throws IOException {
    return new GranularityProbe(
        pictures,
        new LabelLevel("finer", List.of("a", "b"), finer),
        new LabelLevel("coarser", List.of("c", "d"), coarser),
        SIDE,
        1);
  }

  private static Function<List<RgbImage>, FeatureMatrix> meanColours() {
    return new FeatureExtractor(new MeanColour(), Precision.FLOAT32.onCpu())::features;
  }

  @Test
  void rawPixels_findTheirOwnPicture_andTheOtherOneOfTheirGroup() throws IOException {
    GranularityProbe probe = probe(PlainPictures.grey(0, 255), new int[] {0, 1}, new int[] {0, 0});

    GranularityProbe.Figures figures = probe.figures(probe.rawPixels());

    assertThat(probe.pictures()).isEqualTo(2);
    assertThat(figures.crops().instance()).hasValue(1);
    assertThat(figures.crops().localGroup()).isZero();
    assertThat(figures.crops().group()).isEqualTo(1);
    assertThat(figures.whole().instance()).isEmpty();
    assertThat(figures.whole().localGroup()).isZero();
    assertThat(figures.whole().group()).isEqualTo(1);
  }

  @Test
  void figures_areMeansOverClasses_ofAnyFeatures() throws IOException {
    // finer: the blacks share a class (both find each other), the white is alone (never found)
    GranularityProbe probe =
        probe(PlainPictures.grey(0, 255, 0), new int[] {0, 1, 0}, new int[] {0, 0, 0});

    GranularityFigures whole = probe.figures(probe.features(meanColours())).whole();

    assertThat(whole.localGroup()).isEqualTo((1.0 + 0.0) / 2);
    assertThat(whole.group()).isEqualTo(1);
  }

  @Test
  void queries_areFreshCrops_theSameForTheSameSeed() throws IOException {
    PlainPictures pictures = PlainPictures.coloured(6);
    int[] labels = new int[6];

    GranularityProbe one = probe(pictures, labels, labels);
    GranularityProbe again = probe(pictures, labels, labels);

    for (int i = 0; i < 6; i++) {
      assertThat(one.query(i).pixels()).isEqualTo(again.query(i).pixels());
      assertThat(one.query(i).width()).isEqualTo(SIDE);
      assertThat(one.picture(i).width()).isEqualTo(SIDE);
    }
    assertThat(one.query(1).pixels()).isNotEqualTo(one.picture(1).pixels());
  }

  @Test
  void nearest_findsGalleryPictures_forTheCropsOfTheChosen() throws IOException {
    GranularityProbe probe = probe(PlainPictures.grey(0, 255, 0), new int[3], new int[3]);

    Neighbours nearest = probe.nearest(probe.features(meanColours()), List.of(1, 2), 3);

    assertThat(nearest.queries()).isEqualTo(2);
    assertThat(nearest.indices()).containsExactly(1, 0, 2, 0, 2, 1);
  }

  @Test
  void pictureThatCannotBeRead_isNamed() {
    PlainPictures broken = PlainPictures.grey(0, 255).withBroken(1);

    assertThatThrownBy(() -> probe(broken, new int[2], new int[2]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it is broken");
  }
}
