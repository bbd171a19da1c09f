package mugs.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
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

  private static ListedSource of(int size, LabelLevel... levels) {
    String[] paths = IntStream.range(0, size).mapToObj(i -> i + ".jpg").toArray(String[]::new);
    return new ListedSource("many", List.of(levels), paths);
  }

  @Test
  void a_part_without_labels_is_spread_evenly() {
    PictureSource part = SubsetSource.spread(of(10), 5);
    assertThat(TestArchives.paths(part))
        .containsExactly("1.jpg", "3.jpg", "5.jpg", "7.jpg", "9.jpg");
    assertThat(part.name()).isEqualTo("many (5 of 10)");
    assertThat(TestArchives.paths(SubsetSource.spread(of(10), 1))).containsExactly("5.jpg");
  }

  @Test
  void a_part_keeps_each_class_its_share_to_one_picture_however_they_are_mixed() {
    int[] labels = new int[1000];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 10 == 0 ? 2 : i % 10 < 4 ? 0 : 1; // 100, 300 and 600 of them
    }
    LabelLevel coarse = new LabelLevel("all", List.of("x"), new int[1000]);
    LabelLevel fine = new LabelLevel("fine", List.of("a", "b", "c"), labels);
    for (int count : new int[] {10, 33, 500}) {
      PictureSource part = SubsetSource.spread(of(1000, coarse, fine), count);
      int[] found = new int[3];
      IntStream.of(part.levels().get(1).labels()).forEach(label -> found[label]++);
      assertThat(part.size()).isEqualTo(count);
      assertThat(found[0]).isBetween(count * 3 / 10, count * 3 / 10 + 1);
      assertThat(found[1]).isBetween(count * 6 / 10, count * 6 / 10 + 1);
      assertThat(found[2]).isBetween(count / 10, count / 10 + 1);
    }
  }

  @Test
  void a_part_as_large_as_the_whole_is_the_whole_and_one_of_nothing_is_refused() {
    ListedSource ten = of(10);
    assertThat(SubsetSource.spread(ten, 10)).isSameAs(ten);
    assertThat(SubsetSource.spread(ten, 11)).isSameAs(ten);
    assertThatThrownBy(() -> SubsetSource.spread(ten, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void runs_are_the_stretches_that_lie_in_one_run_of_the_whole_in_rising_order() {
    ForwardRuns runs =
        new ForwardRuns(List.of(new ForwardRuns.Run(0, 4), new ForwardRuns.Run(6, 10)), 5);
    PictureSource sequential = of(10).readForward(runs);
    SubsetSource subset = new SubsetSource(sequential, new int[] {0, 2, 3, 5, 6, 9, 8, 1}, "some");
    assertThat(subset.forwardRuns().window()).isEqualTo(5);
    assertThat(subset.forwardRuns().runs())
        .containsExactly(
            new ForwardRuns.Run(0, 3),
            new ForwardRuns.Run(4, 6),
            new ForwardRuns.Run(6, 7),
            new ForwardRuns.Run(7, 8));
  }
}
