package mugs.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KernelsTest {
  private final Scope scope = Scope.withoutGradients();

  @AfterEach
  void free() {
    scope.close();
  }

  @Test
  void adamW_decaysFirst_thenMovesByTheCorrectedMoments() {
    Kernels.AdamWSettings settings = new Kernels.AdamWSettings(0.1, 0.01, 0.9, 0.99, 0.5);
    Tensor parameter = Tensors.of(new double[] {1}, 1);
    Tensor first = Tensors.of(new double[] {0}, 1);
    Tensor second = Tensors.of(new double[] {0}, 1);
    Tensor steps = Tensors.of(new float[] {1}).reshape();

    // 1 - 0.1 * 0.01 = 0.999; m = 0.2, v = 0.04; corrected 2 and 4; 0.1 * 2 / (2 + 0.5) = 0.08
    update(parameter, 2, first, second, steps, settings);
    assertThat(Tensors.toDoubles(parameter)[0]).isCloseTo(0.919, within(1e-15));
    assertThat(Tensors.toDoubles(first)[0]).isCloseTo(0.2, within(1e-15));
    assertThat(Tensors.toDoubles(second)[0]).isCloseTo(0.04, within(1e-15));

    // m = 0.18 - 0.1 = 0.08, v = 0.0396 + 0.01 = 0.0496; corrected by 0.19 and 0.0199
    Kernels.add(List.of(steps), 1);
    update(parameter, -1, first, second, steps, settings);
    double moved = 0.1 * (0.08 / 0.19) / (Math.sqrt(0.0496 / 0.0199) + 0.5);
    assertThat(Tensors.toDoubles(parameter)[0]).isCloseTo(0.919 * 0.999 - moved, within(1e-15));
  }

  private static void update(
      Tensor parameter,
      double gradient,
      Tensor first,
      Tensor second,
      Tensor steps,
      Kernels.AdamWSettings settings) {
    Kernels.fusedAdamW(
        List.of(parameter),
        List.of(Tensors.of(new double[] {gradient}, 1)),
        List.of(first),
        List.of(second),
        List.of(steps),
        settings);
  }

  @Test
  void lerp_movesEveryTensorItsShareOfTheWay() {
    Tensor a = Tensors.of(new double[] {0, 4}, 2);
    Tensor b = Tensors.of(new double[] {-8}, 1);

    Kernels.lerp(
        List.of(a, b),
        List.of(Tensors.of(new double[] {8, 8}, 2), Tensors.of(new double[] {8}, 1)),
        0.25);

    assertThat(Tensors.toDoubles(a)).containsExactly(2, 5);
    assertThat(Tensors.toDoubles(b)).containsExactly(-4);
  }

  @Test
  void add_addsTensorByTensor_andNumbers_andNothingToNothing() {
    Tensor a = Tensors.of(new double[] {1, 2}, 2);

    Kernels.add(List.of(a), List.of(Tensors.of(new double[] {10, 20}, 2)));
    Kernels.add(List.of(a), 0.5);
    Kernels.add(List.of(), List.of());
    Kernels.add(List.of(), 1);

    assertThat(Tensors.toDoubles(a)).containsExactly(11.5, 22.5);
  }

  @Test
  void gradients_areValues() {
    try (Scope recording = Scope.withGradients()) {
      Tensor x = Tensors.of(new double[] {3}, 1).requires_grad_(true);

      List<Tensor> scaled =
          Autograd.gradients(x.mul(x), List.of(x), Tensors.of(new double[] {0.5}, 1));

      assertThat(Tensors.toDoubles(scaled.get(0))).containsExactly(3);
      assertThat(x.grad().defined()).isFalse();
    }
  }

  @Test
  void leavesOverOneMemory_addTheirGradientsUpApart_untilTheyAreTaken() {
    try (Scope recording = Scope.withGradients()) {
      Tensor x = Tensors.of(new double[] {3}, 1);
      Tensor one = Autograd.leaf(x);
      Tensor other = Autograd.leaf(x);

      Autograd.addGradients(one.mul(one).sum());
      Autograd.addGradients(one.mul(one), Tensors.of(new double[] {0.5}, 1));

      assertThat(Tensors.toDoubles(Autograd.take(one))).containsExactly(6 + 3);
      assertThat(Autograd.take(one).defined()).as("taken").isFalse();
      assertThat(Autograd.take(other).defined()).as("no loss depends on it").isFalse();
      x.fill_(new Scalar(5.0));
      assertThat(Tensors.toDoubles(other.detach())).containsExactly(5);
    }
  }
}
