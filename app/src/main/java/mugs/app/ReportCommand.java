package mugs.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import mugs.app.report.ReportPage;
import mugs.engine.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mugs report}. */
@Command(
    name = "report",
    description = {
      "Write a run as one page: losses, accuracy, health, warnings. The run may be going on.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  mugs report runs/photos")
final class ReportCommand extends Subcommand {

  @Parameters(paramLabel = "RUN", description = "The folder of a run.")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private Path run;

  @Option(
      names = "--out",
      paramLabel = "FILE.html",
      description =
          "The page to write (default: report.html in RUN; run.html beside a demo's own).")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--json", description = "Print the run's figures as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    out.ifPresent(file -> OutFile.ending(file, ".html"));
    RunFigures figures = RunFigures.read(run);
    Path page = out.orElseGet(this::page);
    WholeFile.write(page, ReportPage.render(new RunReport(figures).report()));
    if (json) {
      Map<String, Object> found = figures.json();
      found.put("report", page.toString());
      out().println(JsonMapper.builder().build().writeValueAsString(found));
    } else {
      out().println(page);
    }
    return ExitCode.GOOD;
  }

  /**
   * Returns where the page goes: not over that of a demo, which shows what no run's folder tells.
   */
  private Path page() {
    boolean isDemo = Files.exists(run.resolve(DemoCommand.FIGURES));
    return run.resolve(isDemo ? "run.html" : "report.html");
  }
}
