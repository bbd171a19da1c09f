package mugs.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import mugs.engine.Autograd;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionEmbeddingTest {
  private final Scope scope = Scope.withoutGradients();

  @AfterEach
  void free() {
    scope.close();
  }

  @Test
  void learnedGrid_isUsedAsItIs() {
    Tensor learned = Tensors.normal(1, 1, Precision.FLOAT64, 1, 10, 4);

    assertThat(new PositionEmbedding(learned, 3).forGrid(3, 3)).isSameAs(learned);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "4, 3", "7, 9", "14, 14"})
  void equalPositions_stayEqual_onEveryGrid(int rows, int columns) {
    double[] values = new double[10];
    Arrays.fill(values, 1, 10, 2.5);
    values[0] = -7;
    PositionEmbedding positions = new PositionEmbedding(Tensors.of(values, 1, 10, 1), 3);

    Tensor fitted = positions.forGrid(rows, columns);

    assertThat(Tensors.shape(fitted)).containsExactly(1, 1 + rows * columns, 1);
    double[] found = Tensors.toDoubles(fitted);
    assertThat(found[0]).isEqualTo(-7);
    for (int i = 1; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(2.5, within(1e-14));
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 3", "5, 3", "7, 6", "6, 7", "2, 2"})
  void otherGrids_areTheCubicThroughTheLearnedOne_withClampedBorders(int rows, int columns) {
    int grid = 3;
    double[] learned = {0, 1, -2, 4, 0.5, 3, -1, 2, 7, -3};

    double[] found =
        Tensors.toDoubles(
            new PositionEmbedding(Tensors.of(learned, 1, 10, 1), grid).forGrid(rows, columns));

    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double y = (row + 0.5) / ((rows + 0.1) / grid) - 0.5;
        double x = (column + 0.5) / ((columns + 0.1) / grid) - 0.5;
        double expected = 0;
        for (int i = 0; i < 4; i++) {
          for (int j = 0; j < 4; j++) {
            int fromRow = (int) Math.floor(y) - 1 + i;
            int fromColumn = (int) Math.floor(x) - 1 + j;
            int at = clamp(fromRow, grid) * grid + clamp(fromColumn, grid);
            expected += cubic(y - fromRow) * cubic(x - fromColumn) * learned[1 + at];
          }
        }
        assertThat(found[1 + row * columns + column]).isCloseTo(expected, within(1e-13));
      }
    }
  }

  @Test
  void pointWorkedOutByHand_agrees() {
    // the factor is 2.1 / 3 = 0.7: output row 0 lies at 0.5 / 0.7 - 0.5 = 3/14, so input rows -1
    // (clamped to 0), 0, 1, 2 are 17/14, 3/14, 11/14 and 25/14 away; columns are alike and drop out
    // exact weights in 1/10976: -1089, 9977, 2385, -297
    double expected = (-1089 * 1 + 9977 * 1 + 2385 * 10 - 297 * 100) / 10976.0;
    double[] learned = {0, 1, 1, 1, 10, 10, 10, 100, 100, 100};

    double[] found =
        Tensors.toDoubles(new PositionEmbedding(Tensors.of(learned, 1, 10, 1), 3).forGrid(2, 2));

    assertThat(found[1]).isCloseTo(expected, within(1e-13));
  }

  @Test
  void gradients_flowThroughTheInterpolation() {
    try (Scope recording = Scope.withGradients()) {
      Tensor learned = Tensors.zeros(Precision.FLOAT64, 1, 10, 1).requires_grad_(true);

      Tensor total = new PositionEmbedding(learned, 3).forGrid(5, 5).sum();
      Autograd.addGradients(total);
      Tensor gradient = Autograd.take(learned);
      double sum = Arrays.stream(Tensors.toDoubles(gradient)).sum();

      assertThat(sum).isCloseTo(26, within(1e-12)); // each of 26 tokens is a mean of weight 1
    }
  }

  private static int clamp(int index, int size) {
    return Math.max(0, Math.min(size - 1, index));
  }

  /** Keys' cubic convolution kernel with a = -0.75. */
  private static double cubic(double distance) {
    double d = Math.abs(distance);
    double a = -0.75;
    if (d <= 1) {
      return (a + 2) * d * d * d - (a + 3) * d * d + 1;
    }
    return d < 2 ? a * d * d * d - 5 * a * d * d + 8 * a * d - 4 * a : 0;
  }
}
