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
import mugs.embed.WeightsFile;
import mugs.source.PictureSource;
import mugs.source.PictureSources;
import mugs.train.Pretraining;
import mugs.train.Recipe;
import mugs.train.RunFolder;
import mugs.train.Timetable;
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

  @Parameters(
      paramLabel = "PICTURES",
      arity = "0..*",
      description = {
        PICTURES,
        "With --resume those that the run was begun with, unless they are named."
      })
  private List<String> pictures = List.of();

  @Option(
      names = "--recipe",
      paramLabel = "NAME_OR_FILE",
      description =
          "A built-in recipe (see mugs recipe list) or a YAML file. With --resume the run's own.")
  private Optional<String> nameOrFile = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "RUN",
      description = {
        "The folder to write; it must be empty or new (default: runs/pretrain-N).",
        "With --resume the folder of the run."
      })
  private Optional<Path> out = Optional.empty();

  @Mixin private RecipeAssignments assignments = new RecipeAssignments();

  @Mixin private DeviceOption device = new DeviceOption();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything random, in place of the recipe's run.seed.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--resume",
      description =
          "Go on with the run in --out from its last good checkpoint, as if it had never stopped.")
  private boolean resume;

  @Option(
      names = "--extend",
      description = {
        "With --resume: let --set change schedule.epochs, schedule.steps or run.max-steps,",
        "and tell what that does to the rates of the next step."
      })
  private boolean extend;

  @Option(
      names = "--init-from",
      paramLabel = "WEIGHTS",
      description = {
        "Begin a new run with the backbone of a weights file, a checkpoint or a run.",
        "Pictures may have another size; heads that do not fit begin anew."
      })
  private Optional<Path> initFrom = Optional.empty();

  @Option(
      names = "--max-hours",
      paramLabel = "H",
      description = "Stop after so many hours and save; --resume goes on.")
  private double maxHours = Double.POSITIVE_INFINITY;

  @Option(
      names = "--dry-run",
      description =
          "Time one step (after another), tell what the run would take, and write nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkUsage();
    try (ProgressLine progress = progress()) {
      return resume ? goOn(progress) : begin(progress);
    }
  }

  private void checkUsage() {
    String wrong = "";
    if (!(maxHours > 0)) {
      wrong = "--max-hours is %s: it takes a number of hours above 0".formatted(maxHours);
    } else if (resume && initFrom.isPresent()) {
      wrong = "--resume goes on with a run, --init-from begins a new one: give one of them";
    } else if (resume && out.isEmpty()) {
      wrong = "--resume needs --out RUN, the folder of the run";
    } else if (resume && dryRun) {
      wrong = "--dry-run is for new runs: give it without --resume";
    } else if (extend && !resume) {
      wrong = "--extend changes a run that is resumed: give --resume too";
    } else if (!resume && pictures.isEmpty()) {
      wrong = "name the PICTURES to train on: folders, files, or emoji:";
    } else if (!resume && nameOrFile.isEmpty()) {
      wrong = "give a --recipe: one of mugs recipe list, or a YAML file";
    }
    if (!wrong.isEmpty()) {
      throw CommandException.usage(wrong + " (see mugs pretrain --help)");
    }
  }

  private int begin(ProgressLine progress) throws IOException, InterruptedException {
    Recipe recipe = Recipe.load(nameOrFile.orElseThrow(), assigned());
    Path path = RunFolders.choose(out, "pretrain");
    TimeLimit limit = new TimeLimit(progress);
    if (initFrom.isPresent()) {
      WeightsFile.find(initFrom.get()); // better now than after a long look
    }
    recipe.run().device().check();
    progress.say("Looking for pictures in " + String.join(", ", pictures));
    try (PictureSource source =
            PictureSources.open(pictures, recipe.pictures().openOptions(progress));
        Pretraining pretraining = fresh(recipe, source, limit, progress)) {
      if (dryRun) {
        pretraining.microBatch().ifPresent(progress::say);
        pretraining.advice().forEach(advice -> progress.say("Careful: " + advice));
        try (StopOnSignal.Work work =
            signals().interrupting(() -> progress.say("Stopping after this step"))) {
          return tell(DryRun.of(pretraining));
        }
      }
      RunFolder folder = RunFolder.create(path);
      return train(pretraining, folder, RunToResume.absolute(pictures), limit, progress);
    }
  }

  private int tell(DryRun run) throws JsonProcessingException {
    if (json) {
      print(run.fields());
    } else {
      run.print(out());
    }
    return ExitCode.GOOD;
  }

  private Pretraining fresh(
      Recipe recipe, PictureSource source, TimeLimit limit, ProgressLine progress)
      throws IOException {
    if (initFrom.isEmpty()) {
      return new Pretraining(recipe, source, limit);
    }
    progress.say("A new run, begun with the weights of " + initFrom.get());
    return Pretraining.from(initFrom.get(), recipe, source, limit);
  }

  private int goOn(ProgressLine progress) throws IOException, InterruptedException {
    RunToResume run = RunToResume.find(out.orElseThrow(), nameOrFile, assigned(), pictures, extend);
    TimeLimit limit = new TimeLimit(progress);
    progress.say(
        "Resuming %s with %s".formatted(run.folder().path(), String.join(", ", run.pictures())));
    try (PictureSource source =
            PictureSources.open(run.pictures(), run.recipe().pictures().openOptions(progress));
        Pretraining pretraining = Pretraining.resume(run.folder(), run.recipe(), source, limit)) {
      Optional<Pretraining.Outcome> ended = pretraining.ended(run.folder());
      if (extend && pretraining.steps() <= pretraining.stepsBefore()) {
        throw CommandException.usage(
            "--extend to %s, but %,d are done: give it more than that"
                .formatted(Counted.of(pretraining.steps(), "step"), pretraining.stepsBefore()));
      } else if (ended.isPresent()) {
        return tellEnded(run, ended.get(), progress);
      }
      tellChanges(run, pretraining, progress);
      return train(pretraining, run.folder(), run.pictures(), limit, progress);
    }
  }

  private int tellEnded(RunToResume run, Pretraining.Outcome outcome, ProgressLine progress)
      throws JsonProcessingException {
    progress.say(
        ("The run is finished, all %,d steps are done. To train longer: mugs pretrain --resume"
                + " --extend --set %s=N --out %s")
            .formatted(outcome.steps(), run.keyOfTheLength(), ShellWord.of(run.folder().path())));
    if (json) {
      print(ended(run.folder().path(), outcome));
    }
    return ExitCode.GOOD;
  }

  private void tellChanges(RunToResume run, Pretraining pretraining, ProgressLine progress) {
    for (Recipe.Difference difference : run.recorded().differences(run.recipe())) {
      if (!difference.changesResult()) {
        progress.say(
            "%s is %s from now on, was %s"
                .formatted(difference.key(), difference.there(), difference.here()));
      }
    }
    if (extend) {
      Timetable before = new Timetable(run.recorded(), pretraining.pictures());
      progress.say(
          new Extension(before, pretraining.timetable(), pretraining.stepsBefore()).inWords());
    }
  }

  private String[] assigned() {
    List<String> all = new ArrayList<>(List.of(assignments.toArray()));
    seed.ifPresent(number -> all.add("run.seed=" + number));
    all.addAll(device.assignments());
    return all.toArray(String[]::new);
  }

  private int train(
      Pretraining pretraining,
      RunFolder folder,
      List<String> opened,
      TimeLimit limit,
      ProgressLine progress)
      throws IOException, InterruptedException {
    Pretraining.Outcome outcome;
    limit.stopAfter(
        maxHours,
        () -> {
          progress.say("The time is up; the run is saved");
          pretraining.stop();
        });
    try (StopOnSignal.Work work = signals().during(() -> stop(pretraining, progress))) {
      outcome = pretraining.run(folder, opened);
    }
    if (outcome.complete()) {
      signals().workIsComplete();
    }
    progress.say(
        String.format(
            Locale.ROOT,
            "%s after %s in %s. The teacher's weights: %s",
            outcome.complete() ? "Done" : "Stopped",
            Counted.of(outcome.steps(), "step"),
            ProgressLine.duration(outcome.seconds()),
            outcome.weights()));
    if (!outcome.complete()) {
      progress.say("To go on: mugs pretrain --resume --out " + ShellWord.of(folder.path()));
    }
    if (outcome.skippedPictures() > 0) {
      progress.say(
          "Pictures that could not be read: %d, listed in %s"
              .formatted(outcome.skippedPictures(), folder.skipped()));
    }
    if (json) {
      print(ended(folder.path(), outcome));
    }
    return ExitCode.GOOD;
  }

  private static void stop(Pretraining pretraining, ProgressLine progress) {
    progress.say("Stopping after this step; the run will be saved");
    pretraining.stop();
  }

  private static Map<String, Object> ended(Path path, Pretraining.Outcome outcome) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("run", path.toString());
    result.put("weights", outcome.weights().toString());
    result.put("steps", outcome.steps());
    result.put("complete", outcome.complete());
    result.put("seconds", outcome.seconds());
    result.put("dataWaitShare", outcome.dataWaitShare());
    result.put("skippedPictures", outcome.skippedPictures());
    return result;
  }

  private void print(Map<String, Object> result) throws JsonProcessingException {
    out().println(JsonMapper.builder().build().writeValueAsString(result));
  }
}
