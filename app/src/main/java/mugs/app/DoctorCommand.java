package mugs.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import mugs.app.Finding.Level;
import mugs.engine.EngineException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mugs doctor}. */
@Command(
    name = "doctor",
    description = {
      "Look at this machine and at what mugs runs on, and say what to do about what is wrong.",
      "Exit code 0 unless a line is bad; mugs verify tells whether the method computes right.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  mugs doctor")
final class DoctorCommand extends Subcommand {

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private final List<Finding> findings = new ArrayList<>();

  @Override
  public Integer call() throws JsonProcessingException {
    MachineFindings.all().forEach(this::add);
    try {
      EngineFindings.take().all().forEach(this::add);
    } catch (EngineException e) {
      add(
          Finding.bad(
              "libtorch",
              Optional.ofNullable(e.getMessage()).orElse("failed"),
              "build mugs again, and look for other libtorch or BLAS on the library path"));
    }
    Level worst = Collections.max(findings.stream().map(Finding::level).toList());
    if (json) {
      printJson(worst);
    } else {
      out().println(summary(worst));
    }
    return worst == Level.BAD ? ExitCode.WORK_FAILED : ExitCode.GOOD;
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

  private void printJson(Level worst) throws JsonProcessingException {
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
    out().println(mapper.writeValueAsString(root));
  }
}
