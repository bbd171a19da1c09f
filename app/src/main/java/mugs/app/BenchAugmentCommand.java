package mugs.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mugs.augment.StageClock.Stage;
import mugs.engine.Engine;
import mugs.source.PictureSource;
import mugs.source.PictureSources;
import mugs.train.AugmentBenchmark;
import mugs.train.AugmentBenchmark.Measurement;
import mugs.train.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mugs bench augment}. */
@Command(
    name = "augment",
    description = {
      "Time how fast pictures become crops: decoding and every operation, on 1 to all cores.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs bench augment",
      "  mugs bench augment photos/ --recipe small-pictures --threads 4"
    })
final class BenchAugmentCommand extends Subcommand {
  private static final double MEGA = 1e6;
  private static final String SAMPLE = "a made-up photo of 500 x 375 pixels";

  @Parameters(
      paramLabel = "PICTURES",
      arity = "0..*",
      description = {PICTURES, "Without any: " + SAMPLE + "."})
  private List<String> pictures = new ArrayList<>();

  @Option(
      names = "--recipe",
      paramLabel = "NAME_OR_FILE",
      defaultValue = "vit-s16-100ep",
      description = "The recipe whose crops are taken (default: ${DEFAULT-VALUE}).")
  private String nameOrFile = "";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Most threads side by side (default: one for each processor).")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "1",
      description = "How long a round takes on one thread (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Mixin private RecipeAssignments assignments = new RecipeAssignments();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    int most = threads.orElse(Engine.processors());
    if (most < 1) {
      throw CommandException.usage("--threads is " + most + ": it takes a number of at least 1");
    }
    if (!(seconds > 0 && seconds <= 3600)) {
      throw CommandException.usage(
          "--seconds is " + seconds + ": it takes a number above 0, up to 3600");
    }
    Recipe recipe = Recipe.load(nameOrFile, assignments.toArray());
    AugmentBenchmark benchmark = benchmark(recipe);
    if (!json && !quiet()) {
      err()
          .printf(
              "%s: crops of %s%n",
              recipe.name(), pictures.isEmpty() ? SAMPLE : benchmark.pictures() + " pictures");
      err().flush();
    }
    AugmentBenchmark.Result measured = benchmark.run(most, seconds);
    if (json) {
      out().println(JsonMapper.builder().build().writeValueAsString(asJson(recipe, measured)));
    } else {
      print(measured);
    }
    return ExitCode.GOOD;
  }

  private AugmentBenchmark benchmark(Recipe recipe) throws IOException {
    if (pictures.isEmpty()) {
      return new AugmentBenchmark(recipe);
    }
    try (PictureSource source = PictureSources.open(pictures)) {
      return new AugmentBenchmark(recipe, source);
    }
  }

  private static Map<String, Object> asJson(Recipe recipe, AugmentBenchmark.Result measured) {
    List<Measurement> scaling = measured.byThreads();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("recipe", recipe.name());
    json.putAll(asJson(scaling.get(scaling.size() - 1)));
    Map<String, Double> stages = new LinkedHashMap<>();
    measured.stageMilliseconds().forEach((stage, time) -> stages.put(name(stage), time));
    json.put("stageMilliseconds", stages);
    json.put("scaling", scaling.stream().map(BenchAugmentCommand::asJson).toList());
    return json;
  }

  private static Map<String, Object> asJson(Measurement measured) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("threads", measured.threads());
    json.put("millisecondsPerPicture", measured.millisecondsPerPicture());
    json.put("cpuMillisecondsPerPicture", measured.cpuMillisecondsPerPicture());
    json.put("picturesPerSecond", measured.picturesPerSecond());
    json.put("allocatedBytesPerPicture", measured.allocatedBytesPerPicture());
    return json;
  }

  private static String name(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }

  private void print(AugmentBenchmark.Result measured) {
    out().printf("threads  pictures/s  ms a picture and core  of these on a processor%n");
    for (Measurement each : measured.byThreads()) {
      out()
          .printf(
              Locale.ROOT,
              "%7d  %10.1f  %21.3f  %23.3f%n",
              each.threads(),
              each.picturesPerSecond(),
              each.millisecondsPerPicture(),
              each.cpuMillisecondsPerPicture());
    }
    out().printf("by stage, on one thread, in milliseconds on a processor%n");
    measured
        .stageMilliseconds()
        .forEach((stage, time) -> out().printf(Locale.ROOT, "  %-9s %8.3f%n", name(stage), time));
    out()
        .printf(
            Locale.ROOT,
            "allocated on the Java heap: %.3f MB a picture%n",
            measured.byThreads().get(0).allocatedBytesPerPicture() / MEGA);
  }
}
