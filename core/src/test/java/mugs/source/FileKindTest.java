package mugs.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FileKindTest {
  @TempDir private Path root;

  private FileKind kind(byte[] bytes) throws IOException {
    return kind("holiday.jpg", bytes);
  }

  private FileKind kind(String name, byte[] bytes) throws IOException {
    return FileKind.of(Files.write(root.resolve(name), bytes));
  }

  @Test
  void archives_are_told_by_their_bytes_whatever_their_name() throws IOException {
    byte[] tar = TestArchives.tar(TestArchives.members("a.jpg"));
    assertThat(kind(tar)).isEqualTo(FileKind.TAR);
    assertThat(kind(TestArchives.gzip(tar))).isEqualTo(FileKind.TAR);
    assertThat(kind(TestArchives.zip(TestArchives.members("a.jpg")))).isEqualTo(FileKind.ZIP);
    assertThat(kind(TestArchives.zip(List.of()))).isEqualTo(FileKind.ZIP);
  }

  static List<String> pictures() {
    return List.of(
        "\u00ff\u00d8\u00ff\u00e0",
        "\u0089PNG\r\n\u001a\n",
        "GIF89a",
        "RIFFxxxxWEBPVP8 ",
        "II*\0",
        "MM\0*",
        "BMxxxx\0\0\0\0");
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void pictures_are_told_by_their_bytes_whatever_their_name(String head) throws IOException {
    assertThat(kind("picture", head.getBytes(ISO_8859_1))).isEqualTo(FileKind.PICTURE);
  }

  @Test
  void a_broken_file_with_the_name_of_a_picture_stays_one_so_that_reading_tells()
      throws IOException {
    assertThat(kind("a.jpg", new byte[0])).isEqualTo(FileKind.PICTURE);
    assertThat(kind("a.PNG", "no picture".getBytes(UTF_8))).isEqualTo(FileKind.PICTURE);
  }

  @Test
  void text_is_a_manifest_and_a_brace_makes_it_json() throws IOException {
    assertThat(kind("a", "path,label\n".getBytes(UTF_8))).isEqualTo(FileKind.CSV);
    assertThat(kind("a", "\ufeff {\"path\": 1}".getBytes(UTF_8))).isEqualTo(FileKind.JSON_LINES);
    assertThat(kind("a", "BMW,label\n".getBytes(UTF_8))).isEqualTo(FileKind.CSV);
  }

  @Test
  void idx_has_two_zeros_a_type_and_few_dimensions() throws IOException {
    byte[] idx = {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7};
    assertThat(kind("a", idx)).isEqualTo(FileKind.IDX);
    assertThat(kind("a", TestArchives.gzip(idx))).isEqualTo(FileKind.IDX);
    assertThat(kind("a", new byte[] {0, 0, 8, 9, 0, 0, 0, 1})).isEqualTo(FileKind.RECORDS);
  }

  @ParameterizedTest
  @CsvSource({
    "7z\u00bc\u00afxx,a 7z archive",
    "PAR1xxxx,a Parquet file",
    "\u00fd7zXZ\0,compressed by xz"
  })
  void what_is_known_and_not_read_is_called_by_its_name(String head, String what) {
    assertThatThrownBy(() -> kind("a", head.getBytes(ISO_8859_1)))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining(" is " + what);
  }

  @Test
  void a_gzip_file_that_cannot_be_unpacked_is_refused_in_one_line() {
    byte[] broken = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, -1, -1, -1, -1, -1};
    assertThatThrownBy(() -> kind("a.tgz", broken))
        .isInstanceOf(NoPicturesException.class)
        .hasMessageContaining("compressed by gzip, but cannot be unpacked");
  }
}
