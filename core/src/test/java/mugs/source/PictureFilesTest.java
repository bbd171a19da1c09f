package mugs.source;

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
    assertRefused("folder.jpg", "directory");
  }

  private void assertRefused(String path, String reason) {
    assertThatThrownBy(() -> PictureFiles.read(root, path))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read " + path)
        .hasMessageContaining(reason);
  }
}
