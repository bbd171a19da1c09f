package mugs.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class ScopeTest {

  @Test
  void tensors_areFreed_whenTheirScopeCloses() {
    Tensor made;
    try (Scope scope = Scope.open()) {
      made = one();
      assertThat(made.isNull()).isFalse();
    }
    assertThat(made.isNull()).isTrue();
  }

  @Test
  void keptTensor_outlivesAllScopes_untilItIsClosed() {
    Tensor kept;
    try (Scope outer = Scope.open()) {
      try (Scope inner = Scope.open()) {
        kept = Scope.keep(one());
      }
    }
    assertThat(Tensors.toDoubles(kept)).containsExactly(1);
    kept.close();
    assertThat(kept.isNull()).isTrue();
  }

  @Test
  void tensorHandedUp_isFreedWithTheScopeAround() {
    Tensor handed;
    try (Scope outer = Scope.open()) {
      try (Scope inner = Scope.open()) {
        handed = inner.handUp(one());
      }
      assertThat(Tensors.toDoubles(handed)).containsExactly(1);
    }
    assertThat(handed.isNull()).isTrue();
  }

  @Test
  void tensorHandedUp_isKept_whenThereIsNoScopeAround() {
    Tensor handed;
    try (Scope scope = Scope.open()) {
      handed = scope.handUp(one());
    }
    assertThat(Tensors.toDoubles(handed)).containsExactly(1);
    handed.close();
  }

  @Test
  void adoptedTensors_areFreedWithTheirNewScope() {
    Tensor kept;
    try (Scope scope = Scope.open()) {
      kept = Scope.keep(one());
    }
    try (Scope scope = Scope.open()) {
      scope.adopt(List.of(kept));
      assertThat(Tensors.toDoubles(kept)).containsExactly(1);
    }
    assertThat(kept.isNull()).isTrue();
  }

  @Test
  void recordingOfGradients_isAsItWas_whenAScopeCloses() {
    try (Scope without = Scope.withoutGradients()) {
      assertThat(records()).isFalse();
      try (Scope with = Scope.withGradients()) {
        assertThat(records()).isTrue();
        try (Scope same = Scope.open()) {
          assertThat(records()).isTrue();
        }
        assertThat(records()).isTrue();
      }
      assertThat(records()).isFalse();
    }
    assertThat(records()).isTrue();
  }

  private static boolean records() {
    try (Scope scope = Scope.open()) {
      Tensor leaf = one().requires_grad_(true);
      return leaf.mul(leaf).requires_grad();
    }
  }

  private static Tensor one() {
    return Tensors.of(new double[] {1}, 1);
  }
}
