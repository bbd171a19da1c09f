package mugs.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubsetSourceTest {
  private final ListedSource whole =
      new ListedSource(
          "letters",
          List.of(new LabelLevel("case", List.of("lower", "upper"), new int[] {0, 1, 0})),
          "a",
          "B",
          "c");

  @Test
  void a_subset_shows_the_chosen_pictures_in_the_chosen_order() throws IOException {
    SubsetSource subset = new SubsetSource(whole, new int[] {2, 0}, "held out");
    assertThat(subset.name()).isEqualTo("held out");
    assertThat(subset.size()).isEqualTo(2);
    assertThat(subset.path(0)).isEqualTo("c");
    assertThat(subset.path(1)).isEqualTo("a");
    assertThat(subset.inWhole(0)).isEqualTo(2);
    assertThat(((StoredPicture.Encoded) subset.read(0)).bytes()).isEqualTo("c".getBytes(UTF_8));
  }

  @Test
  void labels_keep_all_classes_of_the_whole() {
    LabelLevel level = new SubsetSource(whole, new int[] {2, 0}, "lower").levels().get(0);
    assertThat(level.name()).isEqualTo("case");
    assertThat(level.classes()).containsExactly("lower", "upper");
    assertThat(level.labels()).containsExactly(0, 0);
  }

  @Test
  void a_later_change_of_the_indices_changes_nothing() {
    int[] indices = {1};
    SubsetSource subset = new SubsetSource(whole, indices, "upper");
    indices[0] = 0;
    assertThat(subset.path(0)).isEqualTo("B");
  }

  @Test
  void an_index_outside_or_there_twice_is_refused_by_number() {
    assertThatThrownBy(() -> new SubsetSource(whole, new int[] {0, 3}, "s"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("letters (3 pictures): picture 3 is not in it");
    assertThatThrownBy(() -> new SubsetSource(whole, new int[] {-1}, "s"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("picture -1 is not in it");
    assertThatThrownBy(() -> new SubsetSource(whole, new int[] {1, 1}, "s"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("picture 1 was chosen twice");
    assertThatThrownBy(() -> new SubsetSource(whole, new int[] {1}, "s").path(1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void the_fingerprint_depends_on_the_choice() {
    String some = new SubsetSource(whole, new int[] {0, 1}, "x").fingerprint();
    assertThat(some).isEqualTo(new SubsetSource(whole, new int[] {0, 1}, "y").fingerprint());
    assertThat(some).isNotEqualTo(new SubsetSource(whole, new int[] {1, 0}, "x").fingerprint());
    assertThat(some).isNotEqualTo(whole.fingerprint());
  }

  @Test
  void closing_a_subset_leaves_the_whole_open() throws IOException {
    new SubsetSource(whole, new int[] {0}, "s").close();
    assertThat(whole.isClosed()).isFalse();
  }
}
