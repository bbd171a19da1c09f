package mugs.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static mugs.source.TestArchives.members;
import static mugs.source.TestArchives.paths;
import static mugs.source.TestArchives.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import mugs.source.TestArchives.Member;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarSourceTest {
  @TempDir private Path root;

  private TarSource open(Path... archives) throws IOException {
    return TarSource.open(List.of(archives), TestArchives.indexing());
  }

  private Path tar(String name, List<Member> members) throws IOException {
    return TestArchives.write(root.resolve(name), TestArchives.tar(members));
  }

  private Path tgz(String name, List<Member> members) throws IOException {
    return TestArchives.write(root.resolve(name), TestArchives.gzip(TestArchives.tar(members)));
  }

  @Test
  void pictures_come_in_the_order_of_the_archive_with_folders_as_levels() throws IOException {
    List<Member> members =
        members("./dog/2.jpg", "./cat/1.png", "./readme.md", "./dog/1.gif", "./dog/.x.jpg");
    for (Path archive : List.of(tar("a.tar", members), tgz("a.tgz", members))) {
      TarSource source = open(archive);
      assertThat(paths(source)).containsExactly("dog/2.jpg", "cat/1.png", "dog/1.gif");
      assertThat(source.levels()).hasSize(1);
      assertThat(source.levels().get(0).classes()).containsExactly("dog", "cat");
      assertThat(source.levels().get(0).labels()).containsExactly(0, 1, 0);
      assertThat(text(source, 2)).isEqualTo("./dog/1.gif");
      assertThat(text(source, 0)).isEqualTo("./dog/2.jpg");
    }
  }

  @Test
  void archives_by_bzip2_are_read_too() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (BZip2CompressorOutputStream out = new BZip2CompressorOutputStream(packed)) {
      out.write(TestArchives.tar(members("dog/1.jpg", "cat/1.jpg")));
    }
    TarSource source = open(TestArchives.write(root.resolve("a.tar.bz2"), packed.toByteArray()));
    assertThat(text(source, 1)).isEqualTo("cat/1.jpg");
  }

  @Test
  void long_names_and_names_that_are_not_ascii_are_read() throws IOException {
    String name = "鳥/" + "long-".repeat(60) + "Spätzchen.jpg";
    TarSource source = open(tar("a.tar", members(name, "b/2.jpg")));
    assertThat(paths(source)).containsExactly(name, "b/2.jpg");
    assertThat(text(source, 0)).isEqualTo(name);
    assertThat(text(source, 1)).isEqualTo("b/2.jpg");
  }

  @Test
  void a_class_beside_each_picture_makes_shards_with_one_level() throws IOException {
    TarSource source =
        open(
            tar(
                "shard-0.tar",
                List.of(
                    Member.of("s/01.jpg"),
                    Member.of("s/01.cls", "10\n"),
                    Member.of("s/02.cls", "2"),
                    Member.of("s/02.WEBP"),
                    Member.of("s/03.png"),
                    Member.of("s/03.cls", "10"))));
    assertThat(paths(source)).containsExactly("s/01.jpg", "s/02.WEBP", "s/03.png");
    assertThat(source.levels()).hasSize(1);
    assertThat(source.levels().get(0).name()).isEqualTo("class");
    assertThat(source.levels().get(0).classes()).containsExactly("2", "10");
    assertThat(source.levels().get(0).labels()).containsExactly(1, 0, 1);
  }

  @Test
  void fields_of_json_are_levels_coarsest_first_and_a_class_that_repeats_one_is_none()
      throws IOException {
    List<Member> members = new ArrayList<>();
    String[] breeds = {"rex", "ada", "tom"};
    for (int i = 0; i < 6; i++) {
      String kind = i % 3 == 2 ? "cat" : "dog";
      members.add(Member.of("0" + i + ".jpg"));
      members.add(Member.of("0" + i + ".cls", Integer.toString(i % 3)));
      members.add(
          Member.of(
              "0" + i + ".json",
              "{\"breed\": \"%s\", \"kind\": \"%s\", \"box\": [1, {\"x\": 2}], \"score\": 0.%d}"
                  .formatted(breeds[i % 3], kind, i)));
    }
    TarSource source = open(tar("shard.tar", members));
    assertThat(source.levels()).extracting(LabelLevel::name).containsExactly("kind", "breed");
    assertThat(source.levels().get(0).classes()).containsExactly("cat", "dog");
    assertThat(source.levels().get(0).labels()).containsExactly(1, 1, 0, 1, 1, 0);
    assertThat(source.levels().get(1).classes()).containsExactly("ada", "rex", "tom");
    assertThat(source.levels().get(1).labels()).containsExactly(1, 0, 2, 1, 0, 2);
  }

  @Test
  void labels_find_their_picture_wherever_they_lie_in_the_archive() throws IOException {
    TarSource source =
        open(
            tgz(
                "shard.tgz",
                List.of(
                    Member.of("b.cls", "y"),
                    Member.of("a.jpg"),
                    Member.of("b.jpg"),
                    Member.of("a.cls", "x"))));
    assertThat(source.levels().get(0).classes()).containsExactly("x", "y");
    assertThat(source.levels().get(0).labels()).containsExactly(0, 1);
    assertThat(text(source, 1)).isEqualTo("b.jpg");
  }

  @Test
  void a_sample_is_one_picture_and_further_ones_are_left_out() throws IOException {
    TarSource source =
        open(
            tar(
                "shard.tar",
                List.of(
                    Member.of("1.mask.png"),
                    Member.of("1.jpg"),
                    Member.of("1.png"),
                    Member.of("1.cls", "0"),
                    Member.of("2.jpg"),
                    Member.of("2.cls", "1"))));
    assertThat(paths(source)).containsExactly("1.jpg", "2.jpg");
    assertThat(source.levels().get(0).labels()).containsExactly(0, 1);
  }

  @Test
  void a_json_file_that_belongs_to_no_picture_makes_no_shard() throws IOException {
    TarSource source =
        open(
            tar(
                "a.tar",
                List.of(
                    Member.of("set/info.json", "{\"version\": 1}"),
                    Member.of("set/dog/1.jpg"),
                    Member.of("set/dog/1.png"),
                    Member.of("set/cat/my.cat.jpg"))));
    assertThat(paths(source))
        .containsExactly("set/dog/1.jpg", "set/dog/1.png", "set/cat/my.cat.jpg");
    assertThat(source.levels().get(0).classes()).containsExactly("dog", "cat");
  }

  @Test
  void a_picture_without_labels_or_with_broken_ones_leaves_no_level() throws IOException {
    List<Member> members =
        new ArrayList<>(List.of(Member.of("1.jpg"), Member.of("1.cls", "0"), Member.of("2.jpg")));
    assertThat(open(tar("a.tar", members)).levels()).isEmpty();
    members.add(Member.of("2.json", "{\"class\": "));
    assertThat(open(tar("a.tar", members)).levels()).isEmpty();
  }

  @Test
  void pictures_of_several_shards_are_called_after_their_shard() throws IOException {
    Path one = tar("x/shard-0.tar", List.of(Member.of("1.jpg"), Member.of("1.cls", "a")));
    Path two = tgz("x/shard-1.tar.gz", List.of(Member.of("1.jpg"), Member.of("1.cls", "b")));
    Path three = tar("y/shard-0.tar", List.of(Member.of("1.jpg", "last"), Member.of("1.cls", "a")));
    TarSource source = open(one, two, three);
    assertThat(source.name()).isEqualTo("shard-0.tar and 2 more");
    assertThat(paths(source)).containsExactly("shard-0/1.jpg", "shard-1/1.jpg", "shard-0-2/1.jpg");
    assertThat(source.levels().get(0).labels()).containsExactly(0, 1, 0);
    assertThat(text(source, 2)).isEqualTo("last");
    assertThat(source.forwardRuns().runs()).containsExactly(new ForwardRuns.Run(1, 2));
  }

  @Test
  void folders_are_levels_across_several_archives() throws IOException {
    TarSource source =
        open(
            tar("dogs.tar", members("dog/rex/1.jpg", "dog/ada/1.jpg")),
            tar("empty.tar", members("notes.txt")),
            tar("cats.tar", members("cat/tom/1.jpg")));
    assertThat(paths(source))
        .containsExactly("dogs/dog/rex/1.jpg", "dogs/dog/ada/1.jpg", "cats/cat/tom/1.jpg");
    assertThat(source.levels().get(0).classes()).containsExactly("dog", "cat");
    assertThat(source.levels().get(1).labels()).containsExactly(0, 1, 2);
    assertThat(text(source, 2)).isEqualTo("cat/tom/1.jpg");
  }

  @Test
  void links_and_names_that_lead_outside_touch_nothing() throws IOException {
    TarSource source =
        open(
            tar(
                "a.tar",
                List.of(
                    Member.link("link.jpg", "../../etc/passwd"),
                    Member.of("../../1.jpg"),
                    Member.of("/abs/2.jpg"))));
    assertThat(paths(source)).containsExactly("../../1.jpg", "abs/2.jpg");
    assertThat(text(source, 0)).isEqualTo("../../1.jpg");
    try (var files = Files.list(root)) {
      assertThat(files).containsExactly(root.resolve("a.tar"));
    }
  }

  @Test
  void names_longer_than_those_of_files_are_left_out() throws IOException {
    String fits = "x".repeat(4092) + ".jpg";
    TarSource source = open(tgz("a.tgz", members("1.jpg", "x" + fits, fits, "2.jpg")));
    assertThat(paths(source)).containsExactly("1.jpg", fits, "2.jpg");
  }

  @Test
  void of_pictures_with_the_same_path_the_last_one_counts() throws IOException {
    List<Member> members =
        List.of(Member.of("a.jpg", "old"), Member.of("b.jpg"), Member.of("a.jpg", "new"));
    for (Path archive : List.of(tar("a.tar", members), tgz("a.tgz", members))) {
      TarSource source = open(archive);
      assertThat(paths(source)).containsExactly("b.jpg", "a.jpg");
      assertThat(text(source, 1)).isEqualTo("new");
      assertThat(text(source, 0)).isEqualTo("b.jpg");
    }
  }

  @Test
  void of_an_archive_cut_short_the_pictures_before_the_cut_are_used() throws IOException {
    List<Member> members = List.of(Member.of("1.jpg"), Member.of("2.jpg", "x".repeat(5000)));
    byte[] whole = TestArchives.tar(members);
    int insideSecond = 512 + 512 + 512 + 3000;
    Path plain = TestArchives.write(root.resolve("a.tar"), Arrays.copyOf(whole, insideSecond));
    assertThat(paths(open(plain))).containsExactly("1.jpg");
    Path packed =
        TestArchives.write(
            root.resolve("a.tgz"), TestArchives.gzip(Arrays.copyOf(whole, insideSecond)));
    assertThat(paths(open(packed))).containsExactly("1.jpg");
    Path inHeader = TestArchives.write(root.resolve("b.tar"), Arrays.copyOf(whole, 512 + 512 + 99));
    assertThat(paths(open(inHeader))).containsExactly("1.jpg");
  }

  @Test
  void of_a_gzip_stream_cut_short_the_pictures_before_the_cut_are_used() throws IOException {
    byte[] noise = new byte[200_000];
    new Random(1).nextBytes(noise);
    byte[] packed =
        TestArchives.gzip(
            TestArchives.tar(List.of(Member.of("1.jpg"), new Member("2.jpg", noise, false))));
    TarSource source =
        open(TestArchives.write(root.resolve("a.tgz"), Arrays.copyOf(packed, 100_000)));
    assertThat(paths(source)).containsExactly("1.jpg");
    assertThat(text(source, 0)).isEqualTo("1.jpg");
  }

  @Test
  void an_archive_cut_in_its_first_member_holds_no_pictures() throws IOException {
    byte[] whole = TestArchives.tar(members("1.jpg"));
    Path cut = TestArchives.write(root.resolve("a.tar"), Arrays.copyOf(whole, 514));
    assertThatThrownBy(() -> open(cut))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining("no pictures in " + cut);
  }

  @Test
  void damage_between_members_ends_the_archive_there() throws IOException {
    byte[] whole = TestArchives.tar(members("1.jpg", "2.jpg", "3.jpg"));
    Arrays.fill(whole, 1024, 1024 + 512, (byte) 77);
    assertThat(paths(open(TestArchives.write(root.resolve("a.tar"), whole))))
        .containsExactly("1.jpg");
  }

  /** A header that claims ten gigabytes, with nothing behind it. */
  private static byte[] claimsTenGigabytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
    TarArchiveEntry entry = new TarArchiveEntry("huge.jpg");
    entry.setSize(10_000_000_000L);
    tar.putArchiveEntry(entry);
    tar.flush();
    return Arrays.copyOf(bytes.toByteArray(), 512);
  }

  @Test
  void a_member_that_claims_more_than_there_is_ends_the_archive_and_takes_no_memory()
      throws IOException {
    byte[] first = Arrays.copyOf(TestArchives.tar(members("1.jpg")), 1024);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(first);
    joined.write(claimsTenGigabytes());
    joined.write(new byte[5000]);
    assertThat(paths(open(TestArchives.write(root.resolve("a.tar"), joined.toByteArray()))))
        .containsExactly("1.jpg");
    assertThat(
            paths(
                open(
                    TestArchives.write(
                        root.resolve("a.tgz"), TestArchives.gzip(joined.toByteArray())))))
        .containsExactly("1.jpg");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_picture_above_the_limit_is_unreadable_and_the_others_are_read(boolean packed)
      throws IOException {
    List<Member> members =
        List.of(
            Member.of("1.jpg"),
            new Member("2.jpg", new byte[3_000_000], false),
            Member.of("3.jpg"));
    Path archive = packed ? tgz("a.tgz", members) : tar("a.tar", members);
    OpenOptions options = new OpenOptions(1_000_000, 10, IndexingListener.NONE);
    TarSource source = TarSource.open(List.of(archive), new Indexing(options));
    assertThat(source.size()).isEqualTo(3);
    assertThatThrownBy(() -> source.read(1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read 2.jpg in " + archive)
        .hasMessageContaining("3,000,000 bytes, and at most 1,000,000 are read");
    assertThat(text(source, 2)).isEqualTo("3.jpg");
    assertThat(text(source, 0)).isEqualTo("1.jpg");
  }

  @Test
  void headers_of_more_than_a_megabyte_end_the_archive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(Arrays.copyOf(TestArchives.tar(members("1.jpg")), 1024));
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      TarArchiveEntry name =
          new TarArchiveEntry(TarConstants.GNU_LONGLINK, TarConstants.LF_GNUTYPE_LONGNAME);
      byte[] letters = ("x".repeat(3 << 20) + ".jpg").getBytes(UTF_8);
      name.setSize(letters.length);
      tar.putArchiveEntry(name);
      tar.write(letters);
      tar.closeArchiveEntry();
      TarArchiveEntry named = new TarArchiveEntry("2.jpg");
      tar.putArchiveEntry(named);
      tar.closeArchiveEntry();
    }
    Path archive =
        TestArchives.write(root.resolve("a.tgz"), TestArchives.gzip(bytes.toByteArray()));
    assertThat(paths(open(archive))).containsExactly("1.jpg");
  }

  @Test
  void an_archive_that_shrinks_after_it_was_opened_makes_its_pictures_unreadable()
      throws IOException {
    Path archive = tar("a.tar", members("1.jpg", "2.jpg"));
    TarSource source = open(archive);
    Files.write(archive, Arrays.copyOf(Files.readAllBytes(archive), 1024));
    assertThat(text(source, 0)).isEqualTo("1.jpg");
    assertThatThrownBy(() -> source.read(1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the archive is shorter than when it was opened");
  }

  @Test
  void an_archive_without_pictures_says_what_it_holds() throws IOException {
    Path archive = tar("a.tar", List.of(Member.of("a.txt"), Member.link("b.jpg", "a.txt")));
    assertThatThrownBy(() -> open(archive))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining("it holds 1 other file (a.txt); 1 link (b.jpg)");
  }

  @Test
  void a_compressed_archive_gives_every_picture_in_any_order_to_several_threads() throws Exception {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      members.add(Member.of(String.format(Locale.ROOT, "c%d/%03d.jpg", i % 7, i)));
    }
    TarSource source =
        TarSource.open(
            List.of(tgz("a.tgz", members), tgz("b.tgz", members)),
            new Indexing(new OpenOptions(1000, 10, IndexingListener.NONE)));
    List<Integer> order = new ArrayList<>(IntStream.range(0, 600).boxed().toList());
    Collections.shuffle(order, new Random(3));
    List<Thread> threads = new ArrayList<>();
    List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    for (int t = 0; t < 3; t++) {
      int first = t;
      Thread thread =
          new Thread(
              () -> {
                for (int i = first; i < order.size(); i += 3) {
                  try {
                    int index = order.get(i);
                    if (!source.path(index).endsWith("/" + text(source, index))) {
                      wrong.add(source.path(index));
                    }
                  } catch (IOException e) {
                    wrong.add(e.toString());
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).isEmpty();
    source.close();
  }

  @Test
  void an_interrupted_thread_still_reads() throws IOException {
    for (Path archive :
        List.of(tar("a.tar", members("1.jpg", "2.jpg")), tgz("a.tgz", members("1.jpg", "2.jpg")))) {
      TarSource source = open(archive);
      Thread.currentThread().interrupt();
      try {
        assertThat(text(source, 0)).isEqualTo("1.jpg");
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
      assertThat(text(source, 1)).isEqualTo("2.jpg");
    }
  }

  @Test
  void the_fingerprint_is_that_of_paths_and_sizes() throws IOException {
    Path one = tar("a.tar", members("1.jpg", "2.jpg"));
    Path same = tgz("b.tgz", members("1.jpg", "2.jpg"));
    Path longer = tar("c.tar", List.of(Member.of("1.jpg"), Member.of("2.jpg", "longer")));
    assertThat(open(one).fingerprint()).isEqualTo(open(same).fingerprint());
    assertThat(open(longer).fingerprint()).isNotEqualTo(open(one).fingerprint());
  }
}
