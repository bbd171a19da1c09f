package mugs.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FeatureMatrixTest {

  @Test
  void unitRows_haveLengthOne_andZerosStayZeros() {
    FeatureMatrix unit = FeatureMatrix.of(new float[] {3, 4}, new float[] {0, 0}).unitRows();

    assertThat(unit.values()).containsExactly(0.6f, 0.8f, 0, 0);
  }

  @Test
  void meanRow_isTakenOffEveryRow() {
    FeatureMatrix matrix = FeatureMatrix.of(new float[] {1, 10}, new float[] {3, 30});

    assertThat(matrix.meanRow()).containsExactly(2, 20);
    assertThat(matrix.minus(matrix.meanRow()).values()).containsExactly(-1, -10, 1, 10);
  }

  @Test
  void rows_areReadAndSelectedInTheOrderAsked() {
    FeatureMatrix matrix = FeatureMatrix.of(new float[] {1, 2}, new float[] {3, 4});

    assertThat(matrix.row(1)).containsExactly(3, 4);
    assertThat(matrix.select(1, 0, 1).values()).containsExactly(3, 4, 1, 2, 3, 4);
    assertThatThrownBy(() -> matrix.row(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aValueThatIsNotFinite_isRefusedWithItsPlace() {
    assertThatThrownBy(() -> FeatureMatrix.of(new float[] {1, 2}, new float[] {3, Float.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 1 holds NaN in column 1");
  }

  @Test
  void sizesThatDoNotFit_areRefused() {
    assertThatThrownBy(() -> new FeatureMatrix(2, 3, new float[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs 6 values, not 5");
    assertThatThrownBy(() -> FeatureMatrix.of(new float[2], new float[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
