package mugs.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import mugs.evaluate.Division;
import mugs.evaluate.FineTunePreset;
import mugs.evaluate.FineTuneProbe;
import mugs.evaluate.FineTuneSettings;
import mugs.evaluate.PictureList;
import mugs.evaluate.SharedPictures;
import mugs.evaluate.StratifiedSplit;
import mugs.source.LabelLevel;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code mugs evaluate semi}. */
@Command(
    name = "semi",
    description = {
      "Learn classes from a few labels: by logistic regression, and by tuning the network from the"
          + " first layer of its instance head's projector.",
      "",
      "Settings of the tuning that no option gives are those of the paper; the regression has its"
          + " own.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs evaluate semi photos/ --weights runs/photos/best",
      "  mugs evaluate semi --train train/ --test val/ --weights runs/photos/best --labelled 1percent.txt",
      "  mugs evaluate semi photos/ --weights runs/photos/best --share 0.1 --epochs 100"
    })
final class EvaluateSemiCommand extends TuneCommand {
  private static final List<Double> USUAL_SHARES = List.of(0.01, 0.1);

  @Mixin private DivisionOptions divisionOptions = new DivisionOptions();
  @Mixin private CacheOption cache = new CacheOption();

  @Option(
      names = "--share",
      paramLabel = "SHARE",
      split = ",",
      description =
          "The share of the pictures to learn from whose labels are known, of each class the same and"
              + " at least one, but none of a class of a single picture; one number or several"
              + " (default: 0.01,0.1).")
  private List<Double> shares = new ArrayList<>();

