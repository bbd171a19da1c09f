package mugs.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.app.report.Comparison;
import mugs.app.report.ComparisonPage;
import mugs.engine.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mugs compare}. */
@Command(
    name = "compare",
    description = {
      "Lay runs side by side: in which settings they differ, and how far each has come.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  mugs compare runs/pretrain-1 runs/pretrain-2 --out both.html")
final class CompareCommand extends Subcommand {

  @Parameters(paramLabel = "RUN", arity = "1..*", description = "The folders of two runs or more.")
  private List<Path> runs = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE.html",
      description = "Also write a page with the curves of all runs.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (runs.size() < 2) {
      throw CommandException.usage(
          "one run alone has nothing to be compared with: name two or more (mugs report %s shows one)"
              .formatted(ShellWord.of(runs.get(0))));
    }
    out.ifPresent(file -> OutFile.ending(file, ".html"));
    List<RunFigures> figures = new ArrayList<>();
    for (Path run : runs) {
      figures.add(RunFigures.read(run));
    }
    RunComparison comparison = new RunComparison(figures);
    if (out.isPresent()) {
      WholeFile.write(out.get(), ComparisonPage.render(comparison.page()));
    }
    if (json) {
      print(comparison, figures);
    } else {
      print("settings that differ", comparison.names(), comparison.differences());
      out().println();
      print("how they went", comparison.names(), comparison.table());
      out.ifPresent(page -> out().printf("%nThe curves: %s%n", page));
    }
    return ExitCode.GOOD;
  }

  private void print(RunComparison comparison, List<RunFigures> figures)
      throws JsonProcessingException {
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("runs", figures.stream().map(RunFigures::json).toList());
    found.put(
        "differences",
        comparison.differences().stream()
            .map(row -> Map.of("key", row.name(), "values", row.values()))
            .toList());
    out.ifPresent(page -> found.put("report", page.toString()));
    out().println(JsonMapper.builder().build().writeValueAsString(found));
  }

  /** Prints a table, its columns as wide as their longest entry. */
  private void print(String title, List<String> names, List<Comparison.Row> rows) {
    if (rows.isEmpty()) {
      out().println("settings that differ: none");
      return;
    }
    List<List<String>> lines = new ArrayList<>();
    lines.add(line(title, names));
    rows.forEach(row -> lines.add(line(row.name(), row.values())));
    int[] widths = new int[names.size() + 1];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        text.append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length() + 2));
      }
      out().println(text.toString().stripTrailing());
    }
  }

  private static List<String> line(String first, List<String> others) {
    List<String> line = new ArrayList<>(others);
    line.add(0, first);
    return line;
  }
}
