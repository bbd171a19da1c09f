package mugs.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestNeighboursTest {

  private static final FeatureMatrix AXIS =
      FeatureMatrix.of(new float[] {1}, new float[] {3}, new float[] {2}, new float[] {3});

  @Test
  void neighbours_comeNearestFirst_andTiesByLowerIndex() {
    Neighbours neighbours = NearestNeighbours.find(AXIS, FeatureMatrix.of(new float[] {1}), 3);

    assertThat(neighbours.indices()).containsExactly(1, 3, 2);
    assertThat(neighbours.similarities()).containsExactly(3, 3, 2);
  }

  @Test
  void moreNeighboursThanTheGalleryHas_givesAllOfThem() {
    Neighbours neighbours = NearestNeighbours.find(AXIS, FeatureMatrix.of(new float[] {-1}), 9);

    assertThat(neighbours.count()).isEqualTo(4);
    assertThat(neighbours.indices()).containsExactly(0, 2, 1, 3);
  }

  @Test
  void anExcludedRow_isNeverFound() {
    FeatureMatrix queries = FeatureMatrix.of(new float[] {1}, new float[] {1}, new float[] {-1});

    Neighbours neighbours = NearestNeighbours.findOthers(AXIS, queries, 9, new int[] {1, 3, 0});

    assertThat(neighbours.count()).isEqualTo(3);
    assertThat(neighbours.indices()).containsExactly(3, 2, 0, 1, 2, 0, 2, 1, 3);
    assertThat(neighbours.of(1).indices()).containsExactly(1, 2, 0);
    assertThat(neighbours.of(1).similarities()).containsExactly(3, 2, 1);
  }

  /** Sizes that no block of the search divides; products summed in double and fully sorted. */
  @Test
  void sizesAcrossAllBlocks_giveWhatSortingEveryProductGives() {
    FeatureMatrix gallery = whole(530, 259, 1);
    FeatureMatrix queries = whole(67, 259, 2);
    int[] excluded = IntStream.range(0, 67).map(i -> i * 7).toArray();

    Neighbours all = NearestNeighbours.find(gallery, queries, 11);
    Neighbours others = NearestNeighbours.findOthers(gallery, queries, 11, excluded);

    for (int query = 0; query < 67; query++) {
      int[] sorted = sorted(gallery, queries.row(query));
      int own = excluded[query];
      int[] withoutOwn = Arrays.stream(sorted).filter(row -> row != own).toArray();
      for (int rank = 0; rank < 11; rank++) {
        assertThat(all.index(query, rank)).isEqualTo(sorted[rank]);
        assertThat(others.index(query, rank)).isEqualTo(withoutOwn[rank]);
        assertThat((double) all.similarity(query, rank))
            .isEqualTo(product(gallery.row(sorted[rank]), queries.row(query)));
      }
    }
  }

  @Test
  void sizesThatDoNotFit_areRefused() {
    FeatureMatrix one = FeatureMatrix.of(new float[] {1});
    FeatureMatrix wide = FeatureMatrix.of(new float[] {1, 2});

    assertThatThrownBy(() -> NearestNeighbours.find(AXIS, wide, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gallery rows have 1 values, queries 2");
    assertThatThrownBy(() -> NearestNeighbours.find(AXIS, one, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NearestNeighbours.findOthers(one, one, 1, new int[] {0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least two pictures");
    assertThatThrownBy(() -> NearestNeighbours.findOthers(AXIS, one, 1, new int[] {4}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("excluded row 4");
  }

  /** The gallery is taken in blocks of 32,768 rows: here the answer lies on both sides of a cut. */
  @Test
  void aGalleryOfSeveralBlocks_givesWhatSortingEveryProductGives() {
    FeatureMatrix gallery = whole(32_800, 5, 3);
    FeatureMatrix queries = whole(9, 5, 4); // too many to be compared one by one
    int[] excluded = {0, 32_767, 32_768, 32_799, 1, 2, 3, 4, 5};

    Neighbours others = NearestNeighbours.findOthers(gallery, queries, 250, excluded);

    for (int query = 0; query < 9; query++) {
      int own = excluded[query];
      int[] withoutOwn =
          Arrays.stream(sorted(gallery, queries.row(query)))
              .filter(row -> row != own)
              .limit(250)
              .toArray();
      assertThat(Arrays.copyOfRange(others.indices(), query * others.count(), (query + 1) * 250))
          .containsExactly(withoutOwn);
    }
  }

  /** Up to eight queries are compared one by one. */
  @Test
  void aFewQueries_findWhatManyFind() {
    FeatureMatrix gallery = whole(5000, 9, 5);
    FeatureMatrix queries = whole(20, 9, 6);
    int[] excluded = IntStream.range(0, 20).map(i -> i * 200).toArray();
    int[] some = {3, 17, 8};
    int[] excludedOfSome = IntStream.of(some).map(query -> excluded[query]).toArray();

    Neighbours many = NearestNeighbours.findOthers(gallery, queries, 30, excluded);
    Neighbours few =
        NearestNeighbours.findOthers(gallery, queries.select(some), 30, excludedOfSome);

    for (int i = 0; i < some.length; i++) {
      for (int rank = 0; rank < 30; rank++) {
        assertThat(few.index(i, rank)).isEqualTo(many.index(some[i], rank));
        assertThat(few.similarity(i, rank)).isEqualTo(many.similarity(some[i], rank));
      }
    }
  }

  /** Products of 32 bits would put these rows in another order: they differ in the 30th bit. */
  @Test
  void rowsThatDifferByLessThan32BitsTell_areInTheOrderOfTheirExactProducts() {
    float[][] rows = new float[40][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new float[] {1, (i * 7 % 40) * 0x1.0p-20f};
    }
    FeatureMatrix gallery = FeatureMatrix.of(rows);
    float[][] queries = new float[9][];
    Arrays.fill(queries, new float[] {1, 0x1.0p-10f});

    Neighbours nearest = NearestNeighbours.find(gallery, FeatureMatrix.of(queries), 40);

    assertThat(Arrays.stream(nearest.indices()).limit(40).map(i -> i * 7 % 40).toArray())
        .containsExactly(IntStream.range(0, 40).map(i -> 39 - i).toArray());
  }

  @Test
  void aProductThatOverflows32Bits_isFoundAllTheSame() {
    FeatureMatrix huge =
        FeatureMatrix.of(
            new float[] {-1, 0},
            new float[] {3e38f, 3e38f},
            new float[] {1, 0},
            new float[] {0, 1});
    FeatureMatrix opposed = FeatureMatrix.of(new float[] {3e38f, -3e38f});

    assertThat(NearestNeighbours.find(huge, opposed, 4).indices()).containsExactly(2, 1, 0, 3);
  }

  /** Small whole numbers: every product is exact in float, and ties are plenty. */
  private static FeatureMatrix whole(int rows, int width, long seed) {
    Random random = new Random(seed);
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(3) - 1;
    }
    return new FeatureMatrix(rows, width, values);
  }

  private static int[] sorted(FeatureMatrix gallery, float[] query) {
    return IntStream.range(0, gallery.rows())
        .boxed()
        .sorted(Comparator.comparingDouble(row -> -product(gallery.row(row), query)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double product(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> (double) a[i] * b[i]).sum();
  }
}
