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
import mugs.engine.LibtorchBuild;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  private static final LibtorchBuild OURS = new LibtorchBuild("2.10.0", Optional.empty(), false);
  private static final LibtorchBuild FOR_CUDA =
      new LibtorchBuild("2.11.0", Optional.of("13.0"), true);
  private static final NvidiaCards NO_CARDS = new NvidiaCards(List.of(), false);
  private static final NvidiaCards CARD = new NvidiaCards(List.of("NVIDIA L4"), true);

  @TempDir private Path cache;

  @Test
  void workingMachine_hasNothingBad() {
    Captured seen = Captured.run("doctor", "--quick");

    assertThat(seen.exitCode()).isZero();
    assertThat(seen.out().lines())
        .anyMatch(line -> line.matches("ok +libtorch +2\\.10\\.0.*"))
        .anyMatch(line -> line.matches("ok +product +a small matrix product came out right"))
        .noneMatch(line -> line.startsWith("bad"));
  }

  @Test
  void json_holdsOneCheckForEachLine() throws IOException {
    Captured seen = Captured.run("doctor", "--json", "--quick");

    JsonNode json = JsonMapper.builder().build().readTree(seen.out());
    assertThat(json.get("checks").findValuesAsText("name"))
        .containsExactly(
            "mugs",
            "Java",
            "system",
            "processor",
            "memory",
            "libtorch",
            "GPU",
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
            "warn  libtorch     2.10.0, JavaCPP 1.5.13, on libtorch 2.10.0 from /x/libtorch_cpu.so"
                + " -> ");
  }

  @Test
  void libtorchThatWasChosen_isWell_andNamed_andItsMklNeedsNoOther() {
    Path folder = Path.of("/x/torch/lib");

    List<Finding> findings =
        of(FOR_CUDA, Optional.of(folder), 0, NO_CARDS, folder.resolve("libtorch_cpu.so"));

    assertThat(findings).extracting(Finding::advice).containsOnly("");
    assertThat(findings)
        .extracting(Finding::found)
        .contains(
            "2.10.0, JavaCPP 1.5.13, on libtorch 2.11.0 for CUDA 13.0 from"
                + " /x/torch/lib/libtorch_cpu.so (MUGS_LIBTORCH)",
            "MKL, part of libtorch");
  }

  @Test
  void card_isNamed_whereLibtorchCanUseIt() {
    assertThat(gpu(FOR_CUDA, 1, CARD)).isEqualTo("ok    GPU          cuda:0, NVIDIA L4");
    assertThat(gpu(FOR_CUDA, 2, new NvidiaCards(List.of("A", "B"), true)))
        .isEqualTo("ok    GPU          cuda:0 to cuda:1, A, B");
    assertThat(gpu(OURS, 0, NO_CARDS)).isEqualTo("ok    GPU          no NVIDIA card");
  }

  @Test
  void cardThatCannotBeUsed_isWarnedOf_withWhatBringsIt() {
    assertThat(gpu(OURS, 0, CARD))
        .startsWith("warn  GPU          NVIDIA L4, but this libtorch is for the CPU alone -> ")
        .contains("MUGS_LIBTORCH=auto", "MUGS_MAVEN_ARGS=-Pcuda");
    assertThat(gpu(FOR_CUDA, 0, CARD))
        .startsWith("warn  GPU          NVIDIA L4, but libtorch for CUDA 13.0 can use none -> ")
        .contains("nvidia-smi", "CUDA_VISIBLE_DEVICES");
    assertThat(gpu(FOR_CUDA, 0, new NvidiaCards(List.of("NVIDIA card 0000:01:00.0"), false)))
        .startsWith("warn  GPU          NVIDIA card 0000:01:00.0 without NVIDIA's driver -> ");
  }

  @Test
  void anotherLibtorchThanWasChosen_isBad_andBothAreNamed() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "mugs.app.Main",
            "doctor");
    builder.environment().put("MUGS_LIBTORCH", cache.toString());
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(output.lines())
        .filteredOn(line -> line.startsWith("bad "))
        .singleElement()
        .asString()
        .startsWith(
            "bad   libtorch     MUGS_LIBTORCH is " + cache + ", but libtorch was loaded from /")
        .contains("ldd " + cache.resolve("libtorch_cpu.so"));
  }

  @Test
  void json_hasSpeedAndLibtorch_withTheNamesThatScriptsRelyOn() throws IOException {
    Captured seen = Captured.run("doctor", "--json");

    assertThat(seen.exitCode()).isZero();
    assertThat(seen.out().lines()).hasSize(1);
    JsonNode json = JsonMapper.builder().build().readTree(seen.out());
    assertThat(json.get("checks").findValuesAsText("name")).contains("sgemm", "step");
    assertThat(json.get("libtorch").get("version").textValue()).isEqualTo("2.10.0");
    assertThat(json.get("libtorch").get("path").textValue()).endsWith("/libtorch_cpu.so");
    assertThat(json.get("libtorch").get("chosenByVariable").booleanValue()).isFalse();
    JsonNode speed = json.get("speed");
    assertThat(speed.get("sgemmGigaflops").doubleValue()).isPositive();
    assertThat(speed.get("imagesPerSecond").doubleValue()).isPositive();
    assertThat(speed.get("sgemmShare").doubleValue()).isPositive();
    assertThat(speed.has("expectedSgemmGigaflops")).isTrue();
    assertThat(speed.get("gpuSgemmGigaflops")).hasSize(json.get("libtorch").get("gpus").intValue());
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
        OURS,
        Optional.empty(),
        0,
        Optional.of(Path.of("/lib", blas)),
        cache,
        right);
  }

  private static List<Finding> findings(
      EngineReport report, Map<String, String> missing, boolean mkl) {
    return new EngineFindings(report, missing, mkl, NO_CARDS).all();
  }

  private List<Finding> of(
      LibtorchBuild build, Optional<Path> chosen, int gpus, NvidiaCards cards, Path... libtorch) {
    EngineReport report =
        new EngineReport(
            "2.10.0",
            "1.5.13",
            "AVX2",
            2,
            List.of(libtorch),
            build,
            chosen,
            gpus,
            Optional.of(Path.of("/lib/libopenblas.so.0")),
            cache,
            true);
    return new EngineFindings(report, Map.of(), true, cards).all();
  }

  private String gpu(LibtorchBuild build, int gpus, NvidiaCards cards) {
    return of(build, Optional.empty(), gpus, cards).stream()
        .filter(finding -> finding.subject().equals("GPU"))
        .findFirst()
        .orElseThrow()
        .line();
  }
}
