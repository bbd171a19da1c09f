package mugs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StratifiedSampleTest {

  /** Sizes of the classes; class 3 has no pictures. */
  private static final int[] SIZES = {100, 33, 1, 0, 7, 59};

  /** The classes take turns, so that none lies together. */
  private static int[] labels() {
    return IntStream.range(0, 100)
        .flatMap(i -> IntStream.range(0, SIZES.length).filter(label -> i < SIZES[label]))
        .toArray();
  }

  private static long of(int[] indexes, int label) {
    int[] labels = labels();
    return Arrays.stream(indexes).filter(i -> labels[i] == label).count();
  }

  @Test
  void partKeptApart_hasItsShareOfEachClass_toOnePicture_andLeavesOneOfEach() {
    StratifiedSample sample = StratifiedSample.apart(labels(), 0.1, 1);
    assertThat(sample.chosen()).hasSize(20); // a tenth of 200
    for (int label = 0; label < SIZES.length; label++) {
      assertThat((double) of(sample.chosen(), label))
          .isBetween(Math.floor(0.1 * SIZES[label]), Math.ceil(0.1 * SIZES[label]));
      assertThat(of(sample.left(), label)).isGreaterThanOrEqualTo(Math.min(1, SIZES[label]));
    }
    assertThat(IntStream.concat(Arrays.stream(sample.chosen()), Arrays.stream(sample.left())))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 200).boxed().toList());
    assertThat(sample.chosen()).isSorted();
    assertThat(sample.left()).isSorted();
  }

  @Test
  void partToLearnFrom_hasAtLeastOneOfEachClass() {
    StratifiedSample sample = StratifiedSample.toLearnFrom(labels(), 0.01, 1);
    for (int label = 0; label < SIZES.length; label++) {
      assertThat(of(sample.chosen(), label)).isEqualTo(Math.min(1, SIZES[label]));
    }
    assertThat(StratifiedSample.toLearnFrom(labels(), 1, 1).left()).isEmpty();
  }

  @Test
  void sample_followsFromTheSeed() {
    assertThat(StratifiedSample.apart(labels(), 0.3, 5).chosen())
        .isEqualTo(StratifiedSample.apart(labels(), 0.3, 5).chosen())
        .isNotEqualTo(StratifiedSample.apart(labels(), 0.3, 6).chosen());
  }

  @Test
  void impossibleShare_isRefused() {
    assertThatThrownBy(() -> StratifiedSample.apart(labels(), 1.5, 1))
        .hasMessage("a share of the pictures is 0 to 1, not 1.5");
  }
}
