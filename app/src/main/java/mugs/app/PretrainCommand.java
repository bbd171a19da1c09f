package mugs.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mugs.engine.ProcessMemory;
import mugs.source.PictureSource;
import mugs.source.PictureSources;
import mugs.train.Pretraining;
import mugs.train.Recipe;
import mugs.train.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mugs pretrain}. */
@Command(
    name = "pretrain",
    description = {"Train a network on pictures without labels.", ""},
    footerHeading = "%nExample:%n",
    footer = "  mugs pretrain photos/ --recipe small-pictures --out runs/photos")
final class PretrainCommand extends Subcommand {

  @Parameters(paramLabel = "PICTURES", arity = "1..*", description = PICTURES)
  private List<String> pictures = List.of();

  @Option(
      names = "--recipe",
      paramLabel = "NAME_OR_FILE",
      required = true,
      description = "A built-in recipe (see mugs recipe list) or a YAML file.")
  private String nameOrFile = "";

  @Option(
      names = "--out",
      paramLabel = "RUN",
      description = "The folder to write; it must be empty or new (default: runs/pretrain-N).")
  private Optional<Path> out = Optional.empty();

  @Mixin private RecipeAssignments assignments = new RecipeAssignments();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything random, in place of the recipe's run.seed.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--dry-run",
      description =
          "Time one step (after another), tell what the run would take, and write nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Recipe recipe = recipe();
    Path folder = RunFolders.choose(out, "pretrain");
    try (ProgressLine progress = progress()) {
      progress.say("Looking for pictures in " + String.join(", ", pictures));
      try (PictureSource source =
              PictureSources.open(pictures, recipe.pictures().openOptions(progress));
          Pretraining pretraining = new Pretraining(recipe, source, progress)) {
        return dryRun ? tryOut(pretraining) : train(pretraining, folder, progress);
      }
    }
  }

  private Recipe recipe() {
    List<String> all = new ArrayList<>(List.of(assignments.toArray()));
    seed.ifPresent(number -> all.add("run.seed=" + number));
    return Recipe.load(nameOrFile, all.toArray(String[]::new));
  }

  private int train(Pretraining pretraining, Path path, ProgressLine progress)
      throws IOException, InterruptedException {
    RunFolder folder = RunFolder.create(path);
    Pretraining.Outcome outcome;
    try (StopOnSignal.Work work = signals().during(() -> stop(pretraining, progress))) {
      outcome = pretraining.run(folder);
    }
    progress.say(
        String.format(
            Locale.ROOT,
            "%s after %,d steps in %s. The teacher's weights: %s",
            outcome.complete() ? "Done" : "Stopped",
            outcome.steps(),
            ProgressLine.duration(outcome.seconds()),
            outcome.weights()));
    if (outcome.skippedPictures() > 0) {
      progress.say(
          "Pictures that could not be read: %d, listed in %s"
              .formatted(outcome.skippedPictures(), path.resolve("skipped.tsv")));
    }
    if (json) {
      print(ended(path, outcome));
    }
    return ExitCode.GOOD;
  }

  private static void stop(Pretraining pretraining, ProgressLine progress) {
    progress.say("Stopping after this step; the weights will be saved");
    pretraining.stop();
  }

  private static Map<String, Object> ended(Path path, Pretraining.Outcome outcome) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("run", path.toString());
    result.put("weights", outcome.weights().toString());
    result.put("steps", outcome.steps());
    result.put("complete", outcome.complete());
    result.put("seconds", outcome.seconds());
    result.put("dataWaitShare", outcome.waitedSeconds() / outcome.seconds());
    result.put("skippedPictures", outcome.skippedPictures());
    return result;
  }

  private int tryOut(Pretraining pretraining) throws IOException, InterruptedException {
    double seconds = pretraining.secondsPerStep(1, 1);
    int batch = pretraining.recipe().optimiser().batch();
    long peak = ProcessMemory.peak().orElse(0);
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("pictures", pretraining.pictures());
      result.put("parameters", pretraining.parameters());
      result.put("steps", pretraining.steps());
      result.put("secondsPerStep", seconds);
      result.put("imagesPerSecond", batch / seconds);
      result.put("seconds", seconds * pretraining.steps());
      result.put("peakResidentBytes", peak);
      print(result);
      return ExitCode.GOOD;
    }
    out()
        .printf(
            Locale.ROOT,
            "%,d pictures, %,d steps of %d%n",
            pretraining.pictures(),
            pretraining.steps(),
            batch);
    out().printf(Locale.ROOT, "%.1f million parameters%n", pretraining.parameters() / 1e6);
    out()
        .printf(
            Locale.ROOT,
            "one step took %.2f s (%.1f images/s): the run would take about %s%n",
            seconds,
            batch / seconds,
            ProgressLine.duration(seconds * pretraining.steps()));
    out().printf(Locale.ROOT, "peak memory so far %.2f GB%n", peak / 1e9);
    return ExitCode.GOOD;
  }

  private void print(Map<String, Object> result) throws JsonProcessingException {
    out().println(JsonMapper.builder().build().writeValueAsString(result));
  }
}
