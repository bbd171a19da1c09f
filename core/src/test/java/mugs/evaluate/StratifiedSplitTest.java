package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StratifiedSplitTest {

  /** Classes of 10, 4, 2 and 1 pictures, mixed. */
  private static final int[] LABELS = {0, 1, 0, 2, 0, 1, 0, 0, 3, 1, 0, 0, 2, 0, 1, 0, 0};

  private static int[] perClass(int[] indices) {
    int[] counts = new int[4];
    Arrays.stream(indices).forEach(i -> counts[LABELS[i]]++);
    return counts;
  }

  @Test
  void everyClass_keepsItsShare_atLeastOnePictureOnEachSideWhereItHasTwo() {
    StratifiedSplit split = StratifiedSplit.of(LABELS, 0.3, 7);

    assertThat(perClass(split.apart())).containsExactly(3, 1, 1, 0);
    assertThat(perClass(split.kept())).containsExactly(7, 3, 1, 1);
    int[] both =
        IntStream.concat(IntStream.of(split.kept()), IntStream.of(split.apart())).toArray();
    assertThat(both).containsExactlyInAnyOrder(IntStream.range(0, 17).toArray());
    assertThat(split.kept()).isSorted();
    assertThat(split.apart()).isSorted();
  }

  @Test
  void theSameSeed_drawsTheSame_andAnotherDrawsOthers() {
    int[] labels = new int[200];

    assertThat(StratifiedSplit.of(labels, 0.5, 1).apart())
        .isEqualTo(StratifiedSplit.of(labels, 0.5, 1).apart())
        .isNotEqualTo(StratifiedSplit.of(labels, 0.5, 2).apart())
        .hasSize(100);
  }

  @Test
  void aShareOutOfRange_isRefused() {
    assertThatThrownBy(() -> StratifiedSplit.of(LABELS, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("below 1, not 1.0");
    assertThatThrownBy(() -> StratifiedSplit.of(LABELS, Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
