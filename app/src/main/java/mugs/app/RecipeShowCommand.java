package mugs.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import mugs.method.MugsNetwork;
import mugs.method.Role;
import mugs.train.OptimiserSettings;
import mugs.train.Recipe;
import mugs.train.RecipeFit;
import mugs.train.StepMemory;
import mugs.train.Timetable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mugs recipe show}. */
@Command(
    name = "show",
    description = {
      "Print a recipe with every setting, and what follows from them.",
      "What is printed is itself a recipe: save it, change it, use it.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  mugs recipe show demo --set optimiser.batch=32 --pictures 3781")
final class RecipeShowCommand extends Subcommand {

  @Parameters(paramLabel = "NAME_OR_FILE", description = "A built-in recipe or a YAML file.")
  private String nameOrFile = "";

  @Mixin private RecipeAssignments assignments = new RecipeAssignments();

  @Option(
      names = "--pictures",
      paramLabel = "N",
      description = "Also work out the steps for a collection of N pictures.")
  private long pictures;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    if (pictures < 0) {
      throw CommandException.usage(
          "--pictures is " + pictures + ": it takes the number of pictures, at least 1");
    }
    Recipe recipe = Recipe.load(nameOrFile, assignments.toArray());
    if (json) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("recipe", recipe);
      shown.putAll(consequences(recipe));
      out().println(JsonMapper.builder().build().writeValueAsString(shown));
    } else {
      describe(recipe);
      out().print(recipe.toYaml());
    }
    return ExitCode.GOOD;
  }

  private Map<String, Object> consequences(Recipe recipe) {
    Map<String, Object> found = new LinkedHashMap<>();
    OptimiserSettings optimiser = recipe.optimiser();
    found.put("effectiveBatch", optimiser.batch());
    found.put("scaledLearningRate", optimiser.scaledRate());
    found.put(
        "patchEmbeddingLearningRate", optimiser.scaledRate() * optimiser.patchEmbeddingRate());
    if (pictures > 0) {
      Timetable timetable = new Timetable(recipe, recipe.pictures().taken(pictures));
      found.put("stepsPerEpoch", timetable.stepsPerPass());
      found.put("steps", timetable.steps());
      found.put("warmUpSteps", timetable.warmUpSteps());
    }
    found.put("memoryBytes", StepMemory.ofTraining(recipe));
    found.put("parameters", MugsNetwork.parameterCounts(recipe.method(), Role.STUDENT));
    found.put("warnings", warnings(recipe));
    return found;
  }

  private List<String> warnings(Recipe recipe) {
    List<String> warnings =
        new ArrayList<>(
            RecipeFit.of(recipe, pictures > 0 ? OptionalLong.of(pictures) : OptionalLong.empty())
                .warnings());
    StepMemory.advice(recipe).ifPresent(warnings::add);
    return warnings;
  }

  private void describe(Recipe recipe) {
    OptimiserSettings optimiser = recipe.optimiser();
    Map<String, Object> found = consequences(recipe);
    out()
        .printf(
            "# batch %d; learning rate %s after the warm-up (%s for a batch of %d),"
                + " patch embedding %s%n",
            optimiser.batch(),
            brief(optimiser.scaledRate()),
            brief(optimiser.rate()),
            OptimiserSettings.RATE_BATCH,
            brief(optimiser.scaledRate() * optimiser.patchEmbeddingRate()));
    if (pictures > 0) {
      out()
          .printf(
              "# %d pictures: %s steps an epoch, %s in all, the first %s of them warm-up%n",
              pictures, found.get("stepsPerEpoch"), found.get("steps"), found.get("warmUpSteps"));
    }
    Map<String, Long> parts = MugsNetwork.parameterCounts(recipe.method(), Role.STUDENT);
    out()
        .printf(
            Locale.ROOT,
            "# %.1f million parameters: %s%n",
            parts.values().stream().mapToLong(Long::longValue).sum() / 1e6,
            parts.entrySet().stream()
                .map(
                    part ->
                        String.format(
                            Locale.ROOT, "%s %.1f", words(part.getKey()), part.getValue() / 1e6))
                .collect(Collectors.joining(", ")));
    out()
        .printf(
            Locale.ROOT,
            "# about %.1f GB of memory %s, %s%n",
            StepMemory.ofTraining(recipe) / 1e9,
            recipe.run().device().isCuda() ? "on the GPU" : "on this machine",
            parts(recipe));
    warnings(recipe).forEach(warning -> out().println("# careful: " + warning));
  }

  private static String parts(Recipe recipe) {
    int images = StepMemory.settled(recipe).run().microBatch().images();
    if (images > 0) {
      return "with a micro-batch of " + images;
    }
    return recipe.run().device().isCuda()
        ? "with the whole batch at a time; training takes as many pictures as fit"
        : "with an equal part of the batch for each worker";
  }

  private static String words(String part) {
    return part.replace('_', ' ');
  }

  private static String brief(double value) {
    return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toString();
  }
}
