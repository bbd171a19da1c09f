package mugs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import mugs.measure.FeatureMatrix;
import mugs.measure.Neighbours;
import org.junit.jupiter.api.Test;

class VectorIndexTest {
  /** Cosines to the first: 1, 0.8, 0, -0.6; the last stands apart. */
  private static final FeatureMatrix BY_HAND =
      FeatureMatrix.of(
          new float[] {2, 0, 0},
          new float[] {8, 6, 0},
          new float[] {0, 1, 0},
          new float[] {-3, 4, 0},
          new float[] {0, 0, -7});

  /** Points around centres, as features are. */
  static FeatureMatrix clustered(int rows, int width, int clusters) {
    Random random = new Random(11);
    float[] centres = new float[clusters * width];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = (float) random.nextGaussian();
    }
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      int centre = i / width % clusters * width;
      values[i] = centres[centre + i % width] + 0.7f * (float) random.nextGaussian();
    }
    return new FeatureMatrix(rows, width, values);
  }

  @Test
  void nearest_goesByCosine_whateverTheLength() {
    Neighbours found = VectorIndex.exact(BY_HAND).nearest(new float[] {0.5f, 0, 0}, 3);

    assertThat(found.indices()).containsExactly(0, 1, 2);
    assertThat(found.similarities()).containsExactly(new float[] {1, 0.8f, 0}, within(1e-6f));
  }

  @Test
  void nearestOthers_leaveTheRowItselfOut_andAreAtMostAll() {
    Neighbours found = VectorIndex.exact(BY_HAND).nearestOthers(2, 9);

    assertThat(found.indices()).containsExactly(3, 1, 0, 4);
    assertThat(found.similarities()).containsExactly(new float[] {0.8f, 0.6f, 0, 0}, within(1e-6f));
  }

  @Test
  void duplicates_areEachPairOnce_theMostAlikeFirst() {
    FeatureMatrix vectors =
        FeatureMatrix.of(
            new float[] {1, 0}, new float[] {0, 1}, new float[] {3, 0}, new float[] {4, 3});

    List<VectorIndex.Pair> pairs = VectorIndex.exact(vectors).duplicates(0.7f, 10);

    assertThat(pairs).extracting(VectorIndex.Pair::row).containsExactly(0, 0, 2);
    assertThat(pairs).extracting(VectorIndex.Pair::other).containsExactly(2, 3, 3);
    assertThat(pairs.get(0).similarity()).isCloseTo(1, within(1e-6f));
    assertThat(pairs.get(1).similarity()).isCloseTo(0.8f, within(1e-6f));
    assertThatThrownBy(() -> VectorIndex.exact(vectors).duplicates(0.7f, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("more than 2 pairs are at least 0.7 similar: ask for a higher similarity");
  }

  @Test
  void outliers_areFarFromTheirNearestOthers() {
    List<VectorIndex.Lonely> lonely = VectorIndex.exact(BY_HAND).outliers(2, 2);

    // the last: 0 and 0; the first: 0.8 and 0
    assertThat(lonely).extracting(VectorIndex.Lonely::row).containsExactly(4, 0);
    assertThat(lonely.get(0).similarity()).isCloseTo(0, within(1e-6f));
    assertThat(lonely.get(1).similarity()).isCloseTo(0.4f, within(1e-6f));
  }

  @Test
  void graph_findsNearlyAllOfWhatIsNear() {
    FeatureMatrix vectors = clustered(5000, 32, 100);
    VectorIndex exact = VectorIndex.exact(vectors);
    VectorIndex graph = VectorIndex.byGraph(vectors);
    assertThat(graph.isExact()).isFalse();

    int found = 0;
    int queries = 0;
    for (int row = 0; row < 5000; row += 25) {
      Set<Integer> near = new HashSet<>();
      Neighbours expected = exact.nearestOthers(row, 10);
      for (int rank = 0; rank < 10; rank++) {
        near.add(expected.index(0, rank));
      }
      Neighbours given = graph.nearestOthers(row, 10);
      assertThat(given.similarity(0, 0)).isCloseTo(expected.similarity(0, 0), within(0.2f));
      for (int rank = 0; rank < 10; rank++) {
        assertThat(given.index(0, rank)).isNotEqualTo(row);
        found += near.contains(given.index(0, rank)) ? 1 : 0;
      }
      queries++;
    }

    assertThat((double) found / (10 * queries)).as("recall of 10").isGreaterThan(0.95);
  }

  @Test
  void graph_findsDuplicatesAndOutliers_asTheExactSearchDoes() {
    FeatureMatrix vectors = clustered(1200, 16, 30);
    float[] values = vectors.values();
    for (int i = 0; i < values.length; i++) {
      values[i] += 3; // all of them to one side
    }
    System.arraycopy(values, 16 * 7, values, 16 * 900, 16); // a copy
    Arrays.fill(values, 16 * 500, 16 * 501, 0);
    values[16 * 500] = -1; // to the other

    VectorIndex exact = VectorIndex.exact(vectors);
    VectorIndex graph = VectorIndex.byGraph(vectors);

    VectorIndex.Pair copy = graph.duplicates(0.9999f, 10).get(0);
    assertThat(copy.row()).isEqualTo(7);
    assertThat(copy.other()).isEqualTo(900);
    assertThat(copy.similarity()).isCloseTo(1, within(1e-6f));
    assertThat(graph.outliers(1, 3).get(0).row())
        .isEqualTo(exact.outliers(1, 3).get(0).row())
        .isEqualTo(500);
  }

  @Test
  void queryOfAnotherWidth_isRefused() {
    assertThatThrownBy(() -> VectorIndex.exact(BY_HAND).nearest(new float[2], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the query has 2 values, the vectors of the index 3");
  }
}
