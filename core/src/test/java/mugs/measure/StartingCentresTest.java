package mugs.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import mugs.engine.Engine;
import mugs.engine.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartingCentresTest {

  /**
   * Of rows at 0, 1 and 3 the first is drawn with chance 1/3. After 0 the chances are 1 and 9 of
   * 10, after 1 they are 1 and 4 of 5, after 3 they are 9 and 4 of 13.
   */
  @Test
  void rows_areDrawnAsOftenAsTheirSquaredDistancesSay() {
    int tries = 20_000;

    int[][] drawn = draw(new FeatureMatrix(3, 1, new float[] {0, 1, 3}), 2, tries);

    double[][] shares = new double[3][3];
    for (int[] pair : drawn) {
      shares[pair[0]][pair[1]] += 3.0 / tries;
    }
    double[][] expected = {{0, 0.1, 0.9}, {0.2, 0, 0.8}, {9.0 / 13, 4.0 / 13, 0}};
    for (int first = 0; first < 3; first++) {
      for (int second = 0; second < 3; second++) {
        assertThat(shares[first][second]).isCloseTo(expected[first][second], within(0.02));
      }
    }
  }

  /** Six thousand rows are too many to keep their products; they lie in six places. */
  @Test
  void manyRows_giveACentreInEachOfTheirPlaces_asFewDo() {
    for (int rows : new int[] {60, 6000}) {
      float[] values = new float[2 * rows];
      for (int i = 0; i < rows; i++) {
        values[2 * i] = 1 + i % 6;
        values[2 * i + 1] = i % 2;
      }

      int[][] drawn = draw(new FeatureMatrix(rows, 2, values), 6, 4);

      for (int[] one : drawn) {
        assertThat(Arrays.stream(one).map(row -> row % 6))
            .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
      }
      assertThat(drawn[0]).isNotEqualTo(drawn[1]);
    }
  }

  /** The squared distance of each row to the first decides; a block holds two of the five rows. */
  @ParameterizedTest
  @ValueSource(longs = {0, 25})
  void rowsInSeveralBlocks_areDrawnAsOftenAsTheirSquaredDistancesSay_keptProductsOrNot(
      long productsKept) {
    double[] places = {0, 1, 3, 7, 15};
    int tries = 40_000;

    int[][] drawn = drawInPairs(places, 2, tries, productsKept);

    double[][] shares = new double[5][5];
    for (int[] pair : drawn) {
      shares[pair[0]][pair[1]] += 5.0 / tries;
    }
    for (int first = 0; first < 5; first++) {
      double all = 0;
      for (double place : places) {
        all += (place - places[first]) * (place - places[first]);
      }
      for (int second = 0; second < 5; second++) {
        double distance = places[second] - places[first];
        assertThat(shares[first][second])
            .as("%d after %d", second, first)
            .isCloseTo(distance * distance / all, within(0.02));
      }
    }
  }

  /** Whole numbers are exact, so that the same chances meet the same random numbers. */
  @Test
  void rowsInSeveralBlocks_areTheSame_keptProductsOrNot() {
    double[] places = {0, 1, 3, 7, 15};
    assertThat(drawInPairs(places, 4, 500, 25)).isDeepEqualTo(drawInPairs(places, 4, 500, 24));
  }

  private static int[][] drawInPairs(double[] places, int k, int tries, long productsKept) {
    float[] values = new float[places.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) places[i];
    }
    return draw(new FeatureMatrix(values.length, 1, values), k, tries, 1 << 21, productsKept);
  }

  private static int[][] draw(FeatureMatrix rows, int k, int tries) {
    return draw(rows, k, tries, k, StartingCentres.PRODUCTS_KEPT);
  }

  /** A block holds 2^22 values, or products of its rows. */
  private static int[][] draw(
      FeatureMatrix rows, int k, int tries, int products, long productsKept) {
    return Engine.call(
        () -> {
          double[] squares = new double[rows.rows()];
          for (int i = 0; i < squares.length; i++) {
            for (float value :
                Arrays.copyOfRange(rows.values(), i * rows.width(), (i + 1) * rows.width())) {
              squares[i] += (double) value * value;
            }
          }
          try (Scope scope = Scope.withoutGradients();
              TensorBlocks blocks = new TensorBlocks(rows, products)) {
            return new StartingCentres(rows, blocks, squares, productsKept, drawn -> {})
                .draw(k, 3, tries);
          }
        });
  }
}
