package mugs.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mugs.engine.Precision;
import mugs.verify.Comparison;
import mugs.verify.RecordedRuns;
import mugs.verify.ReplaySettings;
import mugs.verify.SmallRun;
import mugs.verify.StepReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mugs verify}. */
@Command(
    name = "verify",
    description = {
      "Replay training runs that the method's authors' program recorded, and compare every number.",
      "Without a folder a small built-in run tells whether this installation computes right.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  mugs verify")
final class VerifyCommand extends Subcommand {

  /** A batch cut in any way, worked on by any number of threads, must give the same. */
  private static final List<ReplaySettings> REPLAYS =
      List.of(
          new ReplaySettings(Precision.FLOAT64, 0, 1),
          new ReplaySettings(Precision.FLOAT64, 1, 1),
          new ReplaySettings(Precision.FLOAT64, 3, 1),
          new ReplaySettings(Precision.FLOAT64, 0, 2),
          new ReplaySettings(Precision.FLOAT32, 0, 1));

  /** Files by which the folders are known that this command does not verify. */
  private static final List<String> OTHER_KINDS =
      List.of("cases.json", "expected.json", "settings.json");

  @Parameters(
      paramLabel = "FOLDER",
      arity = "0..*",
      description = "Recorded runs (folders with a run.json), or folders that hold some.")
  private List<Path> places = List.of();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private final ArrayNode replays = JsonMapper.builder().build().createArrayNode();
  private int groups;
  private int failed;

  @Override
  public Integer call() throws IOException {
    if (places.isEmpty()) {
      tell("the built-in run");
      try (SmallRun run = SmallRun.open()) {
        replay("built-in", run.folder());
      }
    } else {
      for (Map.Entry<String, Path> run : runs().entrySet()) {
        replay(run.getKey(), run.getValue());
      }
    }
    if (json) {
      printJson();
    } else {
      out().println(summary());
    }
    return failed == 0 ? ExitCode.GOOD : ExitCode.WORK_FAILED;
  }

  private Map<String, Path> runs() throws IOException {
    Map<String, Path> runs = new LinkedHashMap<>();
    for (Path place : places) {
      if (!Files.isDirectory(place)) {
        throw CommandException.usage(
            place + (Files.exists(place) ? " is not a folder" : ": no such folder"));
      }
      List<Path> found = RecordedRuns.in(place);
      if (found.isEmpty()) {
        throw CommandException.usage(place + " " + whyNot(place));
      }
      found.forEach(folder -> runs.put(folder.toString(), folder));
    }
    return runs;
  }

  private static String whyNot(Path place) {
    return OTHER_KINDS.stream()
        .filter(file -> Files.exists(place.resolve(file)))
        .findFirst()
        .map(
            file ->
                "holds a "
                    + file
                    + ": this version verifies recorded training runs alone, which hold a run.json")
        .orElse("is no recorded run: neither it nor a folder in it holds a run.json");
  }

  private void replay(String name, Path folder) throws IOException {
    for (ReplaySettings settings : REPLAYS) {
      tell(name + ", " + inWords(settings));
      List<Comparison> comparisons = StepReplay.of(folder, settings, this::show);
      groups += comparisons.size();
      int wrong = (int) comparisons.stream().filter(comparison -> !comparison.holds()).count();
      failed += wrong;
      replays
          .addObject()
          .put("folder", name)
          .put("precision", lower(settings.precision()))
          .put("microBatch", settings.microBatch())
          .put("workers", settings.workers())
          .put("holds", wrong == 0)
          .set("comparisons", asJson(comparisons));
    }
  }

  /** A heading; with {@code --json} it is a remark. */
  private void tell(String heading) {
    if (!json) {
      out().println(heading);
      out().flush();
    } else if (!quiet()) {
      err().println(heading);
      err().flush();
    }
  }

  private void show(Comparison comparison) {
    if (!json) {
      out().println("  " + comparison.line());
      out().flush();
    }
  }

  private String summary() {
    return failed == 0
        ? "verified: %d groups in %d replays, all hold".formatted(groups, replays.size())
        : "FAILED: %d of %d groups in %d replays are beyond tolerance"
            .formatted(failed, groups, replays.size());
  }

  private static String inWords(ReplaySettings settings) {
    List<String> words = new ArrayList<>(List.of(lower(settings.precision())));
    words.add(settings.microBatch() == 0 ? "whole batch" : "micro-batch " + settings.microBatch());
    if (settings.workers() > 1) {
      words.set(1, settings.workers() + " workers");
    }
    return String.join(", ", words);
  }

  private static String lower(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  private ArrayNode asJson(List<Comparison> comparisons) {
    ArrayNode list = replays.arrayNode();
    for (Comparison comparison : comparisons) {
      ObjectNode node = list.addObject().put("group", comparison.group());
      node.put("tensors", comparison.tensors());
      if (Double.isFinite(comparison.difference())) {
        node.put("difference", comparison.difference());
      } else {
        node.putNull("difference"); // JSON has no word for infinity; "where" gives the reason
      }
      node.put("where", comparison.where());
      node.put("tolerance", comparison.tolerance());
      node.put("holds", comparison.holds());
    }
    return list;
  }

  private void printJson() throws JsonProcessingException {
    JsonMapper mapper = JsonMapper.builder().build();
    ObjectNode root = mapper.createObjectNode().put("holds", failed == 0);
    root.put("groups", groups).set("replays", replays);
    out().println(mapper.writeValueAsString(root));
  }
}
