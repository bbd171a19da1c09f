package mugs.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import mugs.verify.Check;
import mugs.verify.RecordedFolder;
import mugs.verify.RecordedFolders;
import mugs.verify.RecordedKind;
import mugs.verify.RecordedTraining;
import mugs.verify.Section;
import mugs.verify.SmallRun;
import mugs.verify.VerifyListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mugs verify}. */
@Command(
    name = "verify",
    description = {
      "Compute anew what other programs recorded, and compare: training runs of the authors'"
          + " program number by number (folders with a run.json), changed pictures value by value"
          + " (a cases.json), weights files by their tokens (a settings.json), kNN and logistic"
          + " regression on features (an expected.json). Without a folder a small built-in run tells whether this"
          + " installation computes right.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  mugs verify", "  mugs verify recorded/augment --json"})
final class VerifyCommand extends Subcommand implements VerifyListener {

  @Parameters(
      paramLabel = "FOLDER",
      arity = "0..*",
      description = "Folders with recorded answers, or folders that hold some.")
  private List<Path> places = List.of();

  @Mixin private DeviceOption device = new DeviceOption();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private final Map<RecordedKind, List<Section>> sections = new LinkedHashMap<>();
  private volatile boolean stopping;

  @Override
  public Integer call() throws IOException {
    try (StopOnSignal.Work work = signals().during(() -> stopping = true)) {
      if (places.isEmpty()) {
        section("the built-in run");
        try (SmallRun run = SmallRun.open()) {
          verify(
              "built-in", new RecordedFolder(new RecordedTraining(device.chosen()), run.folder()));
        }
      } else {
        for (RecordedFolder folder : folders()) {
          verify(folder.path().toString(), folder);
        }
      }
    }
    if (json) {
      printJson();
    } else {
      out().println(summary());
    }
    return holds() ? ExitCode.GOOD : ExitCode.WORK_FAILED;
  }

  private Set<RecordedFolder> folders() throws IOException {
    Set<RecordedFolder> folders = new LinkedHashSet<>();
    for (Path place : places) {
      if (!Files.isDirectory(place)) {
        throw CommandException.usage(
            place + (Files.exists(place) ? " is not a folder" : ": no such folder"));
      }
      RecordedFolders found = RecordedFolders.in(place, device.chosen());
      if (found.folders().isEmpty()) {
        throw CommandException.usage(
            "%s holds nothing recorded: neither it nor a folder in it holds %s"
                .formatted(place, RecordedFolders.filesInWords()));
      }
      folders.addAll(found.folders());
    }
    return folders;
  }

  private void verify(String name, RecordedFolder folder) throws IOException {
    sections
        .computeIfAbsent(folder.kind(), kind -> new ArrayList<>())
        .addAll(folder.kind().verify(name, folder.path(), this));
  }

  private boolean holds() {
    return sections.values().stream().flatMap(List::stream).allMatch(Section::holds);
  }

  /** {@inheritDoc} With {@code --json} it is a remark. */
  @Override
  public void section(String heading) {
    checkStopping();
    if (json) {
      remark(heading);
    } else {
      out().println(heading);
      out().flush();
    }
  }

  @Override
  public void checked(Check check) {
    checkStopping();
    if (!json) {
      check.lines().forEach(line -> out().println("  " + line));
      out().flush();
    }
  }

  private void checkStopping() {
    if (stopping) {
      throw CommandException.stopped("stopped before everything was verified");
    }
  }

  private void remark(String line) {
    if (!quiet()) {
      err().println(line);
      err().flush();
    }
  }

  private String summary() {
    String good = counted(true);
    if (holds()) {
      return "verified: " + good + ", all hold";
    }
    return "FAILED: "
        + counted(false)
        + " do not hold"
        + (good.isEmpty() ? "" : "; " + good + " do");
  }

  /** Counts what was checked of those kinds of which everything holds, or of the others. */
  private String counted(boolean good) {
    return sections.entrySet().stream()
        .filter(entry -> entry.getValue().stream().allMatch(Section::holds) == good)
        .map(entry -> entry.getKey().counted(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private void printJson() throws JsonProcessingException {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("holds", holds());
    root.put(
        "groups",
        sections.values().stream()
            .flatMap(List::stream)
            .mapToInt(section -> section.checks().size())
            .sum());
    sections.forEach(
        (kind, own) ->
            root.put(
                kind.sectionsKey(),
                own.stream().map(section -> asJson(section, kind.checksKey())).toList()));
    out().println(JsonMapper.builder().build().writeValueAsString(root));
  }

  private static Map<String, Object> asJson(Section section, String checksKey) {
    Map<String, Object> fields = new LinkedHashMap<>(section.facts());
    fields.put("holds", section.holds());
    fields.put(checksKey, section.checks().stream().map(Check::fields).toList());
    return fields;
  }
}
