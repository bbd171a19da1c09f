package mugs.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

class EngineExceptionTest {

  @Test
  void missingLibraryOfCuda_isNamed_withWhatToDo() {
    assertThat(ofLoading("/cache/libjnitorch.so: libcupti.so.13"))
        .startsWith("libtorch cannot be loaded: libcupti.so.13 is not on the system; install CUDA")
        .contains("-Pcuda");
  }

  @Test
  void missingLibrary_ofAnotherKind_isNamed() {
    assertThat(ofLoading("/cache/a b/libtorch_cpu.so: libgomp.so.1"))
        .isEqualTo(
            "libtorch cannot be loaded: libgomp.so.1 is not on the system; install it, or name its"
                + " folder in LD_LIBRARY_PATH");
  }

  @Test
  void missingNatives_areAskedFor() {
    assertThat(EngineException.ofLoading(new UnsatisfiedLinkError("no jnitorch in path")))
        .hasMessageStartingWith("libtorch cannot be loaded: no jnitorch in path; are the native")
        .hasMessageContaining("mugs-natives-" + Loader.getPlatform());
  }

  /** As JavaCPP tells it: the last try failed, and why the first one did is the cause. */
  private static String ofLoading(String library) {
    UnsatisfiedLinkError last = new UnsatisfiedLinkError("no jnitorch in java.library.path: /lib");
    last.initCause(
        new UnsatisfiedLinkError(
            library + ": cannot open shared object file: No such file or directory"));
    return String.valueOf(EngineException.ofLoading(last).getMessage());
  }
}
