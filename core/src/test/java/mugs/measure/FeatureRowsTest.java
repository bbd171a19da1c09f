package mugs.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FeatureRowsTest {
  private static final FeatureMatrix FOUR =
      FeatureMatrix.of(
          new float[] {3, 4}, new float[] {0, 0}, new float[] {0, 2}, new float[] {5, 12});

  @Test
  void chosenRows_areReadInTheirOrder_fromAnyOfThemOn() {
    FeatureRows chosen = new SelectedRows(FOUR, new int[] {2, 3, 0, 1, 0});

    assertThat(chosen.toMatrix().values()).containsExactly(0, 2, 5, 12, 3, 4, 0, 0, 3, 4);
    float[] part = new float[4];
    chosen.read(1, 2, part);
    assertThat(part).containsExactly(5, 12, 3, 4);
  }

  @Test
  void unitRows_haveLengthOne_butRowsOfZerosStay() {
    FeatureRows unit = new UnitRows(new SelectedRows(FOUR, new int[] {0, 1, 2}));

    assertThat(unit.toMatrix().values()).containsExactly(0.6f, 0.8f, 0, 0, 0, 1);
    assertThat(unit.unitRows()).isSameAs(unit);
  }

  @Test
  void rowsThatAreNotThere_areRefused() {
    assertThatThrownBy(() -> new SelectedRows(FOUR, new int[] {4}))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new SelectedRows(FOUR, new int[] {0, 1}).read(1, 2, new float[4]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> FOUR.read(3, 2, new float[4]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
