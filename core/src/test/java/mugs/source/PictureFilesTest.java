package mugs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFilesTest {
  @TempDir private Path root;

  @Test
  void a_name_that_the_locale_cannot_spell_is_explained() {
    assertRefused("caf\ufffd.jpg", "set LC_ALL=C.UTF-8");
    assertRefused("nul\0.jpg", "set LC_ALL=C.UTF-8");
  }

  @Test
  void a_missing_file_and_a_folder_are_named_with_the_reason() throws IOException {
    assertRefused("gone.jpg", "there is no such file");
    Files.createDirectory(root.resolve("folder.jpg"));
    assertRefused("folder.jpg", "it is no file but a folder");
  }

  @Test
  void a_file_above_the_limit_is_not_read() throws IOException {
    Files.write(root.resolve("large.jpg"), new byte[101]);
    assertRefused("large.jpg", "it has 101 bytes, and at most 100 are read");
    Files.write(root.resolve("fits.jpg"), new byte[100]);
    assertThat(((StoredPicture.Encoded) PictureFiles.read(root, "fits.jpg", 100)).bytes())
        .hasSize(100);
  }

  private void assertRefused(String path, String reason) {
    assertThatThrownBy(() -> PictureFiles.read(root, path, 100))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read " + path)
        .hasMessageContaining(reason);
  }
}
