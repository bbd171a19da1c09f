package mugs.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir private Path folder;

  @Test
  void whateverEndsTheWriting_nothingIsLeft() {
    Path file = folder.resolve("file");
    assertThatThrownBy(() -> fail(file, new IllegalStateException("broken")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(folder).isEmptyDirectory();
    assertThatThrownBy(() -> fail(file, new StackOverflowError("deep")))
        .isInstanceOf(StackOverflowError.class);
    assertThat(folder).isEmptyDirectory();
  }

  private static void fail(Path file, Throwable failure) throws Exception {
    WholeFile.write(
        file,
        part -> {
          Files.writeString(part, "half");
          if (failure instanceof Error error) {
            throw error;
          }
          throw (RuntimeException) failure;
        });
  }
}
