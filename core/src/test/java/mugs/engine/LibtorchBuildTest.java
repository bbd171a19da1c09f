package mugs.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LibtorchBuildTest {

  /** From the wheel of PyTorch 2.10.0 for Python, shortened. */
  private static final String OF_A_WHEEL =
      """
      PyTorch built with:
        - Intel(R) oneAPI Math Kernel Library Version 2024.2-Product Build 20240605
        - CPU capability usage: AVX512
        - Build settings: BLAS_INFO=mkl, BUILD_TYPE=Release, CUDA_VERSION=12.8, CUDNN_VERSION=9.10.2, \
      CXX_FLAGS= -O2 -fPIC, LAPACK_INFO=mkl, TORCH_VERSION=2.10.0, USE_CUDA=ON, USE_CUDNN=ON,
      """;

  @Test
  void wheelForCuda_tellsItsVersions_andThatItBringsMkl() {
    assertThat(LibtorchBuild.parse(OF_A_WHEEL))
        .isEqualTo(new LibtorchBuild("2.10.0", Optional.of("12.8"), true));
  }

  @Test
  void libtorchForTheCpu_hasNoCuda_andAsksForItsProducts() {
    String config = "Build settings: BLAS_INFO=open, TORCH_VERSION=2.10.0, USE_CUDA=0, USE_MKL=0, ";

    assertThat(LibtorchBuild.parse(config))
        .isEqualTo(new LibtorchBuild("2.10.0", Optional.empty(), false));
  }

  @Test
  void buildThatDoesNotTell_isOfNoVersion() {
    assertThat(LibtorchBuild.parse("PyTorch built with:"))
        .isEqualTo(new LibtorchBuild("", Optional.empty(), false));
  }
}
