package mugs.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Five pictures as directions in the plane, so that the nearest is the one at the least angle. */
class GranularityFiguresTest {

  private static final FeatureMatrix GALLERY = atDegrees(0, 10, 50, 55, -65);
  private static final int[] LOCAL_GROUPS = {0, 0, 1, 2, 2};
  private static final int[] GROUPS = {0, 0, 2, 2, 2};

  /** Nearest others: 0-1, 1-0, 2-3, 3-2, 4-0. Group 1 has no picture and does not count. */
  @Test
  void wholePictures_leaveOutTheirOwnRow_andAverageOverClasses() {
    GranularityFigures figures = GranularityFigures.ofWholePictures(GALLERY, LOCAL_GROUPS, GROUPS);

    assertThat(figures.instance()).isEmpty();
    assertThat(figures.localGroup()).isEqualTo((1 + 0 + 0) / 3.0, within(1e-12));
    assertThat(figures.group()).isEqualTo((1 + 2 / 3.0) / 2, within(1e-12));
  }

  /** Nearest: 1, 1, 2, 3, 3, so three find their own. Nearest others: 1, 0, 3, 2, 3. */
  @Test
  void crops_lookForTheirPicture_thenForTheNearestOther() {
    FeatureMatrix crops = atDegrees(8, 10, 51, 53, 100);

    GranularityFigures figures = GranularityFigures.ofCrops(GALLERY, crops, LOCAL_GROUPS, GROUPS);

    assertThat(figures.instance()).hasValue(3 / 5.0);
    assertThat(figures.localGroup()).isEqualTo((1 + 0 + 1 / 2.0) / 3, within(1e-12));
    assertThat(figures.group()).isEqualTo(1, within(1e-12));
  }

  @Test
  void theLengthOfAFeature_changesNothing() {
    FeatureMatrix longer = FeatureMatrix.of(new float[] {9, 0}, new float[] {1, 1});
    FeatureMatrix crops = FeatureMatrix.of(new float[] {1, 0.9f}, new float[] {1, 0.8f});

    assertThat(
            GranularityFigures.ofCrops(longer, crops, new int[] {0, 1}, new int[] {0, 0})
                .instance())
        .hasValue(0.5);
  }

  @Test
  void numbersOfQueriesOrLabelsThatDoNotFit_areRefused() {
    assertThatThrownBy(
            () -> GranularityFigures.ofCrops(GALLERY, atDegrees(1), LOCAL_GROUPS, GROUPS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 queries and 5 pictures");
    assertThatThrownBy(() -> GranularityFigures.ofWholePictures(GALLERY, new int[] {0}, GROUPS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 local-group labels are needed");
  }

  static FeatureMatrix atDegrees(double... degrees) {
    float[][] rows = new float[degrees.length][];
    for (int i = 0; i < degrees.length; i++) {
      double radians = Math.toRadians(degrees[i]);
      rows[i] = new float[] {(float) Math.cos(radians), (float) Math.sin(radians)};
    }
    return FeatureMatrix.of(rows);
  }
}
