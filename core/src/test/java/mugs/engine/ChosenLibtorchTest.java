package mugs.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChosenLibtorchTest {
  @TempDir private Path folder;

  @Test
  void nothing_isChosen_withoutTheVariable_orWithAnEmptyOne() {
    assertThat(ChosenLibtorch.in(Map.of("HOME", "/root"))).isEmpty();
    assertThat(ChosenLibtorch.in(Map.of("MUGS_LIBTORCH", ""))).isEmpty();
  }

  @Test
  void libraryOfTheFolder_isWell_alsoByALink() throws IOException {
    Path library = Files.createFile(folder.resolve("libtorch_cpu.so")).toRealPath();
    Path linked = Files.createDirectory(folder.resolve("linked"));
    Files.createSymbolicLink(linked.resolve("libtorch_cpu.so"), library); // as conda has it

    assertThat(chosen(folder).complaint(List.of(library))).isEmpty();
    assertThat(chosen(linked).complaint(List.of(library))).isEmpty();
  }

  @Test
  void libraryFromElsewhere_isNamed_alsoBesideTheRightOne() throws IOException {
    Path right = Files.createFile(folder.resolve("libtorch_cpu.so")).toRealPath();
    Path other =
        Files.createFile(Files.createDirectory(folder.resolve("own")).resolve("libtorch_cpu.so"));

    assertThat(chosen(folder).complaint(List.of(right, other)))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith(
                        "MUGS_LIBTORCH is %s, but libtorch was loaded from %s: start with ./mugs"
                            .formatted(folder, other)));
  }

  @Test
  void nothing_isWrong_whereTheSystemDoesNotTellWhatIsLoaded() {
    assertThat(chosen(folder).complaint(List.of())).isEmpty();
  }

  private static ChosenLibtorch chosen(Path folder) {
    return ChosenLibtorch.in(Map.of("MUGS_LIBTORCH", folder.toString())).orElseThrow();
  }
}
