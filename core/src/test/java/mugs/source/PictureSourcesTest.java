package mugs.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureSourcesTest {
  @TempDir private Path root;

  @Test
  void emoji_with_a_colon_is_the_built_in_set() throws IOException {
    assertThat(PictureSources.open(List.of("emoji:")))
        .isInstanceOf(EmojiSource.class)
        .extracting(PictureSource::name)
        .isEqualTo("emoji:");
    PictureSource plain = PictureSources.open(List.of("emoji:without-skin-tones"));
    assertThat(plain.size()).isEqualTo(1906);
    assertThat(plain.name()).isEqualTo("emoji:without-skin-tones");
    assertRefused("no built-in pictures called emoji:cats", "emoji:cats");
  }

  @Test
  void a_folder_is_a_source_of_its_own() throws IOException {
    file("dog/1.jpg");
    PictureSource source = PictureSources.open(List.of(root.toString()));
    assertThat(source).isInstanceOf(FolderSource.class);
    assertThat(paths(source)).containsExactly("dog/1.jpg");
  }

  @Test
  void several_folders_make_one_source_with_joined_labels() throws IOException {
    file("north/dog/1.jpg");
    file("south/cat/1.jpg");
    PictureSource source = PictureSources.open(List.of(root + "/north", root + "/south"));
    assertThat(paths(source)).containsExactly("north/dog/1.jpg", "south/cat/1.jpg");
    assertThat(source.levels()).hasSize(1);
    assertThat(source.levels().get(0).classes()).containsExactly("dog", "cat");
    assertThat(source.levels().get(0).labels()).containsExactly(0, 1);
  }

  @Test
  void picture_files_make_one_source_in_the_order_given() throws IOException {
    String b = file("b.jpg").toString();
    String a = file("a.PNG").toString();
    PictureSource source = PictureSources.open(List.of(b, a, b));
    assertThat(paths(source)).containsExactly(b, a);
    assertThat(source.levels()).isEmpty();
    assertThat(source.name()).isEqualTo("b.jpg and 1 more");
    assertThat(((StoredPicture.Encoded) source.read(1)).bytes()).isEqualTo("a.PNG".getBytes(UTF_8));
    assertThat(PictureSources.open(List.of(a)).name()).isEqualTo("a.PNG");
  }

  @Test
  void files_between_folders_stand_at_the_place_of_the_first() throws IOException {
    file("north/1.jpg");
    file("south/1.jpg");
    String a = file("a.jpg").toString();
    String b = file("b.jpg").toString();
    assertThat(PictureSources.open(List.of(root + "/north", a, root + "/south", b)).name())
        .isEqualTo("north + a.jpg and 1 more + south");
  }

  @Test
  void a_folder_of_archives_alone_stands_for_them() throws IOException {
    archive("shards/shard-1.tar", "dog/1.jpg");
    archive("shards/shard-0.tar", "cat/1.jpg");
    Files.writeString(root.resolve("shards/skipped.tsv"), "");
    PictureSource source = PictureSources.open(List.of(root + "/shards"));
    assertThat(paths(source)).containsExactly("shard-0/cat/1.jpg", "shard-1/dog/1.jpg");
    assertThat(source.levels().get(0).classes()).containsExactly("cat", "dog");
    file("shards/3.jpg");
    assertThat(paths(PictureSources.open(List.of(root + "/shards")))).containsExactly("3.jpg");
  }

  @Test
  void files_left_out_for_their_endings_are_told_once_a_folder() throws IOException {
    for (String name : List.of("one/a.jpg", "one/n1", "one/sub/n2", "one/.hidden", "two/b.jpg")) {
      file(name);
    }
    List<String> heard = new ArrayList<>();
    IndexingListener listener =
        new IndexingListener() {
          @Override
          public void found(long pictures) {}

          @Override
          public void leftOut(int files, String firstFile) {
            heard.add(files + " " + firstFile);
          }
        };
    PictureSources.open(
        List.of(root + "/one", root + "/two"), OpenOptions.DEFAULT.listenedToBy(listener));
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0)).startsWith("2 " + root + "/one/").containsPattern("n[12]$");
  }

  @Test
  void a_pattern_with_braces_names_shards_all_of_which_must_be_there() throws IOException {
    for (int i = 8; i < 12; i++) {
      archive("shard-%02d.tar".formatted(i), i + ".jpg");
    }
    PictureSource source = PictureSources.open(List.of(root + "/shard-{08..11}.tar"));
    assertThat(paths(source))
        .containsExactly("shard-08/8.jpg", "shard-09/9.jpg", "shard-10/10.jpg", "shard-11/11.jpg");
    assertRefused(
        "2 of the 6 files that " + root + "/shard-{06..11}.tar stands for do not exist",
        root + "/shard-{06..11}.tar");
    assertThat(paths(PictureSources.open(List.of(root + "/shard-{08..08}.tar"))))
        .containsExactly("8.jpg");
    assertRefused(
        "the only file that %s/shard-{07..07}.tar stands for, %s/shard-07.tar, does not exist"
            .formatted(root, root),
        root + "/shard-{07..07}.tar");
    Path literal = root.resolve("a{1,2}.tar");
    Files.copy(root.resolve("shard-08.tar"), literal);
    assertThat(PictureSources.open(List.of(literal.toString())).size()).isEqualTo(1);
  }

  @Test
  void archives_make_one_source_at_the_place_of_the_first() throws IOException {
    file("north/1.jpg");
    String a = file("a.jpg").toString();
    String zero = archive("shard-0.tar", "1.jpg").toString();
    String one = archive("shard-1.tar", "1.jpg").toString();
    assertThat(PictureSources.open(List.of(zero, root + "/north", a, one)).name())
        .isEqualTo("shard-0.tar and 1 more + north + a.jpg");
    assertThat(PictureSources.open(List.of(a, zero, root + "/north", one)).name())
        .isEqualTo("a.jpg + shard-0.tar and 1 more + north");
  }

  @Test
  void the_listener_hears_of_every_thousandth_picture_of_all_sources() throws IOException {
    String[] members = IntStream.range(0, 1500).mapToObj(i -> i + ".jpg").toArray(String[]::new);
    String tar = archive("a.tar", members).toString();
    Path zip = root.resolve("b.zip");
    TestArchives.write(zip, TestArchives.zip(TestArchives.members(members)));
    List<Long> heard = new ArrayList<>();
    PictureSources.open(List.of(tar, zip.toString()), OpenOptions.DEFAULT.listenedToBy(heard::add));
    assertThat(heard).containsExactly(1000L, 2000L, 3000L);
  }

  private Path archive(String name, String... members) throws IOException {
    byte[] tar = TestArchives.tar(TestArchives.members(members));
    return TestArchives.write(root.resolve(name), tar);
  }

  @Test
  void beginnings_are_what_was_asked_for_or_the_whole_of_a_picture() throws IOException {
    List<TestArchives.Member> members = TestArchives.members("dog/long name.jpg", "x.jpg");
    Path zip = TestArchives.write(root.resolve("a.zip"), TestArchives.zip(members));
    Path tar = TestArchives.write(root.resolve("a.tar"), TestArchives.tar(members));
    Path folder = root.resolve("folder");
    file("folder/dog/long name.jpg");
    file("folder/x.jpg");
    Path manifest = Files.writeString(folder.resolve("m.csv"), "path\ndog/long name.jpg\nx.jpg\n");
    List<List<String>> all =
        List.of(
            List.of(zip.toString()),
            List.of(tar.toString()),
            List.of(folder.toString()),
            List.of(manifest.toString()),
            List.of(zip.toString(), tar.toString()));
    for (List<String> named : all) {
      PictureSource source = PictureSources.open(named);
      for (PictureSource each : List.of(source, SubsetSource.spread(source, 2))) {
        String whole = TestArchives.text(each, 0);
        String beginning =
            new String(((StoredPicture.Encoded) each.readBeginning(0, 5)).bytes(), UTF_8);
        assertThat(beginning).as("%s", named).isEqualTo(whole.substring(0, 5));
        byte[] last = ((StoredPicture.Encoded) each.readBeginning(each.size() - 1, 1000)).bytes();
        assertThat(new String(last, UTF_8)).isEqualTo(TestArchives.text(each, each.size() - 1));
      }
    }
  }

  @Test
  void the_fingerprint_of_files_changes_with_their_size() throws IOException {
    Path a = file("a.jpg");
    String before = PictureSources.open(List.of(a.toString())).fingerprint();
    Files.writeString(a, "longer than before");
    assertThat(PictureSources.open(List.of(a.toString())).fingerprint()).isNotEqualTo(before);
  }

  @Test
  void what_cannot_be_opened_is_refused_in_one_line_that_says_what_to_do() throws IOException {
    assertRefused("no pictures were named");
    assertRefused("\"\" does not exist", "");
    assertRefused("not one of the 2 files that " + root + "/{a,b} stands for", root + "/{a,b}");
    assertRefused(
        "does not exist (looked for %s/a{..b): as a pattern it would need braces".formatted(root),
        root + "/a{..b");
    assertRefused(": URLs are not fetched, download it first; give", "https://example.org/a.tar");
    assertRefused(
        "nothing.csv is empty; give a folder",
        Files.createFile(root.resolve("nothing.csv")).toString());
    assertRefused("gone\" does not exist", root.resolve("gone").toString());
    assertRefused("notes.txt is no picture collection", file("notes.txt").toString());
    assertRefused("no pictures in", Files.createDirectory(root.resolve("empty")).toString());
    assertRefused("is no path here", "nul\0character");
  }

  @Test
  void a_picture_file_that_goes_away_is_named_when_read() throws IOException {
    Path a = file("a.jpg");
    PictureSource source = PictureSources.open(List.of(a.toString()));
    Files.delete(a);
    assertThatThrownBy(() -> source.read(0))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot read " + a + ": there is no such file");
  }

  @Test
  void one_bad_path_among_good_ones_is_refused() throws IOException {
    assertRefused("gone\" does not exist", file("a.jpg").toString(), "gone");
  }

  private static void assertRefused(String message, String... paths) {
    List<String> named = new ArrayList<>(List.of(paths));
    assertThatThrownBy(() -> PictureSources.open(named))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("give ")
        .message()
        .doesNotContain("\n");
  }

  private Path file(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, path);
  }

  private static List<String> paths(PictureSource source) {
    return IntStream.range(0, source.size()).mapToObj(source::path).toList();
  }
}
