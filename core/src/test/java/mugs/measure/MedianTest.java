package mugs.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {

  @Test
  void median_isTheMiddle_inWhicheverOrder() {
    assertThat(Median.of(List.of(7.0))).isEqualTo(7);
    assertThat(Median.of(List.of(9.0, -1.0, 4.0))).isEqualTo(4);
  }

  @Test
  void medianOfAnEvenNumber_isTheMeanOfTheTwoInTheMiddle() {
    assertThat(Median.of(List.of(10.0, 1.0, 2.0, 4.0))).isEqualTo(3);
  }

  @Test
  void medianOfNothing_isRefused() {
    assertThatThrownBy(() -> Median.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
