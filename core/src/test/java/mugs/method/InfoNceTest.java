package mugs.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InfoNceTest {
  private final Scope scope = Scope.withoutGradients();

  @AfterEach
  void free() {
    scope.close();
  }

  @Test
  void loss_isTheLogarithmOfAllCandidates_whenNoneStandsOut() {
    // 2 positives, 3 crops, 4 images: 24 pairs, each with K = 5 negatives as similar as its
    // positive
    Tensor y = unit(3, 4);
    Tensor z = unit(2, 1, 4);

    double sum = sum(y, z, unit(5), 0.2);

    assertThat(sum).isCloseTo(24 * Math.log(6), within(1e-12));
  }

  @Test
  void loss_hasItsClosedForm_whenNegativesAreOrthogonal() {
    Tensor negatives = Tensors.of(new double[] {0, 1, 0, -1, 0, 1}, 3, 2);

    double sum = sum(unit(1, 1), unit(1, 1, 1), negatives, 0.2);

    // -log(e^5 / (e^5 + 3))
    assertThat(sum).isCloseTo(Math.log1p(3 * Math.exp(-5)), within(1e-14));
  }

  @Test
  void everyPrediction_isPairedWithThePositivesOfItsOwnImage() {
    // image 0 looks along x, image 1 along y; the positive of image 1 lies opposite
    Tensor y = Tensors.of(new double[] {1, 0, 0, 1}, 1, 2, 2);
    Tensor z = Tensors.of(new double[] {1, 0, 0, -1}, 1, 1, 2, 2);
    Tensor negatives = Tensors.of(new double[] {1, 0}, 1, 2);

    double sum = sum(y, z, negatives, 1);

    // image 0: log(2 e / e); image 1: log((1/e + 1) / (1/e))
    assertThat(sum).isCloseTo(Math.log(2) + Math.log1p(Math.E), within(1e-14));
  }

  @Test
  void loss_staysFinite_whenTheTemperatureIsTiny() {
    Tensor negatives = Tensors.of(new float[] {-1, 0}, 1, 2);
    Tensor y = Tensors.of(new float[] {1, 0}, 1, 1, 2);
    Tensor near = Tensors.of(new float[] {1, 0}, 1, 1, 1, 2);
    Tensor far = Tensors.of(new float[] {-1, 0}, 1, 1, 1, 2);

    assertThat(sum(y, near, negatives, 1e-4)).isZero();
    assertThat(sum(y, far, Tensors.of(new float[] {1, 0}, 1, 2), 1e-4))
        .isCloseTo(20_000, within(0.01));
  }

  private static double sum(Tensor y, Tensor z, Tensor negatives, double temperature) {
    return InfoNce.sum(y, z, negatives, temperature).item_double();
  }

  /** The same unit vector everywhere. */
  private static Tensor unit(long... shape) {
    long[] withWidth = Arrays.copyOf(shape, shape.length + 1);
    withWidth[shape.length] = 2;
    return Tensors.of(new double[] {1, 0}, 2).expand(withWidth).contiguous();
  }
}
