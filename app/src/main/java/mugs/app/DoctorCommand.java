package mugs.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import mugs.app.Finding.Level;
import mugs.engine.Engine;
import mugs.engine.EngineException;
import mugs.engine.EngineReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mugs doctor}. */
@Command(
    name = "doctor",
    description = {
      "Look at this machine and at what mugs runs on, and say what to do about what is wrong.",
      "Products of large matrices and training steps are timed for some seconds, and compared with"
          + " what such a machine should give.",
      "Exit code 0 unless a line is bad; mugs verify tells whether the method computes right.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  mugs doctor")
final class DoctorCommand extends Subcommand {

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(names = "--quick", description = "Measure no speed.")
  private boolean quick;

  private final List<Finding> findings = new ArrayList<>();

  @Override
  public Integer call() throws JsonProcessingException, InterruptedException {
    MachineFindings.all().forEach(this::add);
    Optional<EngineReport> engine = Optional.empty();
    Optional<SpeedFindings> speed = Optional.empty();
    try {
      EngineFindings seen = EngineFindings.take();
      seen.all().forEach(this::add);
      engine = Optional.of(seen.report());
      if (!quick && worst() != Level.BAD) {
        SpeedFindings measured = measure(seen);
        measured.all().forEach(this::add);
        speed = Optional.of(measured);
      }
    } catch (EngineException e) {
      add(
          Finding.bad(
              "libtorch",
              Optional.ofNullable(e.getMessage()).orElse("failed"),
              "mend that; docs/devices.md says which libtorch mugs runs on"));
    }
    Level worst = worst();
    if (json) {
      printJson(worst, engine, speed);
    } else {
      out().println(summary(worst));
    }
    return worst == Level.BAD ? ExitCode.WORK_FAILED : ExitCode.GOOD;
  }

  private SpeedFindings measure(EngineFindings engine) throws InterruptedException {
    if (!json && !quiet()) {
      err().println("Timing products and training steps (--quick leaves this out)");
      err().flush();
    }
    SlowdownClues clues = SlowdownClues.now(Engine.processors(), engine.missing());
    try (StopOnSignal.Work work = signals().interrupting(() -> {})) {
      return SpeedFindings.measure(
          engine.report().gpus(),
          MachineFindings.cores(),
          MachineClass.of(engine.report().instructions()),
          clues);
    }
  }

  private Level worst() {
    return Collections.max(findings.stream().map(Finding::level).toList());
  }

  private void add(Finding finding) {
    findings.add(finding);
    if (!json) {
      out().println(finding.line());
      out().flush();
    }
  }

  private String summary(Level worst) {
    return switch (worst) {
      case OK -> "all is well";
      case WARN -> "it works; " + count(Level.WARN) + " could be better";
      case BAD -> "it does not work: see what is bad";
    };
  }

  private String count(Level level) {
    long lines = findings.stream().filter(finding -> finding.level() == level).count();
    return lines == 1 ? "one line" : lines + " lines";
  }

  private void printJson(Level worst, Optional<EngineReport> engine, Optional<SpeedFindings> speed)
      throws JsonProcessingException {
    JsonMapper mapper = JsonMapper.builder().build();
    ObjectNode root = mapper.createObjectNode().put("status", worst.word());
    ArrayNode checks = root.putArray("checks");
    for (Finding finding : findings) {
      checks
          .addObject()
          .put("name", finding.subject())
          .put("status", finding.level().word())
          .put("found", finding.found())
          .put("advice", finding.advice());
    }
    engine.ifPresent(report -> describe(root.putObject("libtorch"), report));
    speed.ifPresent(figures -> describe(root.putObject("speed"), figures));
    out().println(mapper.writeValueAsString(root));
  }

  private static void describe(ObjectNode node, EngineReport report) {
    node.put("version", report.build().version());
    node.put("path", report.libtorch().stream().findFirst().map(Path::toString).orElse(null));
    node.put("chosenByVariable", report.chosen().isPresent());
    node.put("cuda", report.build().cuda().orElse(null));
    node.put("gpus", report.gpus());
  }

  private static void describe(ObjectNode node, SpeedFindings figures) {
    node.put("sgemmGigaflops", figures.products() / MachineFindings.GIGA);
    node.put(
        "expectedSgemmGigaflops",
        figures.expectedProducts().map(rate -> rate / MachineFindings.GIGA).orElse(null));
    node.put("imagesPerSecond", figures.imagesPerSecond());
    node.put("sgemmShare", figures.share());
    node.put("expectedSgemmShare", MachineClass.STEP_SHARE);
    ArrayNode gpus = node.putArray("gpuSgemmGigaflops");
    figures
        .gpuProducts()
        .forEach(
            gpu -> gpus.add(gpu.products().map(rate -> rate / MachineFindings.GIGA).orElse(null)));
  }
}
