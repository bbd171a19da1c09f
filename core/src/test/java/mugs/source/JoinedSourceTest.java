package mugs.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JoinedSourceTest {
  private final ListedSource north =
      new ListedSource("north", animals("level-1", List.of("cat", "dog"), 0, 1), "a.jpg", "b.jpg");
  private final ListedSource empty = new ListedSource("empty", animals("level-1", List.of("cow")));
  private final ListedSource south =
      new ListedSource("south", animals("level-1", List.of("bird", "cat"), 1, 0, 1), "a", "c", "d");

  @Test
  void pictures_follow_one_another_and_paths_begin_with_the_name_of_their_source()
      throws IOException {
    JoinedSource joined = new JoinedSource(List.of(north, empty, south));
    assertThat(joined.name()).isEqualTo("north + empty + south");
    assertThat(paths(joined))
        .containsExactly("north/a.jpg", "north/b.jpg", "south/a", "south/c", "south/d");
    assertThat(((StoredPicture.Encoded) joined.read(3)).bytes()).isEqualTo("c".getBytes(UTF_8));
  }

  @Test
  void classes_of_the_same_name_are_joined() {
    LabelLevel level = new JoinedSource(List.of(north, empty, south)).levels().get(0);
    assertThat(level.name()).isEqualTo("level-1");
    assertThat(level.classes()).containsExactly("cat", "dog", "cow", "bird");
    assertThat(level.labels()).containsExactly(0, 1, 0, 3, 0);
  }

  @Test
  void levels_with_different_names_are_numbered() {
    ListedSource other = new ListedSource("o", animals("kind", List.of("cat"), 0), "x");
    assertThat(new JoinedSource(List.of(north, other)).levels())
        .extracting(LabelLevel::name)
        .containsExactly("level-1");
    ListedSource same = new ListedSource("s", animals("kind", List.of("cat"), 0), "x");
    assertThat(new JoinedSource(List.of(other, same)).levels())
        .extracting(LabelLevel::name)
        .containsExactly("kind");
  }

  @Test
  void sources_with_different_numbers_of_levels_have_none_together() {
    ListedSource flat = new ListedSource("flat", List.of(), "x");
    assertThat(new JoinedSource(List.of(north, flat)).levels()).isEmpty();
    assertThat(new JoinedSource(List.of(flat, north)).levels()).isEmpty();
  }

  @Test
  void sources_of_the_same_name_are_told_apart() {
    ListedSource first = new ListedSource("cats", List.of(), "1.jpg");
    ListedSource second = new ListedSource("cats", List.of(), "1.jpg");
    ListedSource third = new ListedSource("cats-2", List.of(), "1.jpg");
    assertThat(paths(new JoinedSource(List.of(first, second, third))))
        .containsExactly("cats/1.jpg", "cats-2/1.jpg", "cats-2-2/1.jpg");
  }

  @Test
  void the_order_of_the_sources_is_in_the_fingerprint() {
    String one = new JoinedSource(List.of(north, south)).fingerprint();
    assertThat(one).isEqualTo(new JoinedSource(List.of(north, south)).fingerprint());
    assertThat(one).isNotEqualTo(new JoinedSource(List.of(south, north)).fingerprint());
  }

  @Test
  void runs_are_those_of_all_with_the_smallest_window() {
    ListedSource flat = new ListedSource("flat", List.of(), "x", "y");
    ListedSource one = new ListedSource("one", List.of(), "x", "y", "z");
    ListedSource two = new ListedSource("two", List.of(), "x");
    one.readForward(new ForwardRuns(List.of(new ForwardRuns.Run(1, 3)), 9));
    two.readForward(new ForwardRuns(List.of(new ForwardRuns.Run(0, 1)), 7));
    assertThat(new JoinedSource(List.of(flat, one, two)).forwardRuns())
        .isEqualTo(
            new ForwardRuns(List.of(new ForwardRuns.Run(3, 5), new ForwardRuns.Run(5, 6)), 7));
    assertThat(new JoinedSource(List.of(flat, flat)).forwardRuns().isEmpty()).isTrue();
  }

  @Test
  void closing_closes_all() throws IOException {
    new JoinedSource(List.of(north, south)).close();
    assertThat(north.isClosed()).isTrue();
    assertThat(south.isClosed()).isTrue();
  }

  @Test
  void what_is_outside_is_refused() {
    JoinedSource joined = new JoinedSource(List.of(north, empty));
    assertThatThrownBy(() -> joined.path(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> joined.path(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new JoinedSource(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<LabelLevel> animals(String name, List<String> classes, int... labels) {
    return List.of(new LabelLevel(name, classes, labels));
  }

  private static List<String> paths(PictureSource source) {
    return IntStream.range(0, source.size()).mapToObj(source::path).toList();
  }
}
