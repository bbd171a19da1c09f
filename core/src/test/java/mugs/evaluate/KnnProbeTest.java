package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import mugs.measure.FeatureMatrix;
import org.junit.jupiter.api.Test;

class KnnProbeTest {
  private static final KnnProbe.Listener NOBODY = (done, total) -> {};

  /** Directions at 0, 9, 20, 80 and 90 degrees, of any length. */
  private static final FeatureMatrix ARC =
      FeatureMatrix.of(at(0, 1), at(9, 5), at(20, 0.1), at(80, 2), at(90, 3));

  private static float[] at(double degrees, double length) {
    return new float[] {
      (float) (length * Math.cos(Math.toRadians(degrees))),
      (float) (length * Math.sin(Math.toRadians(degrees)))
    };
  }

  private static LabelPair pair(String level, int classes, int[] train, int... test) {
    List<String> names = List.of("a", "b", "c", "d", "e", "f").subList(0, classes);
    return new LabelPair(level, names, classes, train, test);
  }

  /**
   * By hand: leaving itself out, the nearest of 0 is 9, of 9 is 0, of 20 is 9, of 80 is 90, of 90
   * is 80. At each level one is alone in its class: wrong, though all classes are among the first
   * five.
   */
  @Test
  void leaveOneOut_givesTheSharesWorkedOutByHand() {
    int[] fine = {0, 0, 1, 2, 2};
    int[] coarse = {0, 0, 0, 1, 0};

    List<KnnProbe.Score> scores =
        new KnnProbe(List.of(1, 3), 0.07)
            .leaveOneOut(
                ARC,
                List.of(pair("fine", 3, fine, fine), pair("coarse", 2, coarse, coarse)),
                NOBODY);

    // k = 3: 80 sees 90 (class 2), 20 (1), 9 (0), and its weight decides; 90 likewise
    assertThat(scores)
        .containsExactly(
            new KnnProbe.Score("fine", 1, 0.07, 4 / 5.0, 4 / 5.0, 1),
            new KnnProbe.Score("fine", 3, 0.07, 4 / 5.0, 4 / 5.0, 1),
            new KnnProbe.Score("coarse", 1, 0.07, 3 / 5.0, 4 / 5.0, 1),
            new KnnProbe.Score("coarse", 3, 0.07, 3 / 5.0, 4 / 5.0, 1));
  }

  /** A class that nobody learnt is never right, nor among the first five where there are two. */
  @Test
  void queries_areClassifiedByTheGallery_andUnknownClassesAreWrong() {
    FeatureMatrix queries = FeatureMatrix.of(at(2, 4), at(79, 1), at(11, 1));
    LabelPair labels =
        new LabelPair(
            "level", List.of("a", "b", "c"), 2, new int[] {0, 0, 0, 1, 1}, new int[] {0, 1, 2});

    List<KnnProbe.Score> scores =
        new KnnProbe(List.of(1), 0.07).classify(ARC, queries, List.of(labels), NOBODY);

    assertThat(scores).containsExactly(new KnnProbe.Score("level", 1, 0.07, 2 / 3.0, 2 / 3.0, 1));
  }

  @Test
  void moreNeighboursThanThereArePictures_areRefused() {
    int[] labels = {0, 0, 1, 1, 1};
    KnnProbe five = new KnnProbe(List.of(2, 5), 1);

    assertThatThrownBy(
            () -> five.leaveOneOut(ARC, List.of(pair("level", 2, labels, labels)), NOBODY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 neighbours were asked for, but there are only 4 pictures");
    assertThat(five.classify(ARC, ARC, List.of(pair("level", 2, labels, labels)), NOBODY))
        .hasSize(2);
  }

  @Test
  void settingsOutOfRange_areRefused() {
    assertThatThrownBy(() -> new KnnProbe(List.of(), 1)).hasMessageContaining("at least one");
    assertThatThrownBy(() -> new KnnProbe(List.of(0), 1)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> new KnnProbe(List.of(1), 0)).hasMessageContaining("above 0");
  }

  @Test
  void theAuthorsTemperature_followsTheWidth() {
    assertThat(KnnProbe.authorsTemperature(384)).isEqualTo(0.05);
    assertThat(KnnProbe.authorsTemperature(768)).isEqualTo(0.04);
  }
}
