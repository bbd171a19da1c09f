package mugs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import mugs.engine.EngineReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @TempDir private Path cache;

  @Test
  void workingMachine_hasNothingBad() {
    Captured seen = Captured.run("doctor");

    assertThat(seen.exitCode()).isZero();
    assertThat(seen.out().lines())
        .anyMatch(line -> line.matches("ok +libtorch +2\\.10\\.0.*"))
        .anyMatch(line -> line.matches("ok +product +a small matrix product came out right"))
        .noneMatch(line -> line.startsWith("bad"));
  }

  @Test
  void json_holdsOneCheckForEachLine() throws IOException {
    Captured seen = Captured.run("doctor", "--json");

    JsonNode json = JsonMapper.builder().build().readTree(seen.out());
    assertThat(json.get("checks").findValuesAsText("name"))
        .containsExactly(
            "mugs",
            "Java",
            "system",
            "processor",
            "memory",
            "libtorch",
            "BLAS",
            "threads",
            "environment",
            "cache",
            "product");
    assertThat(json.get("status").textValue()).isIn("ok", "warn");
  }

  @Test
  void missingNativeLibraries_areBad_andSaidInOneLine() throws Exception {
    String without =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.matches(".*pytorch-[^/]*-linux-x86_64\\.jar"))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.library.path=" + cache,
                "-cp",
                without,
                "mugs.app.Main",
                "doctor")
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(lines.get(lines.size() - 2))
        .startsWith("bad   libtorch     libtorch cannot be loaded: no jnitorch in");
    assertThat(lines.get(lines.size() - 1)).isEqualTo("it does not work: see what is bad");
  }

  @Test
  void goodEngine_hasNothingToSay() {
    assertThat(findings(report("AVX2", true, "libmkl_rt.so.2"), Map.of(), true))
        .extracting(Finding::advice)
        .containsOnly("");
  }

  @Test
  void wrongProduct_isBad() {
    assertThat(findings(report("AVX2", false, "libmkl_rt.so.2"), Map.of(), true))
        .filteredOn(finding -> finding.level() == Finding.Level.BAD)
        .singleElement()
        .satisfies(finding -> assertThat(finding.subject()).isEqualTo("product"));
  }

  @Test
  void twoLibtorch_areBad_andBothNamed() {
    EngineReport report =
        report(
            "AVX2",
            true,
            "libmkl_rt.so.2",
            cache.resolve("libtorch_cpu.so"),
            Path.of("/x/libtorch_cpu.so"));

    assertThat(findings(report, Map.of(), true).get(0))
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Finding.Level.BAD))
        .satisfies(finding -> assertThat(finding.found()).contains("/x/libtorch_cpu.so"));
  }

  @Test
  void anotherLibtorch_isWarnedOf_andNamed() {
    EngineReport report = report("AVX2", true, "libmkl_rt.so.2", Path.of("/x/libtorch_cpu.so"));

    assertThat(findings(report, Map.of(), true).get(0).line())
        .startsWith(
            "warn  libtorch     2.10.0, JavaCPP 1.5.13, loaded from /x/libtorch_cpu.so -> ");
  }

  @Test
  void openBlasInPlaceOfMkl_unsetVariables_andAnOldProcessor_areWarnedOf() {
    EngineReport report = report("DEFAULT", true, "libopenblas.so.0");

    assertThat(findings(report, Map.of("MKL_DYNAMIC", "FALSE"), true))
        .filteredOn(finding -> finding.level() == Finding.Level.WARN)
        .extracting(Finding::line)
        .satisfiesExactly(
            line ->
                assertThat(line).startsWith("warn  BLAS         libopenblas.so.0 instead of MKL"),
            line -> assertThat(line).contains("DEFAULT instructions -> "),
            line ->
                assertThat(line).contains("a variable is not set").endsWith("MKL_DYNAMIC=FALSE"));
  }

  private EngineReport report(String instructions, boolean right, String blas, Path... libtorch) {
    return new EngineReport(
        "2.10.0",
        "1.5.13",
        instructions,
        2,
        List.of(libtorch),
        Optional.of(Path.of("/lib", blas)),
        cache,
        right);
  }

  private static List<Finding> findings(
      EngineReport report, Map<String, String> missing, boolean mkl) {
    return new EngineFindings(report, missing, mkl).all();
  }
}
