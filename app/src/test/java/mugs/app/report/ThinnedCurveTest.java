package mugs.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mugs.app.report.ThinnedCurve.Bucket;
import org.junit.jupiter.api.Test;

class ThinnedCurveTest {

  @Test
  void fewPoints_areKeptAsTheyAre() {
    ThinnedCurve curve = ThinnedCurve.of(List.of(new Point(1, 4), new Point(2, 3)), 2);

    assertThat(curve.perBucket()).isEqualTo(1);
    assertThat(curve.buckets()).containsExactly(new Bucket(1, 4, 4, 4), new Bucket(2, 3, 3, 3));
  }

  @Test
  void manyPoints_becomeMeansThatKeepTheirExtremes() {
    ThinnedCurve curve =
        ThinnedCurve.of(
            List.of(
                new Point(1, 4),
                new Point(2, 8),
                new Point(3, 3),
                new Point(4, 1),
                new Point(5, 7)),
            3);

    assertThat(curve.perBucket()).isEqualTo(2);
    assertThat(curve.buckets())
        .containsExactly(
            new Bucket(1.5, 6, 4, 8), new Bucket(3.5, 2, 1, 3), new Bucket(5, 7, 7, 7));
  }

  @Test
  void pointsThatAreNotFinite_areLeftOutAndCounted() {
    ThinnedCurve curve =
        ThinnedCurve.of(
            List.of(
                new Point(1, 2), new Point(2, Double.NaN), new Point(3, Double.POSITIVE_INFINITY)),
            9);

    assertThat(curve.notFinite()).isEqualTo(2);
    assertThat(curve.buckets()).containsExactly(new Bucket(1, 2, 2, 2));
    assertThat(CurveSection.thinning(List.of(curve))).contains("2 recorded points were not finite");
  }
}
