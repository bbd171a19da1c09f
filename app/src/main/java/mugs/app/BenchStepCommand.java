package mugs.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mugs.engine.Engine;
import mugs.train.Recipe;
import mugs.train.StepBenchmark;
import mugs.train.StepMemory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mugs bench step}. */
@Command(
    name = "step",
    description = {
      "Time training steps on random crops, and compare them with large matrix products.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  mugs bench step --recipe vit-s16-100ep --batch 8 --steps 5 --workers 2",
      "  mugs bench step --runs 5"
    })
final class BenchStepCommand extends Subcommand {
  private static final double GIGA = 1e9;

  @Option(
      names = "--recipe",
      paramLabel = "NAME_OR_FILE",
      defaultValue = "bench-small",
      description = "The recipe to measure (default: ${DEFAULT-VALUE}).")
  private String nameOrFile = "";

  @Option(
      names = "--batch",
      paramLabel = "B",
      description = "Images a step, in place of the recipe's.")
  private Optional<Integer> batch = Optional.empty();

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "10",
      description = "Steps to time (default: ${DEFAULT-VALUE}); two before them are not timed.")
  private int steps;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "Runs, one after another, each in a process of its own (default: ${DEFAULT-VALUE}).",
        "More than one are summed up by median and spread."
      })
  private int runs;

  @Option(
      names = "--micro-batch",
      paramLabel = "M",
      description = "Images that a worker takes at a time, or auto, in place of the recipe's.")
  private Optional<String> microBatch = Optional.empty();

  @Option(
      names = "--workers",
      paramLabel = "W",
      description = "Shards side by side, in place of the recipe's; they share the processors.")
  private Optional<Integer> workers = Optional.empty();

  @Mixin private DeviceOption device = new DeviceOption();

  @Mixin private RecipeAssignments assignments = new RecipeAssignments();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException, InterruptedException {
    if (steps < 1) {
      throw CommandException.usage("--steps is " + steps + ": it takes a number of at least 1");
    }
    if (runs < 1) {
      throw CommandException.usage("--runs is " + runs + ": it takes a number of at least 1");
    }
    Recipe recipe = recipe();
    tell(
        "%s: %s of %d images on random crops",
        recipe.name(), Counted.of(steps, "step"), recipe.optimiser().batch());
    return runs == 1 ? runOnce(recipe) : runOften();
  }

  private void tell(String format, Object... values) {
    if (!json && !quiet()) {
      err().printf(format + "%n", values);
      err().flush();
    }
  }

  private int runOften() throws JsonProcessingException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("bench", "step", "--json", "--quiet"));
    arguments.addAll(List.of("--recipe", nameOrFile, "--steps", Integer.toString(steps)));
    settings().forEach(setting -> arguments.addAll(List.of("--set", setting)));
    List<JsonNode> results = new ArrayList<>();
    try (StopOnSignal.Work work = signals().interrupting(() -> {})) {
      for (int run = 1; run <= runs; run++) {
        tell("run %d of %d", run, runs);
        results.add(OwnProcess.json(arguments));
      }
    }
    StepRuns all = new StepRuns(results);
    if (json) {
      out().println(JsonMapper.builder().build().writeValueAsString(all.fields()));
    } else {
      all.print(out());
    }
    return ExitCode.GOOD;
  }

  private int runOnce(Recipe recipe) throws JsonProcessingException, InterruptedException {
    StepBenchmark.Result result;
    try (StopOnSignal.Work work = signals().interrupting(this::tellStopping)) {
      result = StepBenchmark.run(recipe, steps);
    }
    if (json) {
      out().println(JsonMapper.builder().build().writeValueAsString(asJson(recipe, result)));
    } else {
      print(recipe, result);
    }
    return ExitCode.GOOD;
  }

  private void tellStopping() {
    if (!quiet()) {
      err().println("Stopping after this step");
      err().flush();
    }
  }

  private Recipe recipe() {
    Recipe recipe = Recipe.load(nameOrFile, settings().toArray(String[]::new));
    recipe.run().device().check();
    return StepMemory.settled(recipe);
  }

  private List<String> settings() {
    List<String> all = new ArrayList<>(List.of(assignments.toArray()));
    batch.ifPresent(images -> all.add("optimiser.batch=" + images));
    microBatch.ifPresent(images -> all.add("run.micro-batch=" + images));
    workers.ifPresent(count -> all.add("run.workers=" + count));
    all.addAll(device.assignments());
    return all;
  }

  private static Map<String, Object> asJson(Recipe recipe, StepBenchmark.Result result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("recipe", recipe.name());
    json.put("batch", recipe.optimiser().batch());
    json.put("microBatch", recipe.run().microBatch().images());
    json.put("workers", result.workers());
    json.put("threadsPerWorker", result.threadsEach());
    json.put("device", result.device());
    json.put("precision", recipe.run().precision().name().toLowerCase(Locale.ROOT));
    json.put("blas", Engine.blas());
    json.put("imagesPerSecond", result.imagesPerSecond());
    json.put("sgemmShare", result.sgemmShare());
    json.put("sgemmGigaflops", result.sgemmPerSecond() / GIGA);
    json.put("gigaflopsPerImage", result.operationsPerImage() / GIGA);
    json.put("stepMilliseconds", result.stepMilliseconds());
    Map<String, Double> phases = new LinkedHashMap<>();
    result.phaseMilliseconds().forEach((phase, time) -> phases.put(camelCase(phase.name()), time));
    json.put("phaseMilliseconds", phases);
    json.put("peakResidentBytes", result.peakResidentBytes());
    result.peakDeviceBytes().ifPresent(bytes -> json.put("peakDeviceBytes", bytes));
    return json;
  }

  private static String camelCase(String constant) {
    String[] words = constant.toLowerCase(Locale.ROOT).split("_", -1);
    StringBuilder name = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      name.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
    }
    return name.toString();
  }

  private void print(Recipe recipe, StepBenchmark.Result result) {
    out()
        .printf(
            Locale.ROOT,
            "%.2f images/s, %.2f of the rate of large matrix products (%.0f GFLOP/s)%n",
            result.imagesPerSecond(),
            result.sgemmShare(),
            result.sgemmPerSecond() / GIGA);
    out()
        .printf(
            Locale.ROOT,
            "%.2f GFLOP an image; %s on %s, micro-batch %s; %d workers of %d threads; peak memory"
                + " %.2f GB%s%n",
            result.operationsPerImage() / GIGA,
            recipe.run().precision().name().toLowerCase(Locale.ROOT),
            result.device(),
            recipe.run().microBatch(),
            result.workers(),
            result.threadsEach(),
            result.peakResidentBytes() / GIGA,
            result.peakDeviceBytes().isEmpty()
                ? ""
                : String.format(
                    Locale.ROOT,
                    ", on the GPU %.2f GB",
                    result.peakDeviceBytes().getAsLong() / GIGA));
    result
        .phaseMilliseconds()
        .forEach(
            (phase, time) ->
                out()
                    .printf(
                        Locale.ROOT,
                        "  %-15s %9.1f ms%n",
                        phase.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        time));
  }
}