  @Option(
      names = "--labelled",
      paramLabel = "FILE",
      description =
          "In place of --share: a list of the pictures whose labels are known, a path in the source"
              + " a line.")
  private Optional<Path> labelled = Optional.empty();

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      split = ",",
      converter = Named.class,
      description =
          "fine-tune, logistic (logistic regression on class tokens of unit length), or both, which is"
              + " the default.")
  private List<Method> methods = new ArrayList<>(List.of(Method.values()));

  /** The ways to learn. */
  enum Method {
    /** The network is tuned. */
    FINE_TUNE,
    /** The network stays as it is. */
    LOGISTIC;

    String title() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final class Named implements ITypeConverter<Method> {
    @Override
    public Method convert(String text) {
      return Arrays.stream(Method.values())
          .filter(each -> each.title().equals(text))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("it takes fine-tune or logistic, not " + text));
    }
  }

  /** Pictures whose labels are known. */
  private record Known(String name, int[] pictures) {}

  @Override
  String protocol() {
    return "semi";
  }

  @Override
  void check() {
    divisionOptions.check(false);
    if (cache.folder().isPresent() && !methods.contains(Method.LOGISTIC)) {
      throw CommandException.usage(
          "--cache keeps the features of logistic, which --method leaves out: give one of both");
    }
    cache.check();
    if (!shares.isEmpty() && labelled.isPresent()) {
      throw CommandException.usage(
          "--share draws the known labels, --labelled names them: give one of both");
    }
    for (double share : shares) {
      if (!(share > 0 && share < 1)) {
        throw CommandException.usage(
            "--share is %s: it takes a share above 0 and below 1".formatted(share));
      }
    }
  }

  @Override
  int maxMegabytes() {
    return divisionOptions.maxMegabytes();
  }

  @Override
  Found measure(Tuning tuning) throws IOException, InterruptedException {
    FineTuneSettings settings =
        overrides().settings(FineTunePreset.SEMI.settings(divisionOptions.seed()));
    List<Map<String, Object>> results = new ArrayList<>();
    Map<String, Object> pictures = new LinkedHashMap<>();
    Map<String, Object> besides = new LinkedHashMap<>();
    Map<String, Object> settingsOf = new LinkedHashMap<>();
    TextTable table =
        new TextTable("labels", "pictures", "method", "held out top-1", "top-1", "top-5");
    try (Division division = divisionOptions.open(false, tuning.progress())) {
      LabelLevel level = level(division, divisionOptions.labels());
      List<Known> all = known(division, level);
      if (methods.contains(Method.FINE_TUNE)) {
        tuning.work().check(settings); // before features are made
        for (Known known : all) {
          TuneWork.Task task = new TuneWork.Task(division, known.pictures, level);
          tuning.work().settled(task, overrides().fitted(settings, known.pictures.length));
        }
        settingsOf.put(Method.FINE_TUNE.title(), TuneResults.settings(settings));
      }
      int[] union = union(all);
      SharedPictures compared = compared(division, union, tuning);
      besides.putAll(
          measured(
              new TuneWork.Task(division, union, level),
              compared.among(union),
              divisionOptions.share(),
              divisionOptions.seed()));
      if (methods.contains(Method.LOGISTIC)) {
        SemiLogistic logistic = tuning.work().logistic(cache.folder(), divisionOptions.seed());
        settingsOf.put(Method.LOGISTIC.title(), logistic.settings());
        List<int[]> choices = all.stream().map(Known::pictures).toList();
        SemiLogistic.Outcome outcome =
            tuning
                .work()
                .found(
                    logistic,
                    division,
                    level,
                    choices,
                    tuning.run().resolve(Method.LOGISTIC.title()));
        outcome
            .featuresFile()
            .ifPresent(file -> besides.put(EvaluationRecord.FEATURES_FILE, file.toString()));
        unreadable().add("", division, outcome.unreadableTrain(), outcome.unreadableTest());
        unreadable().warn(err());
        for (int i = 0; i < all.size(); i++) {
          SemiLogistic.Found one = outcome.found().get(i);
          results.add(row(all.get(i), level, one));
          add(table, all.get(i), one);
        }
      }
      for (Known known : all) {
        new DivisionWarnings(err())
            .ofUnlabelled(known.name, level, division.trainPictures(), known.pictures);
        TuneWork.Task task = new TuneWork.Task(division, known.pictures, level);
        pictures.put(
            known.name, examined(task, compared, divisionOptions.share(), divisionOptions.seed()));
        if (methods.contains(Method.FINE_TUNE)) {
          tune(tuning, task, settings, known, results, table);
        }
      }
    }
    besides.put("pictures", pictures);
    return new Found(settingsOf, results, besides, table);
  }

  private static Map<String, Object> row(Known known, LabelLevel level, SemiLogistic.Found found) {
    Map<String, Object> row =
        FrozenCommand.row(
            "labels", known.name, "method", Method.LOGISTIC.title(), "level", level.name());
    row.putAll(found.fields());
    return row;
  }

  private static void add(TextTable table, Known known, SemiLogistic.Found found) {
    table.add(
        known.name,
        Integer.toString(found.trainPictures()),
        Method.LOGISTIC.title(),
        found.heldOutTop1().map(TextTable::percent).orElse(""),
        TextTable.percent(found.top1()),
        TextTable.percent(found.top5()));
  }

  private void tune(
      Tuning tuning,
      TuneWork.Task task,
      FineTuneSettings settings,
      Known known,
      List<Map<String, Object>> results,
      TextTable table)
      throws IOException, InterruptedException {
    FineTuneSettings fitted = overrides().fitted(settings, task.trained().length);
    tuning
        .progress()
        .say(
            String.format(
                Locale.ROOT,
                "%s: %,d labels are known; %s",
                known.name,
                known.pictures.length,
                TuneWork.inWords(fitted, task)));
    FineTuneProbe.Result result =
        tuning.work().run(task, fitted, tuning.run().resolve(known.name), tuning.run());
    warnOfSkipped(task, result);
    Map<String, Object> row =
        FrozenCommand.row("labels", known.name, "method", Method.FINE_TUNE.title());
    row.putAll(TuneResults.row(task, result));
    results.add(row);
    table.add(
        known.name,
        Integer.toString(result.trainPictures()),
        Method.FINE_TUNE.title(),
        "",
        TextTable.percent(result.top1()),
        TextTable.percent(result.top5()));
  }

  private static int[] union(List<Known> all) {
    return all.stream()
        .flatMapToInt(each -> IntStream.of(each.pictures))
        .distinct()
        .sorted()
        .toArray();
  }

  private List<Known> known(Division division, LabelLevel level) throws IOException {
    int[] all = division.trainPictures();
    if (labelled.isPresent()) {
      return List.of(new Known("list", PictureList.read(labelled.get(), division.train(), all)));
    }
    int[] labels = Arrays.stream(all).map(picture -> level.labels()[picture]).toArray();
    List<Known> known = new ArrayList<>();
    for (double share : shares.isEmpty() ? USUAL_SHARES : shares) {
      StratifiedSplit split = StratifiedSplit.of(labels, share, divisionOptions.seed());
      if (split.apart().length == 0) {
        throw new IllegalArgumentException(
            "no class of %s has two pictures at level %s: there is no share of the labels to take"
                .formatted(division.train().name(), level.name()));
      }
      int[] chosen = IntStream.of(split.apart()).map(row -> all[row]).toArray();
      known.add(new Known(share + "-labels", chosen));
    }
    return known;
  }
}
