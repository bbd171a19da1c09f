package mugs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import mugs.measure.FeatureMatrix;
import org.junit.jupiter.api.Test;

class ExactSearchTest {
  private final FeatureMatrix vectors = VectorIndexTest.clustered(700, 12, 40);
  private final FeatureMatrix unit = vectors.unitRows();

  private double cosine(int row, int other) {
    double dot = 0;
    for (int i = 0; i < 12; i++) {
      dot += (double) unit.row(row)[i] * unit.row(other)[i];
    }
    return dot;
  }

  /** Returns all other rows, the most similar first. */
  private int[] sortedOthers(int row) {
    return IntStream.range(0, 700)
        .filter(other -> other != row)
        .boxed()
        .sorted(Comparator.comparingDouble(other -> -cosine(row, other)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Neighbours of 256 rows are looked for at a time, the last time of 188. */
  @Test
  void nearestOthersOfAll_areThoseOfEachRow_inOrder() {
    List<Integer> seen = new ArrayList<>();
    new ExactSearch(UnitVectors.of(vectors), 64)
        .nearestOthersOfAll(
            7,
            (row, near) -> {
              seen.add(row);
              assertThat(near.indices()).isEqualTo(Arrays.copyOf(sortedOthers(row), 7));
              assertThat((double) near.similarity(0, 6))
                  .isCloseTo(cosine(row, near.index(0, 6)), within(1e-6));
            });

    assertThat(seen).containsExactlyElementsOf(IntStream.range(0, 700).boxed().toList());
  }

  @Test
  void nearest_leavesTheExcludedRowOut_andNoOther() {
    ExactSearch search = new ExactSearch(UnitVectors.of(vectors));

    for (int row = 0; row < 700; row += 37) {
      assertThat(search.nearest(unit.row(row), 9, row).indices())
          .isEqualTo(Arrays.copyOf(sortedOthers(row), 9));
      assertThat(search.nearest(unit.row(row), 9, RowSearch.NONE).index(0, 0)).isEqualTo(row);
    }
  }

  @Test
  void pairs_inBlocks_areEachFoundOnce_andTheSearchEndsSoonAfterEnough() {
    long expected = 0;
    for (int row = 0; row < 700; row++) {
      for (int other = row + 1; other < 700; other++) {
        expected += cosine(row, other) >= 0.75 ? 1 : 0;
      }
    }
    ExactSearch search = new ExactSearch(UnitVectors.of(vectors), 64);

    List<VectorIndex.Pair> all = search.alike(0.75f, Integer.MAX_VALUE);
    assertThat(all).hasSize((int) expected).hasSizeGreaterThan(1000).doesNotHaveDuplicates();
    assertThat(search.alike(0.75f, 5)).hasSizeBetween(6, 64 * 64);
  }
}
