package mugs.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochOrderTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 64, 3781})
  void order_holdsEveryPictureOnce(int pictures) {
    assertThat(EpochOrder.of(5, 2, pictures))
        .containsExactlyInAnyOrder(IntStream.range(0, pictures).toArray());
  }

  @Test
  void order_isAnother_inEachEpochAndForEachSeed_andTheSameForTheSame() {
    int[] order = EpochOrder.of(5, 2, 64);

    assertThat(EpochOrder.of(5, 2, 64)).isEqualTo(order);
    assertThat(EpochOrder.of(5, 3, 64)).isNotEqualTo(order);
    assertThat(EpochOrder.of(6, 2, 64)).isNotEqualTo(order);
  }

  @Test
  void everyPicture_standsAtEveryPlace_aboutEquallyOften() {
    int epochs = 6000;
    int[][] counts = new int[4][4];
    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] order = EpochOrder.of(1, epoch, 4);
      for (int place = 0; place < 4; place++) {
        counts[place][order[place]]++;
      }
    }

    // binomial: 1500 expected, deviation sqrt(6000 / 4 * 3 / 4) = 34; five of them
    for (int[] ofPlace : counts) {
      assertThat(IntStream.of(ofPlace)).allMatch(count -> count > 1330 && count < 1670);
    }
  }
}
