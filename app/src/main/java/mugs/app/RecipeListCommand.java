package mugs.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mugs.train.RecipePresets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mugs recipe list}. */
@Command(
    name = "list",
    description = "List the built-in recipes.",
    footerHeading = "%nExample:%n",
    footer = "  mugs recipe list")
final class RecipeListCommand extends Subcommand {

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    if (json) {
      List<Map<String, String>> recipes = new ArrayList<>();
      for (String name : RecipePresets.names()) {
        Map<String, String> recipe = new LinkedHashMap<>();
        recipe.put("name", name);
        recipe.put("summary", RecipePresets.summary(name));
        recipes.add(recipe);
      }
      out().println(JsonMapper.builder().build().writeValueAsString(Map.of("recipes", recipes)));
      return ExitCode.GOOD;
    }
    int width = RecipePresets.names().stream().mapToInt(String::length).max().orElse(1);
    for (String name : RecipePresets.names()) {
      out().printf("%-" + width + "s  %s%n", name, RecipePresets.summary(name));
    }
    return ExitCode.GOOD;
  }
}
