package mugs.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import mugs.engine.Engine;
import mugs.engine.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartingCentresTest {

  /**
   * Of rows at 0, 1 and 3 the first is drawn with chance 1/3. After 0 the chances are 1 and 9 of
   * 10; 3 leaves a distance of 1, 1 one of 4, so that 1 is taken only if both candidates are it:
   * 1/100. After 1 the chances are 1 and 4 of 5, and 3 is better: 0 is taken in 1/25. After 3 they
   * are 9 and 4 of 13, both leave 1, and the first candidate is taken.
   */
  @Test
  void rows_areDrawnAsOftenAsTheirSquaredDistancesSay_andTheBetterOfTwoIsTaken() {
    int tries = 20_000;

    int[][] drawn = draw(new FeatureMatrix(3, 1, new float[] {0, 1, 3}), 2, tries);

    double[][] shares = new double[3][3];
    for (int[] pair : drawn) {
      shares[pair[0]][pair[1]] += 3.0 / tries;
    }
    double[][] expected = {{0, 0.01, 0.99}, {0.04, 0, 0.96}, {9.0 / 13, 4.0 / 13, 0}};
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

  /**
   * The squared distance of each row to the first decides how often it is a candidate, and what it
   * leaves which of two is taken; a block holds two of the five rows.
   */
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
      double[] expected = new double[5];
      for (int one = 0; one < 5; one++) {
        for (int other = 0; other < 5; other++) {
          int taken = left(places, first, other) < left(places, first, one) ? other : one;
          expected[taken] += chance(places, first, one) * chance(places, first, other);
        }
      }
      assertThat(shares[first]).as("after %d", first).containsExactly(expected, within(0.02));
    }
  }

  private static double chance(double[] places, int first, int row) {
    return squared(places, first, row) / left(places, first, first);
  }

  private static double left(double[] places, int first, int second) {
    return IntStream.range(0, places.length)
        .mapToDouble(i -> Math.min(squared(places, i, first), squared(places, i, second)))
        .sum();
  }

  private static double squared(double[] places, int one, int other) {
    return (places[one] - places[other]) * (places[one] - places[other]);
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
