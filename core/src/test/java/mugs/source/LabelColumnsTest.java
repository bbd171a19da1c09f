package mugs.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelColumnsTest {
  private final LabelColumns columns = new LabelColumns();

  @Test
  void levels_are_sorted_by_their_number_of_classes_and_keep_the_order_of_columns_else() {
    for (int row = 0; row < 12; row++) {
      columns.put(row, "fine", "f" + row % 6);
      columns.put(row, "b", "x" + row % 3);
      columns.put(row, "a", "y" + row % 3);
    }
    assertThat(columns.levels("m", IntStream.range(0, 12).toArray()))
        .extracting(LabelLevel::name)
        .containsExactly("b", "a", "fine");
  }

  @Test
  void classes_that_no_picture_has_are_none() {
    columns.put(0, "label", "cat");
    columns.put(1, "label", "dog");
    LabelLevel level = columns.levels("m", new int[] {1}).get(0);
    assertThat(level.classes()).containsExactly("dog");
    assertThat(level.labels()).containsExactly(0);
  }

  @Test
  void more_than_a_thousand_classes_are_a_level_if_they_repeat() {
    for (int row = 0; row < 4000; row++) {
      columns.put(row, "twice", "c" + row % 2000);
      columns.put(row, "mostly once", "c" + row % 2001);
      columns.put(row, "address", "http://" + row);
    }
    assertThat(columns.levels("m", IntStream.range(0, 4000).toArray()))
        .extracting(LabelLevel::name)
        .containsExactly("twice");
  }

  @Test
  void a_few_pictures_may_each_have_a_class_of_their_own() {
    for (int row = 0; row < 1000; row++) {
      columns.put(row, "label", "c" + row);
    }
    assertThat(columns.levels("m", IntStream.range(0, 1000).toArray())).hasSize(1);
  }

  @Test
  void numbers_are_sorted_as_numbers_and_texts_as_texts() {
    String[] values = {"10", "9", "-1", "x"};
    for (int row = 0; row < 4; row++) {
      columns.put(row, "mixed", values[row]);
      columns.put(row, "numbers", values[row % 3]);
    }
    int[] rows = {0, 1, 2, 3};
    assertThat(columns.levels("m", rows).get(0).classes()).containsExactly("-1", "9", "10");
    assertThat(columns.levels("m", rows).get(0).labels()).containsExactly(2, 1, 0, 2);
    assertThat(columns.levels("m", rows).get(1).classes()).containsExactly("-1", "10", "9", "x");
  }

  @Test
  void endless_columns_and_values_take_no_endless_memory() {
    for (int row = 0; row < 200; row++) {
      columns.put(0, "column " + row, "x");
      columns.put(row, "long", "x".repeat(501));
    }
    assertThat(columns.levels("m", new int[] {0})).hasSizeLessThan(65);
  }
}
