package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import mugs.augment.CropRandom;
import mugs.engine.Placement;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MixingTest {
  private static final Placement EXACT = Precision.FLOAT64.onCpu();
  private static final int DRAWS = 40_000;

  private final Scope scope = Scope.withoutGradients();

  @AfterEach
  void free() {
    scope.close();
  }

  /** timm: 0.7 (0.9 + 0.1 / 4) + 0.3 (0.1 / 4) and so on. */
  @Test
  void targets_areSmoothedLabels_mixedInTheShareOfThePictures() {
    Tensor targets = Mixing.faded(0.7).targets(new long[] {0, 2}, new long[] {1, 2}, 4, 0.1, EXACT);
    assertThat(Tensors.toDoubles(targets))
        .containsExactly(
            new double[] {0.655, 0.295, 0.025, 0.025, 0.025, 0.025, 0.925, 0.025}, within(1e-12));
  }

  @Test
  void pictures_areFadedIntoEachOther() {
    Tensor mixed =
        Mixing.faded(0.75)
            .mix(EXACT.zeros(1, 1, 2, 2).add_(scalar(4)), EXACT.zeros(1, 1, 2, 2).add_(scalar(8)));
    assertThat(Tensors.toDoubles(mixed)).containsExactly(5, 5, 5, 5);
  }

  private static Scalar scalar(double value) {
    return new Scalar(value);
  }

  /**
   * Of 8 pixels a share of 0.75 leaves a box of side 8 sqrt(0.25) = 4. About row 1 and column 6 it
   * would reach from row -1 to 3 and from column 4 to 8; 3 x 4 pixels of 64 are left of it.
   */
  @Test
  void box_isCutAtTheEdges_andTheShareCorrectedToItsArea() {
    Mixing box = Mixing.pasted(0.75, 8, 1, 6);
    assertThat(box).isEqualTo(new Mixing(1 - 12.0 / 64, 0, 3, 4, 8));
    Tensor mixed = box.mix(EXACT.zeros(1, 1, 8, 8), EXACT.zeros(1, 1, 8, 8).add_(scalar(1)));
    double[] pixels = Tensors.toDoubles(mixed);
    for (int row = 0; row < 8; row++) {
      for (int column = 0; column < 8; column++) {
        assertThat(pixels[8 * row + column])
            .as("%d, %d", row, column)
            .isEqualTo(row < 3 && column >= 4 ? 1 : 0);
      }
    }
  }

  /** 8 sqrt(0.4) is 5.06: rows 2 to 6 about row 4. A box of one pixel is pasted too. */
  @Test
  void boxOfAnOddSide_isNoNarrowerThanWhatTheShareLeaves() {
    assertThat(Mixing.pasted(0.6, 8, 4, 4)).isEqualTo(new Mixing(1 - 25.0 / 64, 2, 7, 2, 7));
    assertThat(Mixing.pasted(0.98, 8, 3, 5)).isEqualTo(new Mixing(1 - 1.0 / 64, 3, 4, 5, 6));
  }

  @Test
  void shares_followTheBetaDistribution() {
    assertFollows(0.5, x -> 2 / Math.PI * Math.asin(Math.sqrt(x)));
    assertFollows(1, x -> x);
    assertFollows(2, x -> 3 * x * x - 2 * x * x * x);
  }

  private static void assertFollows(double shape, DoubleUnaryOperator distribution) {
    CropRandom random = CropRandom.of(11);
    double[] drawn = new double[DRAWS];
    Arrays.setAll(drawn, i -> distribution.applyAsDouble(Mixing.beta(shape, random)));
    Arrays.sort(drawn);
    double furthest = 0;
    for (int i = 0; i < DRAWS; i++) {
      furthest = Math.max(furthest, Math.abs(drawn[i] - (i + 0.5) / DRAWS));
    }
    // Kolmogorov and Smirnov: beyond 2.5 / sqrt(n) once in 130,000 times
    assertThat(furthest).as("shape %s", shape).isLessThan(2.5 / Math.sqrt(DRAWS));
  }

  @Test
  void halfOfTheBatches_havePastedBoxes_andEachStepItsOwnShare() {
    int pasted = 0;
    double shares = 0;
    for (int step = 0; step < DRAWS; step++) {
      Mixing mixing = Mixing.draw(MixSettings.PAPER, 3, step, 1000);
      boolean isPasted = mixing.bottom() > mixing.top();
      pasted += isPasted ? 1 : 0;
      shares += isPasted ? 0 : mixing.share();
    }
    double deviation = 5 * Math.sqrt(0.25 / DRAWS);
    // boxes of no area look like no box: below 1/1000 of the side, once in a million
    assertThat(pasted / (double) DRAWS).isCloseTo(0.5, within(deviation));
    assertThat(shares / (DRAWS - pasted)).isCloseTo(0.5, within(deviation));
    assertThat(Mixing.draw(MixSettings.PAPER, 3, 7, 8))
        .isEqualTo(Mixing.draw(MixSettings.PAPER, 3, 7, 8))
        .isNotEqualTo(Mixing.draw(MixSettings.PAPER, 4, 7, 8));
  }

  @Test
  void sharesOfTheSmallestShape_areNumbers() {
    CropRandom random = CropRandom.of(5);
    for (int i = 0; i < DRAWS; i++) {
      assertThat(Mixing.beta(0.05, random)).isBetween(0.0, 1.0);
    }
  }

  @Test
  void withoutMixing_picturesStayAsTheyAre() {
    assertThat(Mixing.draw(MixSettings.NONE, 1, 1, 8).leavesAlone()).isTrue();
  }

  @Test
  void impossibleSettings_areRefused() {
    assertThatThrownBy(() -> new MixSettings(-1, 1, 0.5, 0.1))
        .hasMessage("the shape of mixup is 0.05 to 100, or 0 for none, not -1.0");
    assertThatThrownBy(() -> new MixSettings(0, 1e-4, 0.5, 0.1))
        .hasMessage("the shape of cutmix is 0.05 to 100, or 0 for none, not 1.0E-4");
    assertThatThrownBy(() -> new MixSettings(1, 1, 0.5, 1))
        .hasMessage("a label smoothing of 1 leaves no label");
  }
}
