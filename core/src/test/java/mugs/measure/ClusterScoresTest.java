package mugs.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClusterScoresTest {

  /**
   * Six pictures, clusters {0, 1}, {2, 3, 4}, {5} and classes {0, 1, 2}, {3, 4, 5}, by hand: the
   * best matching gives the first cluster the first class (2 right) and the second one the second
   * (2 right): 4 of 6.
   *
   * <p>Of 15 pairs 4 are together in clusters, 6 in classes, 2 in both: {0, 1} and {3, 4}. By
   * chance 4 x 6 / 15 = 1.6 would be: (2 - 1.6) / (5 - 1.6) = 2 / 17. Fowlkes-Mallows: 2 /
   * sqrt(24).
   *
   * <p>Mutual information is written out below; the entropies are log 2, and 1/3 log 3 + 1/2 log 2
   * + 1/6 log 6.
   */
  @Test
  void aSmallCase_hasTheScoresWorkedOutByHand() {
    ClusterScores scores =
        ClusterScores.of(new int[] {0, 0, 1, 1, 1, 2}, new int[] {0, 0, 0, 1, 1, 1});

    double log2 = Math.log(2);
    double log3 = Math.log(3);
    // cells: (0, 0) 2, (1, 0) 1, (1, 1) 2, (2, 1) 1; each share x log(6 n / (cluster x class))
    double information =
        2 / 6.0 * Math.log(12 / 6.0)
            + 1 / 6.0 * Math.log(6 / 9.0)
            + 2 / 6.0 * Math.log(12 / 9.0)
            + 1 / 6.0 * Math.log(6 / 3.0);
    double entropies = log2 + (log3 / 3 + log2 / 2 + (log2 + log3) / 6);
    assertThat(scores.accuracy()).hasValue(4 / 6.0);
    assertThat(scores.adjustedRand()).isCloseTo(2 / 17.0, within(1e-12));
    assertThat(scores.fowlkesMallows()).isCloseTo(2 / Math.sqrt(24), within(1e-12));
    assertThat(scores.mutualInformation()).isCloseTo(2 * information / entropies, within(1e-12));
  }

  @Test
  void theSameGroups_byOtherNumbers_arePerfect() {
    ClusterScores scores = ClusterScores.of(new int[] {5, 5, 0, 2, 2}, new int[] {1, 1, 2, 0, 0});

    assertThat(scores.accuracy()).hasValue(1);
    assertThat(scores.mutualInformation()).isCloseTo(1, within(1e-12));
    assertThat(scores.adjustedRand()).isEqualTo(1);
    assertThat(scores.fowlkesMallows()).isCloseTo(1, within(1e-12));
  }

  /** One group of everything knows nothing of two equal classes: half of it is right. */
  @Test
  void oneGroup_knowsNothing() {
    ClusterScores scores = ClusterScores.of(new int[4], new int[] {0, 1, 0, 1});

    assertThat(scores.accuracy()).hasValue(0.5);
    assertThat(scores.mutualInformation()).isZero();
    assertThat(scores.adjustedRand()).isZero();
    assertThat(scores.fowlkesMallows()).isCloseTo(Math.sqrt(2 / 6.0), within(1e-12));
  }

  /**
   * 20,000 classes of two pictures and 10,000 clusters of two classes: a table of both would have
   * 400 million cells. Of n (n - 1) / 2 pairs 20,000 are together in classes and in both, 60,000 in
   * clusters; a picture's cluster is known from its class, so that the mutual information is the
   * entropy of clusters, log 10,000.
   */
  @Test
  void manyClasses_haveAllScoresButThatOfTheMatching() {
    int[] classes = new int[40_000];
    Arrays.setAll(classes, i -> i / 2);
    int[] clusters = new int[40_000];
    Arrays.setAll(clusters, i -> i / 4);

    ClusterScores scores = ClusterScores.of(clusters, classes);

    double chance = 20_000.0 * 60_000 / (40_000.0 * 39_999 / 2);
    double information = Math.log(10_000);
    assertThat(scores.accuracy()).isEmpty();
    assertThat(scores.mutualInformation())
        .isCloseTo(2 * information / (information + Math.log(20_000)), within(1e-9));
    assertThat(scores.adjustedRand())
        .isCloseTo((20_000 - chance) / (40_000 - chance), within(1e-9));
    assertThat(scores.fowlkesMallows()).isCloseTo(Math.sqrt(1 / 3.0), within(1e-9));
  }

  /** Taking the largest overlap first would give 5 + 0; the best matching gives 4 + 4. */
  @Test
  void theMatching_isTheBest_notTheGreediest() {
    assertThat(Assignment.best(new int[][] {{5, 4}, {4, 0}})).containsExactly(1, 0);
  }

  @Test
  void theMatching_isAsGoodAsTheBestOfAll() {
    Random random = new Random(1);
    for (int round = 0; round < 50; round++) {
      int[][] gains = new int[5][5];
      for (int[] row : gains) {
        for (int i = 0; i < 5; i++) {
          row[i] = random.nextInt(10);
        }
      }
      int[] found = Assignment.best(gains);
      long sum = 0;
      for (int row = 0; row < 5; row++) {
        sum += gains[row][found[row]];
      }
      assertThat(found).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
      assertThat(sum).isEqualTo(bestOfAll(gains, 0, 0));
    }
  }

  private static long bestOfAll(int[][] gains, int row, int taken) {
    long best = row == gains.length ? 0 : Long.MIN_VALUE;
    for (int column = 0; row < gains.length && column < gains.length; column++) {
      if ((taken & 1 << column) == 0) {
        best = Math.max(best, gains[row][column] + bestOfAll(gains, row + 1, taken | 1 << column));
      }
    }
    return best;
  }

  @Test
  void whatCannotBeCompared_isRefused() {
    assertThatThrownBy(() -> ClusterScores.of(new int[0], new int[0]))
        .hasMessageContaining("no pictures");
    assertThatThrownBy(() -> ClusterScores.of(new int[2], new int[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
