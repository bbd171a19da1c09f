package mugs.source;

import static mugs.source.TestArchives.paths;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CifarSourceTest {
  @TempDir private Path root;

  /**
   * Records with the given labels; a record's red is 1, 2, 3, ..., green 100 and blue its number.
   */
  private static byte[] records(int[]... labels) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < labels.length; i++) {
      for (int label : labels[i]) {
        bytes.write(label);
      }
      for (int pixel = 0; pixel < 3072; pixel++) {
        bytes.write(pixel < 1024 ? pixel + 1 : pixel < 2048 ? 100 : i);
      }
    }
    return bytes.toByteArray();
  }

  private PictureSource open(String name, byte[] bytes) throws IOException {
    return PictureSources.open(List.of(Files.write(root.resolve(name), bytes).toString()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_hundred_classes_have_two_levels_and_the_names_beside_the_file(boolean packed)
      throws IOException {
    byte[] records = records(new int[] {3, 99}, new int[] {19, 0}, new int[] {3, 7});
    names("coarse_label_names.txt", "kind", 20);
    names("fine_label_names.txt", "breed", 100);
    PictureSource source = open("train.bin", packed ? TestArchives.gzip(records) : records);
    assertThat(source.name()).isEqualTo("train.bin");
    assertThat(paths(source)).containsExactly("train/00000", "train/00001", "train/00002");
    LabelLevel coarse = source.levels().get(0);
    LabelLevel fine = source.levels().get(1);
    assertThat(coarse.name()).isEqualTo("coarse");
    assertThat(coarse.classes()).hasSize(20).contains("kind 19");
    assertThat(coarse.labels()).containsExactly(3, 19, 3);
    assertThat(fine.name()).isEqualTo("fine");
    assertThat(fine.classes().get(99)).isEqualTo("breed 99");
    assertThat(fine.labels()).containsExactly(99, 0, 7);
    StoredPicture.Raw picture = (StoredPicture.Raw) source.read(2);
    assertThat(picture.width()).isEqualTo(32);
    assertThat(picture.height()).isEqualTo(32);
    assertThat(picture.rgb())
        .hasSize(3072)
        .startsWith(1, 100, 2, 2, 100, 2, 3, 100, 2)
        .endsWith((byte) 1024, 100, 2);
  }

  private void names(String file, String name, int count) throws IOException {
    Files.writeString(
        root.resolve(file),
        IntStream.range(0, count).mapToObj(i -> name + " " + i).collect(Collectors.joining("\n"))
            + "\n\n");
  }

  @Test
  void ten_classes_have_one_level_called_by_numbers_without_names() throws IOException {
    PictureSource source = open("data_batch_1.bin", records(new int[] {9}, new int[] {0}));
    assertThat(source.levels()).hasSize(1);
    assertThat(source.levels().get(0).name()).isEqualTo("class");
    assertThat(source.levels().get(0).classes()).hasSize(10).startsWith("0").endsWith("9");
    assertThat(source.levels().get(0).labels()).containsExactly(9, 0);
    assertThat(((StoredPicture.Raw) source.read(1)).rgb()).startsWith(1, 100, 1, 2, 100, 1);
  }

  @Test
  void several_batches_make_one_source_with_the_classes_of_the_set() throws IOException {
    names("batches.meta.txt", "name", 10);
    Path one = Files.write(root.resolve("data_batch_1.bin"), records(new int[] {9}));
    Path two = Files.write(root.resolve("data_batch_2.bin"), records(new int[] {1}));
    PictureSource source = PictureSources.open(List.of(root + "/data_batch_{1..2}.bin"));
    assertThat(paths(source))
        .containsExactly(
            one.getFileName() + "/data_batch_1/00000", two.getFileName() + "/data_batch_2/00000");
    assertThat(source.levels().get(0).classes()).hasSize(10).contains("name 9");
    assertThat(source.levels().get(0).labels()).containsExactly(9, 1);
  }

  @Test
  void names_that_do_not_fit_are_not_used() throws IOException {
    names("batches.meta.txt", "name", 9);
    assertThat(open("a.bin", records(new int[] {2})).levels().get(0).classes()).startsWith("0");
  }

  @Test
  void other_lengths_and_labels_out_of_range_are_refused() throws IOException {
    byte[] good = records(new int[] {3, 99}, new int[] {4, 1});
    assertRefused(Arrays.copyOf(good, good.length - 1));
    assertRefused(records(new int[] {3, 100}));
    assertRefused(records(new int[] {20, 1}));
    assertRefused(records(new int[] {10}));
    assertThatThrownBy(() -> open("a.bin", new byte[0]))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining("a.bin is empty; give");
    assertThat(open("a.bin", good).size()).isEqualTo(2);
  }

  private void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> open("a.bin", bytes))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining("a.bin is no picture collection")
        .hasMessageContaining("3,073 or 3,074 bytes");
  }

  @Test
  void a_compressed_file_that_is_cut_short_or_a_bomb_is_refused() throws IOException {
    byte[] packed = TestArchives.gzip(records(new int[] {3, 99}, new int[] {4, 1}));
    assertThatThrownBy(() -> open("a.bin.gz", Arrays.copyOf(packed, packed.length - 20)))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining("cannot unpack")
        .hasMessageContaining("it is cut short; copy");
    Path bomb = Files.write(root.resolve("bomb.gz"), TestArchives.gzip(new byte[2_000_000]));
    assertThatThrownBy(() -> RecordBytes.open(bomb, 1_000_000))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining("unpacks to more than 1,000,000 bytes");
    assertThat(RecordBytes.open(bomb, 2_000_000).length()).isEqualTo(2_000_000);
  }

  @Test
  void the_fingerprint_sees_other_pixels_at_either_end_and_not_how_they_are_compressed()
      throws IOException {
    byte[] records = records(new int[] {3}, new int[] {9});
    String one = open("a.bin", records).fingerprint();
    assertThat(open("a.bin", TestArchives.gzip(records)).fingerprint()).isEqualTo(one);
    for (int place : new int[] {1, 3072, 3074, 6145}) {
      byte[] changed = records.clone();
      changed[place]++;
      assertThat(open("a.bin", changed).fingerprint()).as("byte " + place).isNotEqualTo(one);
    }
    int[][] labels = new int[100][];
    Arrays.fill(labels, new int[] {1});
    byte[] many = records(labels);
    byte[] lastOther = many.clone();
    lastOther[many.length - 1]++;
    assertThat(open("a.bin", lastOther).fingerprint())
        .isNotEqualTo(open("a.bin", many).fingerprint());
  }
}
