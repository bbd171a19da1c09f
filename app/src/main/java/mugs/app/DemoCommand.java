package mugs.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mugs.engine.WholeFile;
import mugs.measure.GranularityFigures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mugs demo}. */
@Command(
    name = "demo",
    description = {
      "Train on the built-in emoji pictures, measure what was learned, and write a report.",
      "It measures at three granularities and takes the minutes it is given, from start to report.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  mugs demo --minutes 6 --out runs/demo")
final class DemoCommand extends Subcommand {
  /** The file in a demo's folder that holds its figures. */
  static final String FIGURES = "demo.json";

  /** Below this there is no time left to train once pictures and networks are there. */
  private static final double LEAST_MINUTES = 0.5;

  /** A week; who wants more than a demo takes mugs pretrain. */
  private static final double MOST_MINUTES = 7 * 24 * 60;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "6",
      description = "Minutes from start to report (default: ${DEFAULT-VALUE}); more learns more.")
  private double minutes;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder to write; it must be empty or new (default: runs/demo-N).")
  private Optional<Path> out = Optional.empty();

  @Mixin private DeviceOption device = new DeviceOption();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything random (default: 0).")
  private long seed;

  @Option(names = "--json", description = "Print the figures as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES)) {
      throw CommandException.usage(
          String.format(
              Locale.ROOT,
              "--minutes is %s: the demo takes from %s, enough to train something, to %,.0f",
              minutes,
              LEAST_MINUTES,
              MOST_MINUTES));
    }
    Path path = RunFolders.choose(out, "demo");
    RunFolders.checkWritable(path); // better now than after measuring and timing
    Demo.Result result;
    try (ProgressLine progress = progress()) {
      Demo demo = new Demo(minutes, seed, device.chosen(), progress, signals());
      result = demo.run(path);
    }
    String found = JsonMapper.builder().build().writeValueAsString(found(path, result));
    WholeFile.write(path.resolve(FIGURES), found + "\n");
    if (json) {
      out().println(found);
    } else {
      print(result);
      if (!result.outcome().complete()) {
        out()
            .printf(
                "%nTraining was cut short after %s.%n",
                Counted.of(result.outcome().steps(), "step"));
      }
      out().printf("%nThe report: %s%n", path.resolve("report.html"));
    }
    return ExitCode.GOOD;
  }

  private static Map<String, Object> found(Path path, Demo.Result result) {
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("results", rows(result));
    found.put("run", path.toString());
    found.put("report", path.resolve("report.html").toString());
    found.put("weights", result.outcome().weights().toString());
    found.put("steps", result.outcome().steps());
    found.put("complete", result.outcome().complete());
    return found;
  }

  private static List<Map<String, Object>> rows(Demo.Result result) {
    List<Map<String, Object>> rows = new ArrayList<>();
    result
        .figures()
        .forEach(
            (features, figures) -> {
              rows.add(row(features, "crops", figures.crops()));
              rows.add(row(features, "whole", figures.whole()));
            });
    return rows;
  }

  private static Map<String, Object> row(
      String features, String queries, GranularityFigures figures) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("features", features);
    row.put("queries", queries);
    figures.instance().ifPresent(share -> row.put("instance", share));
    row.put("localGroup", figures.localGroup());
    row.put("group", figures.group());
    return row;
  }

  private void print(Demo.Result result) {
    out()
        .printf(
            "%n%-18s %9s %12s %7s    %s%n",
            "", "instance", "local group", "group", "whole pictures");
    result
        .figures()
        .forEach(
            (features, figures) ->
                out()
                    .printf(
                        Locale.ROOT,
                        "%-18s %8.1f%% %11.1f%% %6.1f%%    %.1f%% %.1f%%%n",
                        Demo.words(features),
                        100 * figures.crops().instance().orElse(0),
                        100 * figures.crops().localGroup(),
                        100 * figures.crops().group(),
                        100 * figures.whole().localGroup(),
                        100 * figures.whole().group()));
  }
}
