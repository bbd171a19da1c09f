package mugs.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlacementTest {
  private final Scope scope = Scope.withoutGradients();

  @BeforeAll
  static void startEngine() {
    Engine.start();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void tensors_haveTheTypeOfThePrecision(Precision precision) {
    Placement placement = precision.onCpu();
    ScalarType wanted = precision == Precision.FLOAT64 ? ScalarType.Double : ScalarType.Float;

    assertThat(placement.zeros(2, 3).scalar_type().intern()).isEqualTo(wanted);
    assertThat(placement.of(new double[] {1, 2}, 2).scalar_type().intern()).isEqualTo(wanted);
    assertThat(placement.normal(1, 1, 2).scalar_type().intern()).isEqualTo(wanted);
    assertThat(placement.uniform(1, 1, 2).scalar_type().intern()).isEqualTo(wanted);
    assertThat(placement.of(new long[] {1, 2}, 2).scalar_type().intern())
        .isEqualTo(ScalarType.Long);
  }

  @Test
  void values_comeThrough() {
    Placement placement = Precision.FLOAT32.onCpu();

    assertThat(Tensors.toDoubles(placement.of(new double[] {0.5, -2}, 2, 1)))
        .containsExactly(0.5, -2);
    assertThat(Tensors.toLongs(placement.of(new long[] {7, 1L << 60}, 2)))
        .containsExactly(7, 1L << 60);
    assertThat(Tensors.toDoubles(placement.zeros(3))).containsExactly(0, 0, 0);
  }

  @Test
  void of_isTheSameTensorWhereItFits_andCopyOfNever() {
    Placement placement = Precision.FLOAT32.onCpu();
    Tensor tensor = Tensors.of(new float[] {1, 2}, 2);
    Tensor same = placement.of(tensor);
    Tensor copy = placement.copyOf(tensor);
    tensor.zero_();

    assertThat(Tensors.toDoubles(same)).containsExactly(0, 0);
    assertThat(Tensors.toDoubles(copy)).containsExactly(1, 2);
  }

  @Test
  void random_followsTheSeed() {
    Placement placement = Precision.FLOAT64.onCpu();

    assertThat(Tensors.toDoubles(placement.normal(4, 2, 5)))
        .isEqualTo(Tensors.toDoubles(Tensors.normal(4, 2, Precision.FLOAT64, 5)))
        .isNotEqualTo(Tensors.toDoubles(placement.normal(5, 2, 5)));
    assertThat(Tensors.toDoubles(placement.uniform(4, 2, 5)))
        .isEqualTo(Tensors.toDoubles(Tensors.uniform(4, 2, Precision.FLOAT64, 5)))
        .isNotEqualTo(Tensors.toDoubles(placement.uniform(5, 2, 5)));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void autocast_shortensProductsAlone_andNothingAfterwards(Precision precision) {
    Placement placement = precision.onCpu();
    Tensor matrix = placement.normal(1, 1, 4, 4);
    ScalarType own = matrix.scalar_type().intern();
    ScalarType wanted =
        switch (precision) {
          case BFLOAT16 -> ScalarType.BFloat16;
          case FLOAT16 -> ScalarType.Half;
          default -> own;
        };
    try (Autocast cast = placement.autocast()) {
      assertThat(matrix.matmul(matrix).scalar_type().intern()).isEqualTo(wanted);
      assertThat(matrix.add(matrix).scalar_type().intern()).isEqualTo(own);
      try (Autocast exact = Autocast.off(matrix)) {
        assertThat(matrix.matmul(matrix).scalar_type().intern()).isEqualTo(own);
      }
      assertThat(matrix.matmul(matrix).scalar_type().intern()).isEqualTo(wanted);
    }
    assertThat(matrix.matmul(matrix).scalar_type().intern()).isEqualTo(own);
  }
}
