package mugs.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetrievalTest {

  private static Retrieval measure(
      FeatureMatrix gallery, int[] galleryLabels, FeatureMatrix queries, int[] queryLabels) {
    return Retrieval.measure(
            gallery,
            queries,
            false,
            List.of(new Retrieval.Classes(galleryLabels, queryLabels)),
            List.of(1, 2, 5),
            done -> {})
        .get(0);
  }

  private static float[] at(double degrees) {
    return new float[] {
      (float) Math.cos(Math.toRadians(degrees)), (float) Math.sin(Math.toRadians(degrees))
    };
  }

  /**
   * By hand: from 0 degrees the gallery comes as b a b a a: a has ranks 2, 4, 5, (1/2 + 2/4 + 3/5)
   * / 3 = 8/15; b has 1 and 3, (1 + 2/3) / 2 = 5/6; c has none and is not counted.
   */
  @Test
  void aSmallCase_hasThePrecisionWorkedOutByHand() {
    FeatureMatrix gallery = FeatureMatrix.of(at(50), at(10), at(20), at(30), at(40));
    int[] labels = {0, 1, 0, 1, 0};
    FeatureMatrix queries = FeatureMatrix.of(at(0), at(0), at(0));

    Retrieval found = measure(gallery, labels, queries, new int[] {0, 1, 2});

    assertThat(found.meanAveragePrecision()).isCloseTo((8 / 15.0 + 5 / 6.0) / 2, within(1e-12));
    assertThat(found.recall()).containsExactly(0.5, 1, 1);
    assertThat(found.queries()).isEqualTo(2);
    assertThat(found.withoutMatch()).isEqualTo(1);
  }

  /** All are equally near: they come in the order of the gallery, a b b a: (1 + 2/4) / 2. */
  @Test
  void ofEquallyNearPictures_theLowerIndexComesFirst() {
    FeatureMatrix same = FeatureMatrix.of(at(5), at(5), at(5), at(5));
    FeatureMatrix query = FeatureMatrix.of(at(7));

    assertThat(measure(same, new int[] {0, 1, 1, 0}, query, new int[] {0}).meanAveragePrecision())
        .isEqualTo(0.75);
    assertThat(measure(same, new int[] {0, 1, 1, 0}, query, new int[] {1}).meanAveragePrecision())
        .isCloseTo((1 / 2.0 + 2 / 3.0) / 2, within(1e-12));
  }

  /** Small whole numbers, with many ties; every list sorted whole, and looked through. */
  @Test
  void rankings_areThoseOfSortingWholeLists_thePictureItselfLeftOut() {
    Random random = new Random(1);
    FeatureMatrix rows =
        FeatureMatrix.of(
            IntStream.range(0, 300)
                .mapToObj(i -> new float[] {random.nextInt(4) + 1, random.nextInt(4)})
                .toArray(float[][]::new));
    FeatureMatrix units = rows.unitRows();
    int[] labels = random.ints(300, 0, 7).toArray();

    Retrieval found =
        Retrieval.measure(
                rows,
                rows,
                true,
                List.of(new Retrieval.Classes(labels, labels)),
                List.of(3),
                done -> {})
            .get(0);

    double precision = 0;
    int near = 0;
    for (int query = 0; query < 300; query++) {
      int own = query;
      float[] unit = units.row(query);
      int[] order =
          IntStream.range(0, 300)
              .filter(row -> row != own)
              .boxed()
              .sorted(Comparator.comparingDouble(row -> -cosine(units.row(row), unit)))
              .mapToInt(Integer::intValue)
              .toArray();
      int seen = 0;
      double sum = 0;
      for (int rank = 0; rank < order.length; rank++) {
        if (labels[order[rank]] == labels[query]) {
          sum += ++seen / (rank + 1.0);
        }
      }
      precision += sum / seen;
      near += Arrays.stream(order).limit(3).anyMatch(row -> labels[row] == labels[own]) ? 1 : 0;
    }
    assertThat(found.meanAveragePrecision()).isCloseTo(precision / 300, within(1e-9));
    assertThat(found.recall()[0]).isEqualTo(near / 300.0);
  }

  private static float cosine(float[] a, float[] b) {
    return (float) ((double) a[0] * b[0] + (double) a[1] * b[1]);
  }

  @Test
  void sizesThatDoNotFit_areRefused() {
    FeatureMatrix two = FeatureMatrix.of(at(0), at(1));
    FeatureMatrix one = FeatureMatrix.of(at(0));

    assertThatThrownBy(() -> Retrieval.measure(two, one, true, List.of(), List.of(1), done -> {}))
        .hasMessageContaining("does not go with");
    assertThatThrownBy(() -> measure(two, new int[] {0}, one, new int[] {0}))
        .hasMessageContaining("2 gallery labels are needed");
    assertThatThrownBy(() -> Retrieval.measure(two, two, true, List.of(), List.of(0), done -> {}))
        .hasMessageContaining("k must be at least 1");
  }
}
