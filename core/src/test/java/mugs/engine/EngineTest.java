package mugs.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class EngineTest {

  @Test
  void report_namesWhatIsLoaded_whenTheEngineRuns() {
    EngineReport report = EngineReport.take();

    assertThat(report.libtorchVersion()).isEqualTo("2.10.0-1.5.13");
    assertThat(report.javacppVersion()).isEqualTo("1.5.13");
    assertThat(report.threads()).isPositive();
    assertThat(report.productRight()).isTrue();
    assertThat(report.libtorch())
        .extracting(Path::getFileName)
        .containsOnlyOnce(Path.of("libtorch_cpu.so"));
    assertThat(report.mklLoaded()).isEqualTo(Engine.usesMkl());
    assertThat(report.cache()).isDirectory();
  }

  @Test
  void refusedOperation_isOneLine_andKeepsItsCause() {
    assertThatThrownBy(
            () ->
                Engine.call(
                    () -> {
                      try (Scope scope = Scope.withoutGradients()) {
                        Tensor a = Tensors.zeros(Precision.FLOAT32, 2, 3);
                        return a.matmul(a);
                      }
                    }))
        .isInstanceOf(EngineException.class)
        .hasMessage("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)")
        .hasCauseExactlyInstanceOf(RuntimeException.class);
  }

  @Test
  void ownExceptions_crossTheBorderUnchanged() {
    IllegalStateException own = new IllegalStateException("mine");

    assertThatThrownBy(
            () ->
                Engine.call(
                    () -> {
                      throw own;
                    }))
        .isSameAs(own);
  }

  @Test
  void missingVariables_areNamedWithTheirValues_mklsOnlyWithMkl() {
    Map<String, String> set =
        Map.of("MALLOC_ARENA_MAX", "1", "MALLOC_TRIM_THRESHOLD_", "1", "OPENBLAS_NUM_THREADS", "1");

    assertThat(EnvironmentVariable.missing(set, true))
        .containsExactly(
            Map.entry("MALLOC_MMAP_THRESHOLD_", "4294967296"), Map.entry("MKL_DYNAMIC", "FALSE"));
    assertThat(EnvironmentVariable.missing(set, false)).containsOnlyKeys("MALLOC_MMAP_THRESHOLD_");
  }
}
