package mugs.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardWriterTest {
  @TempDir private Path root;

  private static ShardWriter.Sample sample(String path, Map<String, String> classes, int finest) {
    return new ShardWriter.Sample(path, PictureFormat.JPEG, path.getBytes(UTF_8), classes, finest);
  }

  private static Map<String, String> members(Path shard) throws IOException {
    Map<String, String> members = new LinkedHashMap<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(shard))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        members.put(e.getName(), new String(tar.readAllBytes(), UTF_8));
      }
    }
    return members;
  }

  @Test
  void a_sample_is_a_picture_its_class_and_its_levels() throws IOException {
    Map<String, String> classes = new LinkedHashMap<>();
    classes.put("kind", "dog");
    classes.put("breed", "dog \"rex\"");
    try (ShardWriter writer = new ShardWriter(root, new ShardWriter.Limits(10, 1000))) {
      writer.add(sample("dog/rex.v2.png", classes, 7));
    }
    assertThat(members(root.resolve("shard-000000.tar")))
        .containsExactly(
            Map.entry("dog/rex_v2.jpg", "dog/rex.v2.png"),
            Map.entry("dog/rex_v2.cls", "7"),
            Map.entry(
                "dog/rex_v2.json",
                "{\"levels\":[\"kind\",\"breed\"],\"kind\":\"dog\",\"breed\":\"dog \\\"rex\\\"\"}"));
  }

  @Test
  void names_stay_inside_the_archive_and_are_unique_in_their_shard() throws IOException {
    List<String> paths =
        List.of(
            "../../etc/1.jpg", "/1.jpg", "a//b/.1.jpg", "1.png", "train/00001", "a/..", "x..jpg");
    try (ShardWriter writer = new ShardWriter(root, new ShardWriter.Limits(10, 1000))) {
      for (String path : paths) {
        writer.add(sample(path, Map.of(), 0));
      }
    }
    List<String> names =
        members(root.resolve("shard-000000.tar")).keySet().stream()
            .filter(name -> name.endsWith(".jpg"))
            .toList();
    assertThat(names)
        .containsExactly(
            "_/_/etc/1.jpg",
            "1.jpg",
            "a/b/_1.jpg",
            "1-2.jpg",
            "train/00001.jpg",
            "a/__.jpg",
            "x_.jpg");
    try (PictureSource source = PictureSources.open(List.of(root.toString()))) {
      assertThat(IntStream.range(0, source.size()).mapToObj(i -> text(source, i)))
          .containsExactlyElementsOf(paths);
    }
  }

  private static String text(PictureSource source, int index) {
    try {
      return TestArchives.text(source, index);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void a_shard_is_full_by_pictures_or_by_bytes() throws IOException {
    ShardWriter writer = new ShardWriter(root, new ShardWriter.Limits(3, 10));
    for (String path : List.of("1.jpg", "2.jpg", "3.jpg", "long-enough.jpg", "5.jpg")) {
      writer.add(sample(path, Map.of(), 0));
    }
    assertThat(root.resolve("shard-000002.tar")).doesNotExist();
    writer.close();
    assertThat(writer.shards())
        .extracting(shard -> shard.getFileName().toString())
        .containsExactly("shard-000000.tar", "shard-000001.tar", "shard-000002.tar");
    assertThat(members(writer.shards().get(0))).containsKeys("1.jpg", "2.jpg").hasSize(4);
    assertThat(members(writer.shards().get(1))).containsKeys("3.jpg", "long-enough.jpg").hasSize(4);
    assertThat(members(writer.shards().get(2))).containsKeys("5.jpg").hasSize(2);
  }

  @Test
  void the_same_samples_make_the_same_bytes() throws IOException {
    Path one = Files.createDirectory(root.resolve("one"));
    Path two = Files.createDirectory(root.resolve("two"));
    for (Path folder : List.of(one, two)) {
      try (ShardWriter writer = new ShardWriter(folder, new ShardWriter.Limits(3, 1000))) {
        writer.add(sample("鳥/雀.jpg", Map.of("a", "b"), 0));
      }
    }
    assertThat(one.resolve("shard-000000.tar"))
        .hasSameBinaryContentAs(two.resolve("shard-000000.tar"));
  }

  @Test
  void what_is_discarded_leaves_nothing() throws IOException {
    ShardWriter writer = new ShardWriter(root, new ShardWriter.Limits(1, 1000));
    writer.add(sample("1.jpg", Map.of(), 0));
    writer.add(sample("2.jpg", Map.of(), 0));
    assertThat(root).isDirectoryContaining("glob:**.tar").isDirectoryContaining("glob:**.part");
    writer.discard();
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void levels_that_differ_from_picture_to_picture_come_back_where_they_are_declared()
      throws IOException {
    try (ShardWriter writer = new ShardWriter(root, new ShardWriter.Limits(5000, 1 << 30))) {
      for (int i = 0; i < 1500; i++) {
        Map<String, String> classes = new LinkedHashMap<>();
        classes.put("own", "class " + i);
        classes.put("half", "h" + i % 2);
        writer.add(sample(i + ".jpg", classes, i % 2));
      }
    }
    try (PictureSource source = PictureSources.open(List.of(root.toString()))) {
      assertThat(source.levels()).extracting(LabelLevel::name).containsExactly("own", "half");
      assertThat(source.levels().get(0).classes()).hasSize(1500);
    }
  }

  @Test
  void pictures_without_labels_stay_without_whatever_folders_they_are_in() throws IOException {
    try (ShardWriter writer = new ShardWriter(root, new ShardWriter.Limits(10, 1000))) {
      writer.add(sample("a/1.jpg", Map.of(), 0));
      writer.add(sample("b/1.jpg", Map.of(), 0));
    }
    try (PictureSource source = PictureSources.open(List.of(root.toString()))) {
      assertThat(source.levels()).isEmpty();
    }
  }

  @Test
  void a_shard_that_cannot_be_written_is_told_with_its_folder() {
    ShardWriter writer = new ShardWriter(root.resolve("gone"), new ShardWriter.Limits(1, 1));
    assertThatThrownBy(() -> writer.add(sample("1.jpg", Map.of(), 0)))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot write shards to " + root.resolve("gone") + ": no such file or folder");
  }

  @Test
  void limits_below_one_are_refused() {
    assertThatThrownBy(() -> new ShardWriter.Limits(0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ShardWriter.Limits(1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
