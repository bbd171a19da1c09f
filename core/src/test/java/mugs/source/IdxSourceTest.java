package mugs.source;

import static mugs.source.TestArchives.paths;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSourceTest {
  @TempDir private Path root;

  private static byte[] idx(int type, int[] sizes, int... values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0, 0, (byte) type, (byte) sizes.length});
    for (int size : sizes) {
      bytes.writeBytes(ByteBuffer.allocate(4).putInt(size).array());
    }
    for (int value : values) {
      bytes.write(value);
    }
    return bytes.toByteArray();
  }

  private PictureSource open(String name, byte[] bytes) throws IOException {
    return PictureSources.open(List.of(Files.write(root.resolve(name), bytes).toString()));
  }

  private static final byte[] TWO_GREY =
      idx(8, new int[] {2, 2, 3}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255);

  @Test
  void grey_pictures_and_the_labels_beside_them_are_read() throws IOException {
    Files.write(
        root.resolve("train-labels-idx1-ubyte.gz"),
        TestArchives.gzip(idx(8, new int[] {2}, 26, 3)));
    for (String name : List.of("train-images-idx3-ubyte", "train-images-idx3-ubyte.gz")) {
      boolean packed = name.endsWith(".gz");
      PictureSource source = open(name, packed ? TestArchives.gzip(TWO_GREY) : TWO_GREY);
      assertThat(paths(source))
          .containsExactly("train-images-idx3-ubyte/00000", "train-images-idx3-ubyte/00001");
      assertThat(source.levels().get(0).classes()).containsExactly("3", "26");
      assertThat(source.levels().get(0).labels()).containsExactly(1, 0);
      StoredPicture.Raw picture = (StoredPicture.Raw) source.read(1);
      assertThat(picture.width()).isEqualTo(3);
      assertThat(picture.height()).isEqualTo(2);
      assertThat(picture.rgb()).startsWith(7, 7, 7, 8, 8, 8).endsWith((byte) 255, (byte) 255);
    }
  }

  @Test
  void pictures_in_colour_and_without_labels_are_read() throws IOException {
    PictureSource source = open("a.idx", idx(8, new int[] {1, 1, 2, 3}, 1, 2, 3, 4, 5, 6));
    assertThat(source.levels()).isEmpty();
    StoredPicture.Raw picture = (StoredPicture.Raw) source.read(0);
    assertThat(picture.rgb()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(picture.width()).isEqualTo(2);
  }

  @Test
  void what_does_not_fit_its_header_is_refused_before_memory_is_taken() {
    assertRefused(Arrays.copyOf(TWO_GREY, TWO_GREY.length - 1), "claims 28 bytes, but it has 27");
    assertRefused(idx(8, new int[] {1 << 30, 30_000, 30_000}), "are too large");
    assertRefused(idx(8, new int[] {Integer.MAX_VALUE, 4000, 4000}), "bytes, but it has 16");
    assertRefused(idx(8, new int[] {-5, 2, 2}), "claims 4294967291 values");
    assertRefused(idx(8, new int[] {5, 2, 1 << 20}), "claims 1048576 values");
    assertRefused(idx(13, new int[] {1, 1, 1}, 0, 0, 0, 0), "of type 0d with 3 dimensions");
    assertRefused(idx(8, new int[] {1, 2, 3, 4}), "of type 08 with 4 dimensions");
    assertRefused(idx(8, new int[] {0, 2, 3}), "no pictures in");
    assertRefused(idx(8, new int[] {1}, 3), "is an IDX file of labels");
    assertRefused(Arrays.copyOf(TWO_GREY, 9), "is cut short inside its IDX header");
  }

  private void assertRefused(byte[] bytes, String message) {
    assertThatThrownBy(() -> open("a", bytes))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void labels_of_another_number_are_refused() throws IOException {
    Files.write(root.resolve("t-labels.idx1-ubyte"), idx(8, new int[] {3}, 1, 2, 3));
    assertThatThrownBy(() -> open("t-images.idx3-ubyte", TWO_GREY))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining("has no label for each of the 2 pictures");
  }

  @Test
  void the_fingerprint_sees_other_pixels_and_another_shape() throws IOException {
    String one = open("a.idx", TWO_GREY).fingerprint();
    assertThat(open("a.idx", TWO_GREY).fingerprint()).isEqualTo(one);
    byte[] changed = TWO_GREY.clone();
    changed[changed.length - 1] = 7;
    assertThat(open("a.idx", changed).fingerprint()).isNotEqualTo(one);
    byte[] turned = idx(8, new int[] {2, 3, 2}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255);
    assertThat(open("a.idx", turned).fingerprint()).isNotEqualTo(one);
  }
}
