package mugs.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {
  @TempDir private Path root;

  @Test
  void a_flat_folder_has_pictures_in_the_order_of_their_names_and_no_labels() throws IOException {
    files("b.jpg", "a.png", "10.jpeg", "9.jpg", "notes.txt");
    FolderSource source = FolderSource.open(root);
    assertThat(paths(source)).containsExactly("10.jpeg", "9.jpg", "a.png", "b.jpg");
    assertThat(source.levels()).isEmpty();
    assertThat(source.name()).isEqualTo(root.getFileName().toString());
  }

  @Test
  void a_deep_tree_has_one_level_a_folder_with_joined_paths_as_classes() throws IOException {
    files("dog/rex/1.jpg", "dog/rex/2.jpg", "dog/ada/1.jpg", "cat/rex/1.jpg");
    FolderSource source = FolderSource.open(root);
    assertThat(paths(source))
        .containsExactly("cat/rex/1.jpg", "dog/ada/1.jpg", "dog/rex/1.jpg", "dog/rex/2.jpg");
    assertThat(source.levels()).extracting(LabelLevel::name).containsExactly("level-1", "level-2");
    assertThat(source.levels().get(0).classes()).containsExactly("cat", "dog");
    assertThat(source.levels().get(0).labels()).containsExactly(0, 1, 1, 1);
    assertThat(source.levels().get(1).classes()).containsExactly("cat/rex", "dog/ada", "dog/rex");
    assertThat(source.levels().get(1).labels()).containsExactly(0, 1, 2, 2);
  }

  @Test
  void pictures_at_different_depths_have_the_levels_that_all_of_them_have() throws IOException {
    files("dog/rex/1.jpg", "dog/2.jpg", "cat/tom/indoors/3.jpg");
    FolderSource source = FolderSource.open(root);
    assertThat(paths(source))
        .containsExactly("cat/tom/indoors/3.jpg", "dog/2.jpg", "dog/rex/1.jpg");
    assertThat(source.levels()).hasSize(1);
    assertThat(source.levels().get(0).classes()).containsExactly("cat", "dog");
    assertThat(source.levels().get(0).labels()).containsExactly(0, 1, 1);
  }

  @Test
  void a_picture_directly_in_the_folder_leaves_no_level() throws IOException {
    files("dog/1.jpg", "2.jpg");
    assertThat(FolderSource.open(root).levels()).isEmpty();
  }

  @Test
  void the_order_is_that_of_whole_paths_character_by_character_in_any_locale() throws IOException {
    files("a/1.png", "a-b/1.png", "a.png", "B/1.png", "a0/1.png", "ä/1.png", "i/1.PNG");
    List<String> sorted =
        List.of("B/1.png", "a-b/1.png", "a.png", "a/1.png", "a0/1.png", "i/1.PNG", "ä/1.png");
    Locale before = Locale.getDefault();
    try {
      for (String locale : List.of("en", "sv", "tr")) {
        Locale.setDefault(Locale.forLanguageTag(locale));
        assertThat(paths(FolderSource.open(root))).isEqualTo(sorted);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void endings_in_upper_case_count_and_other_files_do_not() throws IOException {
    files("a.JPG", "b.Jpeg", "c.PNG", "d.jpg.txt", "png", "e.webp", "jpg/f.gif");
    files("f.BMP", "g.tif", "h.TIFF", "i.svg", "j.npy", "k.jfif", "l.JPE", "m.heic");
    assertThat(paths(FolderSource.open(root)))
        .containsExactly(
            "a.JPG",
            "b.Jpeg",
            "c.PNG",
            "e.webp",
            "f.BMP",
            "g.tif",
            "h.TIFF",
            "jpg/f.gif",
            "k.jfif",
            "l.JPE");
  }

  @Test
  void hidden_files_and_folders_are_left_out_but_a_hidden_top_folder_may_be_named()
      throws IOException {
    files(".thumbnails/a.jpg", ".b.jpg", "dog/.c.jpg", "dog/d.jpg");
    assertThat(paths(FolderSource.open(root))).containsExactly("dog/d.jpg");
    assertThat(paths(FolderSource.open(root.resolve(".thumbnails")))).containsExactly("a.jpg");
  }

  @Test
  void a_folder_named_like_a_picture_is_a_folder() throws IOException {
    files("x.jpg/1.png");
    assertThat(paths(FolderSource.open(root))).containsExactly("x.jpg/1.png");
  }

  @Test
  void names_that_are_not_ascii_can_be_read() throws IOException {
    files("Vögel/Spatz 1.jpg", "鳥/雀.png");
    FolderSource source = FolderSource.open(root);
    assertThat(paths(source)).containsExactly("Vögel/Spatz 1.jpg", "鳥/雀.png");
    assertThat(bytes(source.read(1))).isEqualTo("鳥/雀.png".getBytes(UTF_8));
    assertThat(source.levels().get(0).classes()).containsExactly("Vögel", "鳥");
  }

  @Test
  void links_are_followed() throws IOException {
    files("real/1.jpg");
    Path elsewhere = Files.createDirectory(root.resolve(".elsewhere"));
    Files.writeString(elsewhere.resolve("2.jpg"), "two");
    Files.createSymbolicLink(root.resolve("linked"), elsewhere);
    Files.createSymbolicLink(root.resolve("real/3.jpg"), elsewhere.resolve("2.jpg"));
    FolderSource source = FolderSource.open(root);
    assertThat(paths(source)).containsExactly("linked/2.jpg", "real/1.jpg", "real/3.jpg");
    assertThat(bytes(source.read(0))).isEqualTo("two".getBytes(UTF_8));
  }

  @Test
  void a_link_back_to_a_folder_around_it_is_left_out() throws IOException {
    files("dog/1.jpg", "cat/1.jpg");
    Files.createSymbolicLink(root.resolve("dog/again"), root);
    Files.createSymbolicLink(root.resolve("dog/self"), Path.of("self"));
    assertThat(paths(FolderSource.open(root))).containsExactly("cat/1.jpg", "dog/1.jpg");
    assertThat(paths(FolderSource.open(root.resolve("dog"))))
        .containsExactly("1.jpg", "again/cat/1.jpg");
  }

  @Test
  void a_link_to_nowhere_with_the_name_of_a_picture_is_listed_and_reading_it_says_so()
      throws IOException {
    files("1.jpg");
    Files.createSymbolicLink(root.resolve("2.jpg"), Path.of("gone"));
    FolderSource source = FolderSource.open(root);
    assertThat(paths(source)).containsExactly("1.jpg", "2.jpg");
    assertThatThrownBy(() -> source.read(1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read 2.jpg in " + root)
        .hasMessageContaining("no such file");
  }

  @Test
  void a_folder_without_pictures_is_refused_with_what_was_found() throws IOException {
    assertThatThrownBy(() -> FolderSource.open(root))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining(root + ": it holds no files");
    files("sub/notes.txt");
    assertThatThrownBy(() -> FolderSource.open(root))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining("its only file")
        .hasMessageContaining("notes.txt");
    files("other.doc");
    assertThatThrownBy(() -> FolderSource.open(root))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining("none of its 2 files ends in .jpg, .jpeg, .jfif, .jpe, .png, .webp");
  }

  @Test
  void what_is_no_folder_is_refused() throws IOException {
    files("a.jpg");
    assertThatThrownBy(() -> FolderSource.open(root.resolve("a.jpg")))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining("is no folder");
    assertThatThrownBy(() -> FolderSource.open(root.resolve("b")))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void the_fingerprint_changes_with_names_and_sizes_and_not_with_the_place() throws IOException {
    Path one = Files.createDirectories(root.resolve("one/pictures"));
    Path two = Files.createDirectories(root.resolve("two/other"));
    for (Path folder : List.of(one, two)) {
      Files.writeString(folder.resolve("a.jpg"), "123");
      Files.writeString(folder.resolve("b.jpg"), "4567");
    }
    String first = FolderSource.open(one).fingerprint();
    assertThat(first).isEqualTo(FolderSource.open(two).fingerprint());
    Files.writeString(two.resolve("b.jpg"), "45678");
    String longer = FolderSource.open(two).fingerprint();
    Files.move(one.resolve("b.jpg"), one.resolve("c.jpg"));
    String renamed = FolderSource.open(one).fingerprint();
    assertThat(List.of(first, longer, renamed)).doesNotHaveDuplicates();
  }

  private void files(String... paths) throws IOException {
    for (String path : paths) {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, path);
    }
  }

  private static List<String> paths(PictureSource source) {
    return IntStream.range(0, source.size()).mapToObj(source::path).toList();
  }

  private static byte[] bytes(StoredPicture picture) {
    return ((StoredPicture.Encoded) picture).bytes();
  }
}
