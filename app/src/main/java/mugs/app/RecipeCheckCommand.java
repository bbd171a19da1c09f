package mugs.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.train.Recipe;
import mugs.train.RecipeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mugs recipe check}. */
@Command(
    name = "check",
    description =
        "Check recipes: exit code 0 if all are good, else 2 and a line for each that is not, with"
            + " its first mistake.",
    footerHeading = "%nExample:%n",
    footer = "  mugs recipe check cats.yaml dogs.yaml")
final class RecipeCheckCommand extends Subcommand {

  @Parameters(
      paramLabel = "NAME_OR_FILE",
      arity = "1..*",
      description = "Built-in recipes or YAML files.")
  private List<String> namesOrFiles = List.of();

  @Mixin private RecipeAssignments assignments = new RecipeAssignments();

  @Option(
      names = "--json",
      description = "Print one JSON object; a line for each bad recipe goes to standard error.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    int exitCode = ExitCode.GOOD;
    List<Map<String, Object>> checked = new ArrayList<>();
    for (String nameOrFile : namesOrFiles) {
      try {
        Recipe recipe = Recipe.load(nameOrFile, assignments.toArray());
        checked.add(fields(nameOrFile, true, "name", recipe.name()));
        if (!json && !quiet()) {
          out().println(nameOrFile + ": good (recipe '" + recipe.name() + "')");
        }
      } catch (RecipeException e) {
        String mistake = String.valueOf(e.getMessage());
        checked.add(fields(nameOrFile, false, "mistake", mistake));
        err().println("mugs: " + mistake);
        exitCode = ExitCode.USAGE;
      }
    }
    if (json) {
      out().println(JsonMapper.builder().build().writeValueAsString(Map.of("recipes", checked)));
    }
    return exitCode;
  }

  private static Map<String, Object> fields(
      String nameOrFile, boolean good, String key, String value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("recipe", nameOrFile);
    fields.put("good", good);
    fields.put(key, value);
    return fields;
  }
}
