package mugs.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SelectionTest {

  @Test
  void everyPlace_isThatOfTheSortedNumbers_tiesIncluded() {
    Random random = new Random(1);
    for (int size = 1; size < 40; size++) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = random.nextInt(12) - 6;
      }
      float[] sorted = values.clone();
      Arrays.sort(sorted);
      for (int place = 1; place <= size; place++) {
        assertThat(Selection.largest(values.clone(), place)).isEqualTo(sorted[size - place]);
      }
    }
  }

  @Test
  void whatIsNoNumber_isTheSmallest() {
    assertThat(Selection.largest(new float[] {Float.NaN, 1, 2}, 2)).isEqualTo(1);
  }
}
