package mugs.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import mugs.evaluate.Division;
import mugs.evaluate.FineTuneProbe;
import mugs.evaluate.FineTuneSettings;
import mugs.evaluate.TransferPreset;
import mugs.source.LabelLevel;
import mugs.source.PictureSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mugs evaluate transfer}. */
@Command(
    name = "transfer",
    description = {
      "Tune a network to several sets of pictures, each by the paper's settings for it, and test it"
          + " on each: one table.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs evaluate transfer --weights runs/photos/best --on cifar-10=cifar10/",
      "  mugs evaluate transfer --weights vit.safetensors --on flowers=train/,test/ --on cars=cars/"
    })
final class EvaluateTransferCommand extends TuneCommand {

  @Option(
      names = "--on",
      paramLabel = "SET=TRAIN[,TEST]",
      required = true,
      description =
          "A set of pictures: the name of its settings (cifar-10, cifar-100, inat-18, inat-19,"
              + " flowers, cars) and where it is; without TEST a share of TRAIN is tested (--split). Again for more.")
  private List<String> sets = new ArrayList<>();

  @Mixin private SplitOption split = new SplitOption();

  @Option(
      names = "--label",
      paramLabel = "LEVEL",
      description = "The level of labels of all sets, by its name (default: the finest of each).")
  private Optional<String> label = Optional.empty();

  @Mixin private SourceOptions sources = new SourceOptions();

  /** One {@code --on}. */
  private record Set(TransferPreset preset, String train, Optional<String> test) {

    static Set parse(String text) {
      int equals = text.indexOf('=');
      List<String> titles =
          Arrays.stream(TransferPreset.values()).map(TransferPreset::title).toList();
      String title = text.substring(0, Math.max(0, equals));
      Optional<TransferPreset> preset =
          Arrays.stream(TransferPreset.values())
              .filter(each -> each.title().equals(title))
              .findFirst();
      String[] places = text.substring(equals + 1).split(",", -1);
      if (preset.isEmpty()
          || places.length > 2
          || Arrays.stream(places).anyMatch(String::isBlank)) {
        throw CommandException.usage(
            "--on is %s: it takes SET=TRAIN or SET=TRAIN,TEST, where SET is one of %s"
                .formatted(text, String.join(", ", titles)));
      }
      return new Set(
          preset.get(), places[0], places.length > 1 ? Optional.of(places[1]) : Optional.empty());
    }
  }

  @Override
  String protocol() {
    return "transfer";
  }

  @Override
  void check() {
    List<Set> parsed = sets.stream().map(Set::parse).toList();
    if (parsed.stream().map(Set::preset).distinct().count() < parsed.size()) {
      throw CommandException.usage(
          "--on names a set twice: %s; give each once"
              .formatted(
                  parsed.stream()
                      .map(set -> set.preset.title())
                      .collect(Collectors.joining(", "))));
    }
    sources.check();
    SplitOption.check(share());
  }

  private double share() {
    return split.given().orElse(SplitOption.USUAL);
  }

  @Override
  int maxMegabytes() {
    return sources.maxMegabytes();
  }

  @Override
  Found measure(Tuning tuning) throws IOException, InterruptedException {
    List<Map<String, Object>> results = new ArrayList<>();
    Map<String, Object> settingsOf = new LinkedHashMap<>();
    Map<String, Object> pictures = new LinkedHashMap<>();
    TextTable table = new TextTable("set", "level", "epochs", "rate", "top-1", "top-5");
    for (Set set : sets.stream().map(Set::parse).toList()) {
      String title = set.preset.title();
      FineTuneSettings wanted =
          overrides().settings(set.preset.settings(tuning.network().vit().width(), sources.seed()));
      try (Division division = open(set, tuning.progress())) {
        LabelLevel level = level(division, label.map(List::of).orElse(List.of()));
        TuneWork.Task task = new TuneWork.Task(division, division.trainPictures(), level);
        FineTuneSettings settings = overrides().fitted(wanted, task.trained().length);
        tuning.progress().say("%s: %s".formatted(title, TuneWork.inWords(settings, task)));
        pictures.put(
            title,
            examined(task, compared(division, task.trained(), tuning), share(), sources.seed()));
        Path path = tuning.run().resolve(title);
        FineTuneProbe.Result result = tuning.work().run(task, settings, path, tuning.run());
        warnOfSkipped(title, task, result);
        Map<String, Object> row = FrozenCommand.row("set", title);
        row.putAll(TuneResults.row(task, result));
        results.add(row);
        settingsOf.put(title, TuneResults.settings(settings));
        table.add(
            title,
            level.name(),
            Integer.toString(settings.epochs()),
            Significant.digits(result.rate()),
            TextTable.percent(result.top1()),
            TextTable.percent(result.top5()));
      }
    }
    return new Found(settingsOf, results, Map.of("pictures", pictures), table);
  }

  private Division open(Set set, ProgressLine progress) throws IOException {
    PictureSource train = source(set.train, progress);
    try {
      if (set.test.isPresent()) {
        return Division.of(train, source(set.test.get(), progress));
      }
      List<LabelLevel> levels = Division.levels(train, label.map(List::of).orElse(List.of()));
      return Division.cut(train, levels.get(levels.size() - 1), share(), sources.seed());
    } catch (IOException | RuntimeException e) {
      train.close();
      throw e;
    }
  }

  private PictureSource source(String place, ProgressLine progress) throws IOException {
    return sources.open(List.of(place), progress);
  }
}
