package mugs.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadedLibrariesTest {
  private static final List<String> WITH_MKL =
      List.of(
          "55d0-55d1 r-xp 00000000 08:01 131 /usr/bin/java",
          "7f00-7f01 r--p 00000000 08:01 17 /home/a b/mkl/libopenblas.so.0",
          "7f01-7f02 r-xp 00001000 08:01 17 /home/a b/mkl/libopenblas.so.0",
          "7f02-7f03 r-xp 00000000 08:01 18                  /home/a b/mkl/libmkl_rt.so.2",
          "7f03-7f04 rw-p 00000000 00:00 0 ",
          "7f04-7f05 rw-p 00000000 00:00 0                   [heap]",
          "7f05-7f06 r-xp 00000000 08:01 19 /opt/libtorch_cpu.so",
          "7f06-7f07 r-xp 00000000 08:01 20 /opt/libjniopenblas.so");

  @Test
  void everyLibrary_isFoundOnce_whenItsNameHoldsSpaces() {
    assertThat(LoadedLibraries.parse(WITH_MKL).files())
        .containsExactly(
            Path.of("/home/a b/mkl/libopenblas.so.0"),
            Path.of("/home/a b/mkl/libmkl_rt.so.2"),
            Path.of("/opt/libtorch_cpu.so"),
            Path.of("/opt/libjniopenblas.so"));
    assertThat(LoadedLibraries.parse(WITH_MKL).startingWith("libtorch_cpu"))
        .containsExactly(Path.of("/opt/libtorch_cpu.so"));
  }

  @Test
  void blas_isMkl_whenMklAnswersUnderTheNameOfOpenBlas() {
    assertThat(LoadedLibraries.parse(WITH_MKL).blas())
        .contains(Path.of("/home/a b/mkl/libmkl_rt.so.2"));
  }

  @Test
  void blas_isOpenBlas_whenNoMklIsLoaded() {
    List<String> lines = List.of("7f-80 r-xp 0 08:01 17 /lib/libopenblas.so.0");

    assertThat(LoadedLibraries.parse(lines).blas()).contains(Path.of("/lib/libopenblas.so.0"));
  }

  @Test
  void blas_isUnknown_whenTheSystemDoesNotTell() {
    assertThat(LoadedLibraries.parse(List.of()).blas()).isEmpty();
  }
}
