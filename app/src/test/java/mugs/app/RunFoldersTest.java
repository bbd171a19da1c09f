package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunFoldersTest {
  @TempDir private Path folder;

  @Test
  void folderThatCanBeMade_isNotMadeYet() throws IOException {
    RunFolders.checkWritable(folder.resolve("a/b"));
    RunFolders.checkWritable(folder);

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @EnabledOnOs(OS.LINUX) // nobody, whatever the rights, writes files into /proc
  void folderThatCannotBeMade_isNamed() {
    assertThatThrownBy(() -> RunFolders.checkWritable(Path.of("/proc/mugs/demo")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot write /proc/mugs/demo: ")
        .hasMessageEndingWith("; give an --out that can be written");
  }
}
