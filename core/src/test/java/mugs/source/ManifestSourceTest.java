package mugs.source;

import static mugs.source.TestArchives.paths;
import static mugs.source.TestArchives.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestSourceTest {
  @TempDir private Path root;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(root.resolve("dog"));
    for (String name : List.of("dog/a, b.jpg", "dog/2.jpg", "cat.png")) {
      Files.writeString(root.resolve(name), name);
    }
  }

  private PictureSource open(String name, String text) throws IOException {
    Path file = Files.writeString(root.resolve(name), text);
    return PictureSources.open(List.of(file.toString()));
  }

  @Test
  void a_csv_manifest_has_a_path_column_and_label_columns() throws IOException {
    PictureSource source =
        open(
            "m.csv",
            """
            breed,File_Name,kind\r
            rex,"dog/a, b.jpg",dog\r
            \r
            "tom ""the"" cat", cat.png ,cat\r
            ada,dog/2.jpg,dog\r
            """);
    assertThat(source.name()).isEqualTo("m.csv");
    assertThat(paths(source)).containsExactly("dog/a, b.jpg", "cat.png", "dog/2.jpg");
    assertThat(text(source, 0)).isEqualTo("dog/a, b.jpg");
    assertThat(source.levels()).extracting(LabelLevel::name).containsExactly("kind", "breed");
    assertThat(source.levels().get(0).labels()).containsExactly(1, 0, 1);
    assertThat(source.levels().get(1).classes()).containsExactly("ada", "rex", "tom \"the\" cat");
    assertThat(source.levels().get(1).labels()).containsExactly(1, 2, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "\t"})
  void semicolons_and_tabs_separate_too(String separator) throws IOException {
    PictureSource source =
        open("m.txt", "\ufeffpath" + separator + "label\ncat.png" + separator + "x,y\n");
    assertThat(paths(source)).containsExactly("cat.png");
    assertThat(source.levels().get(0).name()).isEqualTo("label");
    assertThat(source.levels().get(0).classes()).containsExactly("x,y");
  }

  @Test
  void a_json_lines_manifest_takes_texts_numbers_and_truth_as_labels() throws IOException {
    PictureSource source =
        open(
            "m.jsonl",
            """
            {"image": "cat.png", "class": 10, "tame": true, "box": [1], "none": null}
            {"class": 2, "image": "dog/2.jpg", "tame": true, "none": "x"}
            """);
    assertThat(paths(source)).containsExactly("cat.png", "dog/2.jpg");
    assertThat(source.levels()).extracting(LabelLevel::name).containsExactly("tame", "class");
    assertThat(source.levels().get(1).classes()).containsExactly("2", "10");
    assertThat(source.levels().get(1).labels()).containsExactly(1, 0);
  }

  @Test
  void whole_paths_and_the_only_column_with_a_picture_will_do() throws IOException {
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    PictureSource source = open("elsewhere/m.csv", "name,photo\nx," + root + "/cat.png\n");
    assertThat(text(source, 0)).isEqualTo("cat.png");
    assertThat(source.levels()).extracting(LabelLevel::name).containsExactly("name");
    assertThat(elsewhere).isDirectory();
  }

  @Test
  void a_path_that_is_listed_again_counts_once() throws IOException {
    PictureSource source = open("m.csv", "path,label\ncat.png,a\ndog/2.jpg,b\ncat.png,c\n");
    assertThat(paths(source)).containsExactly("cat.png", "dog/2.jpg");
    assertThat(source.levels().get(0).classes()).containsExactly("a", "b");
  }

  @Test
  void a_column_with_a_gap_is_no_level() throws IOException {
    PictureSource source = open("m.csv", "path,label,other\ncat.png,,1\ndog/2.jpg,b,2\n");
    assertThat(source.levels()).extracting(LabelLevel::name).containsExactly("other");
  }

  @Test
  void a_missing_picture_is_unreadable_and_named() throws IOException {
    PictureSource source = open("m.csv", "path\ncat.png\ngone.jpg\n");
    assertThatThrownBy(() -> source.read(1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read gone.jpg")
        .hasMessageContaining("there is no such file");
  }

  @Test
  void the_fingerprint_tells_labels_apart() throws IOException {
    String one = open("m.csv", "path,label\ncat.png,a\ndog/2.jpg,a\n").fingerprint();
    String other = open("m.csv", "path,label\ncat.png,a\ndog/2.jpg,b\n").fingerprint();
    assertThat(one).isNotEqualTo(other);
  }

  @Test
  void what_is_no_good_manifest_is_refused_in_one_line() {
    assertRefused("m.csv", "a,b\n1,2\n", "has the columns a, b: call the one", "path");
    assertRefused("notes.txt", "Dear Sir,\nthank you, and goodbye\n", "is no picture collection");
    assertRefused("m.csv", "path,label\n", "has no rows");
    assertRefused("m.csv", "path,label\ncat.png,a,b\n", "row 1 of", "has 3 values");
    assertRefused("m.csv", "path,label\ncat.png,a\n,b\n", "row 2 of", "has no path");
    assertRefused("m.csv", "path,label\ncat.png,\"a\n", "is broken at line");
    assertRefused("m.csv", "path\nx.jpg\ny.jpg\n", "lists x.jpg, but that is not in");
    assertRefused("m.csv", "path,label\ncat.png,\"" + "x".repeat(3 << 20), "is broken at line");
    assertRefused("m.jsonl", "{\"path\": \"cat.png\"}\n[1]\n", "row 2 of", "is no JSON object");
    assertRefused("m.jsonl", "{\"path\": \"cat.png\"", "is broken at line 1");
    assertRefused("m.jsonl", "{\"path\": \"cat.png\"}\n{\"pth\": 1}\n", "row 2 of", "has no path");
  }

  private void assertRefused(String name, String text, String... messages) {
    assertThatThrownBy(() -> open(name, text))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContainingAll(messages)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void the_fingerprint_sees_files_that_were_replaced_by_others_of_another_size()
      throws IOException {
    String text = "path,label\ncat.png,a\ndog/2.jpg,a\n";
    String one = open("m.csv", text).fingerprint();
    assertThat(open("m.csv", text).fingerprint()).isEqualTo(one);
    Files.write(root.resolve("dog/2.jpg"), new byte[12_345]);
    String replaced = open("m.csv", text).fingerprint();
    assertThat(replaced).isNotEqualTo(one);
    Files.delete(root.resolve("dog/2.jpg"));
    assertThat(open("m.csv", text).fingerprint()).isNotEqualTo(one).isNotEqualTo(replaced);
  }
}
